package sparkstack.bench.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sparkstack.bench.BenchException;

/**
 * A program in Pulumi YAML with the resources of a deployed stack, from Pulumi's export: their
 * inputs, providers, order and timeouts. Components are omitted, because YAML has none.
 */
final class YamlProgram {
  /** The key with which Pulumi marks a secret among inputs. */
  private static final String SECRET = "4dabf18193072939515e22adb298388d";

  /** A key that Pulumi stores in the inputs of providers. Programs cannot set it. */
  private static final String PULUMIS_OWN = "__internal";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Names in the program by URN, in the order in which the resources were created. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private final List<JsonNode> resources = new ArrayList<>();
  private final JsonNode outputs;

  private YamlProgram(JsonNode export) {
    JsonNode all = export.path("deployment").path("resources");
    JsonNode stackOutputs = NODES.objectNode();
    for (JsonNode resource : all) {
      if (resource.path("custom").asBoolean()) {
        names.put(resource.path("urn").asText(), "resource" + names.size());
        resources.add(resource);
      } else if (resource.path("type").asText().equals("pulumi:pulumi:Stack")) {
        stackOutputs = resource.path("outputs");
      }
    }
    outputs = stackOutputs;
  }

  /**
   * @param export output of {@code pulumi stack export}
   */
  static YamlProgram of(JsonNode export) {
    if (export.toString().contains(SECRET)) {
      throw new BenchException("the stack has secrets, which the export does not contain");
    }
    return new YamlProgram(export);
  }

  /** The number of its resources. */
  int size() {
    return resources.size();
  }

  /** The project file, which contains the program. */
  String text() {
    try {
      return new YAMLMapper().writeValueAsString(project());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode project() {
    ObjectNode project = NODES.objectNode().put("name", "spark").put("runtime", "yaml");
    ObjectNode declared = project.putObject("resources");
    for (JsonNode resource : resources) {
      declared.set(names.get(resource.path("urn").asText()), declaration(resource));
    }
    project.set("outputs", literal(outputs));
    return project;
  }

  private ObjectNode declaration(JsonNode resource) {
    String urn = resource.path("urn").asText();
    ObjectNode declaration = NODES.objectNode();
    declaration.put("type", resource.path("type").asText());
    declaration.put("name", urn.substring(urn.lastIndexOf("::") + 2));
    ObjectNode properties = declaration.putObject("properties");
    resource
        .path("inputs")
        .properties()
        .forEach(input -> properties.set(input.getKey(), literal(input.getValue())));
    properties.remove(PULUMIS_OWN);
    declaration.set("options", options(resource, properties));
    return declaration;
  }

  private ObjectNode options(JsonNode resource, ObjectNode properties) {
    ObjectNode options = NODES.objectNode();
    String provider = resource.path("provider").asText();
    if (!provider.isEmpty()) {
      options.put("provider", reference(provider.substring(0, provider.lastIndexOf("::"))));
    }
    // In the inputs of a provider, this is the version of its plugin.
    JsonNode version = properties.remove("version");
    if (version != null) {
      options.set("version", version);
    }
    ArrayNode dependsOn = NODES.arrayNode();
    resource.path("dependencies").forEach(urn -> dependsOn.add(reference(urn.asText())));
    if (!dependsOn.isEmpty()) {
      options.set("dependsOn", dependsOn);
    }
    if (resource.has("customTimeouts")) {
      options.set("customTimeouts", timeouts(resource.path("customTimeouts")));
    }
    return options;
  }

  /** An export has seconds; a program needs strings with a unit. */
  private static ObjectNode timeouts(JsonNode exported) {
    ObjectNode timeouts = NODES.objectNode();
    exported
        .properties()
        .forEach(timeout -> timeouts.put(timeout.getKey(), timeout.getValue().asLong() + "s"));
    return timeouts;
  }

  private String reference(String urn) {
    if (!names.containsKey(urn)) {
      throw new BenchException("the exported stack refers to a missing resource: " + urn);
    }
    return "${" + names.get(urn) + "}";
  }

  /** Escapes strings that YAML programs would interpret as references. */
  private static JsonNode literal(JsonNode value) {
    if (value.isTextual()) {
      return NODES.textNode(value.asText().replace("${", "$${"));
    }
    if (value.isArray()) {
      ArrayNode items = NODES.arrayNode();
      value.forEach(item -> items.add(literal(item)));
      return items;
    }
    if (value.isObject()) {
      ObjectNode fields = NODES.objectNode();
      value.properties().forEach(field -> fields.set(field.getKey(), literal(field.getValue())));
      return fields;
    }
    return value;
  }
}
