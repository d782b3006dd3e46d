package sparkstack.bench.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sparkstack.bench.BenchException;

/**
 * The parts of a stack's config that the builds depend on.
 *
 * @param registry host and port that images are pushed to
 * @param buildArguments arguments by their names in both Dockerfiles, without those that the config
 *     does not set
 */
record StackConfig(String registry, Map<String, String> buildArguments) {
  private static final Map<String, String> ARGUMENT_BY_KEY =
      Map.of(
          "spark:baseImage", "BASE_IMAGE",
          "spark:buildBaseImage", "BUILD_BASE_IMAGE",
          "spark:mirrors", "MIRRORS",
          "spark:sparkVersion", "SPARK_VERSION");

  static StackConfig read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new BenchException("cannot read the stack's config %s".formatted(file));
    }
  }

  /**
   * @param name name of the file, for messages
   */
  static StackConfig parse(String name, String yaml) {
    JsonNode config;
    try {
      config = new YAMLMapper().readTree(yaml).path("config");
    } catch (JsonProcessingException e) {
      throw new BenchException("%s is not YAML: %s".formatted(name, e.getOriginalMessage()));
    }
    String registry = config.path("spark:registry").asText();
    if (registry.isEmpty()) {
      throw new BenchException(
          "%s has no spark:registry; set it to the registry for the bench's images"
              .formatted(name));
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    ARGUMENT_BY_KEY.forEach(
        (key, argument) -> {
          if (config.has(key)) {
            arguments.put(argument, text(config.get(key)));
          }
        });
    return new StackConfig(registry, Map.copyOf(arguments));
  }

  /** Lists are separated by spaces, as the Dockerfiles expect. */
  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(item.asText()));
    return String.join(" ", items);
  }
}
