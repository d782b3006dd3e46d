package sparkstack.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/**
 * Generates docs/stack.schema.json from the declarations of the keys: the JSON Schema of a stack's
 * file, with which editors complete and check keys.
 *
 * <p>The schema must accept every config that the program accepts. It does not find every error,
 * because a schema cannot express all checks of the program.
 */
final class StackSchema {
  static final Path FILE = Path.of("docs", "stack.schema.json");

  /** Pulumi accepts the JSON of a list or a map as a string, and an empty string as "not set". */
  private static final String JSON_LIST = "^\\s*(\\[[\\s\\S]*\\]\\s*)?$";

  private static final String JSON_MAP = "^\\s*(\\{[\\s\\S]*\\}\\s*)?$";

  /** Constructs of Java's regular expressions that JSON Schema does not have. */
  private static final List<String> NOT_PORTABLE = List.of("\\p", "\\P", "(?i", "(?s");

  private StackSchema() {}

  static String text() throws IOException {
    var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    return gson.toJson(schema()) + "\n";
  }

  private static JsonObject schema() throws IOException {
    var schema = json("{'$schema': 'http://json-schema.org/draft-07/schema#'}");
    schema.addProperty("title", "Config of a stack");
    schema.addProperty("type", "object");
    var properties = new JsonObject();
    properties.add("config", config());
    // The other properties of a stack's file are Pulumi's.
    for (var name : List.of("secretsprovider", "encryptedkey", "encryptionsalt")) {
      properties.add(name, json("{'type': 'string'}"));
    }
    properties.add("environment", new JsonObject());
    schema.add("properties", properties);
    schema.addProperty("additionalProperties", false);
    return schema;
  }

  private static JsonObject config() throws IOException {
    Map<String, Object> project = new Yaml().load(Files.readString(PulumiYaml.FILE));
    var prefix = project.get("name") + ":";
    var config = keys(StackKeys.ALL, prefix);
    // Other namespaces belong to plugins.
    var others = new JsonObject();
    others.add("^(?!%s)[^:]+:".formatted(prefix), new JsonObject());
    // Pulumi also accepts the project's keys without the namespace. The schema does not check them.
    others.add("^[^:]+$", new JsonObject());
    config.add("patternProperties", others);
    return config;
  }

  private static JsonObject keys(List<Key<?>> keys, String prefix) {
    var properties = new JsonObject();
    keys.forEach(key -> properties.add(prefix + key.name(), key(key)));
    var object = json("{'type': 'object'}");
    object.add("properties", properties);
    object.addProperty("additionalProperties", false);
    return object;
  }

  static JsonObject key(Key<?> key) {
    var schema = new JsonObject();
    schema.addProperty(
        "description", "%s\n\nIt must be %s.".formatted(key.meaning(), key.form().allowed()));
    if (!key.form().defaultText().isEmpty()) {
      schema.add("default", yaml(key.form().defaultText()));
    }
    if (!key.form().example().isEmpty()) {
      var examples = new JsonArray();
      examples.add(yaml(key.form().example()));
      schema.add("examples", examples);
    }
    var value = form(key.form());
    if (key.mayBeEncrypted() && !(key.form() instanceof Form.OfSecret)) {
      var either = new JsonArray();
      either.add(value);
      either.add(secure());
      schema.add("anyOf", either);
    } else {
      value.asMap().forEach(schema::add);
    }
    return schema;
  }

  private static JsonObject form(Form<?> form) {
    if (form instanceof Form.Scalar<?> scalar) {
      return scalar(scalar.syntax());
    } else if (form instanceof Form.OfSecret) {
      return secure();
    } else if (form instanceof Form.ListOf<?> list) {
      var schema = json("{'type': ['array', 'string']}");
      schema.addProperty("pattern", JSON_LIST);
      schema.add("items", scalar(list.syntax()));
      return schema;
    } else if (form instanceof Form.Objects list) {
      var schema = json("{'type': ['array', 'string']}");
      schema.addProperty("pattern", JSON_LIST);
      var items = json("{'type': 'object'}");
      items.add("properties", fields(list.fields()));
      items.addProperty("additionalProperties", false);
      schema.add("items", items);
      return schema;
    } else if (form instanceof Form.MapOf<?> map) {
      var schema = map();
      schema.add("propertyNames", pattern(map.names()));
      schema.add("additionalProperties", scalar(map.syntax()));
      return schema;
    } else if (form instanceof Form.AnyObject object) {
      var schema = map();
      schema.add("properties", fields(object.fields().get()));
      schema.addProperty("additionalProperties", false);
      return schema;
    } else if (form instanceof Form.Groups groups) {
      var schema = map();
      schema.add("propertyNames", pattern(groups.names()));
      schema.add("additionalProperties", keys(groups.keys(), ""));
      return schema;
    } else if (form instanceof Form.Group group) {
      return keys(group.keys(), "");
    }
    throw new IllegalArgumentException(form.toString());
  }

  private static JsonObject fields(List<String> names) {
    var fields = new JsonObject();
    names.forEach(name -> fields.add(name, new JsonObject()));
    return fields;
  }

  private static JsonObject map() {
    var schema = json("{'type': ['object', 'string']}");
    schema.addProperty("pattern", JSON_MAP);
    return schema;
  }

  /**
   * Pulumi passes on a number or a boolean as its text, and {@code pulumi config set} quotes both.
   */
  private static JsonObject scalar(Syntax<?> syntax) {
    if (syntax.type().equals("boolean")) {
      return json("{'enum': [true, false, 'true', 'false', '']}");
    }
    if (syntax.schema().get("enum") instanceof List<?> texts) {
      var values = new JsonArray();
      texts.forEach(text -> values.add(text.toString()));
      texts.stream()
          .map(it -> yaml(it.toString()))
          .filter(it -> !values.contains(it))
          .forEach(values::add);
      values.add("");
      var schema = new JsonObject();
      schema.add("enum", values);
      return schema;
    }
    if (syntax.type().equals("number")) {
      var schema = json("{'type': ['integer', 'string'], 'pattern': '^[0-9]*$'}");
      new TreeMap<>(syntax.schema())
          .forEach((keyword, value) -> schema.add(keyword, number(value)));
      return schema;
    }
    var schema = json("{'type': ['string', 'number', 'boolean']}");
    pattern(syntax).asMap().forEach(schema::add);
    return schema;
  }

  private static JsonObject pattern(Syntax<?> syntax) {
    var schema = new JsonObject();
    if (syntax.schema().get("pattern") instanceof String regex
        && NOT_PORTABLE.stream().noneMatch(regex::contains)) {
      schema.addProperty("pattern", "^(?:%s)?$".formatted(regex));
      schema.add("maxLength", number(syntax.schema().get("maxLength")));
    }
    return schema;
  }

  private static JsonElement number(Object value) {
    return JsonParser.parseString(value.toString());
  }

  /** An encrypted value, as Pulumi writes it. */
  private static JsonObject secure() {
    return json(
        "{'type': 'object', 'properties': {'secure': {'type': 'string'}}, 'required': ['secure'], 'additionalProperties': false}");
  }

  private static JsonElement yaml(String text) {
    return new Gson().toJsonTree(new Yaml().<Object>load(text));
  }

  /** Parses JSON with ' in place of ". */
  private static JsonObject json(String text) {
    return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
  }
}
