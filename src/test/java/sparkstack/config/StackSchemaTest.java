package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** docs/stack.schema.json accepts every valid config and finds simple errors. */
class StackSchemaTest {
  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(Files.readString(StackSchema.FILE));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> acceptsEveryCommittedStack() throws IOException {
    try (var files = Files.list(Path.of(""))) {
      return files.filter(it -> it.toString().matches("Pulumi\\.[a-z]+\\.yaml")).toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.toString(), () -> assertEquals("", errors(Files.readString(file)))));
    }
  }

  /** VS Code's extension for YAML and JetBrains' IDEs each read another comment. */
  @Test
  void everyCommittedStackNamesTheSchema() throws IOException {
    for (var stack : List.of("dev", "staging", "prod")) {
      var lines = Files.readAllLines(Path.of("Pulumi.%s.yaml".formatted(stack)));
      assertEquals(
          List.of(
              "# yaml-language-server: $schema=" + StackSchema.FILE,
              "# $schema: " + StackSchema.FILE),
          lines.subList(0, 2));
    }
  }

  @TestFactory
  Stream<DynamicTest> acceptsEveryDefaultAndExampleAsTheUserOrPulumiWritesIt() {
    return StackKeys.ALL.stream()
        .filter(key -> !(key.form() instanceof Form.OfSecret))
        .map(
            key ->
                DynamicTest.dynamicTest(
                    key.name(),
                    () -> {
                      for (var text :
                          List.of("\"\"", key.form().defaultText(), key.form().example())) {
                        Object value = new Yaml().load(text);
                        if (value != null) {
                          assertEquals("", errors(key, value));
                          assertEquals("", errors(key, asPulumiWrites(value)));
                        }
                      }
                    }));
  }

  @Test
  void acceptsOtherNamespacesAndEncryptedValues() {
    assertEquals(
        "",
        errors(
            """
            secretsprovider: passphrase
            encryptionsalt: v1:abc
            config:
              kubernetes:context: prod
              aws:region: eu-central-1
              workerReplicas: 4
              spark:scalaVersion: 2.13
              spark:registryUsername: {secure: AAABAK}
              spark:registryPassword:
                secure: AAABAK
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark:workerReplica: 4",
        "spark:workerReplicas: -1",
        "spark:workerReplicas: many",
        "spark:workerReplicas: [4]",
        "spark:imagePython: maybe",
        "spark:uiServiceType: nodeport",
        "spark:clusterName: Spark",
        "spark:mirrors: https://example.com",
        "spark:mirrors: [example.com]",
        "spark:masterConf: [spark.a]",
        "spark:workerPod: {nodeSelektor: {disk: ssd}}",
        "spark:workerPod: {image: other}",
        "spark:uiFrom: {podSelector: {}}",
        "spark:uiFrom: [{podSelektor: {}}]",
        "spark:registryPassword: plain"
      })
  void findsErrorsThatTheProgramReports(String entry) {
    assertNotEquals("", errors("config:\n  " + entry + "\n"));
  }

  /** Editors use JavaScript's regular expressions in Unicode mode. */
  @Test
  void hasRegularExpressionsOfJavaScript() throws IOException {
    var patterns = new TreeSet<String>();
    addPatterns(new Gson().fromJson(Files.readString(StackSchema.FILE), Map.class), patterns);
    assertTrue(patterns.size() > 10);
    for (var pattern : patterns) {
      // In this mode, a backslash before a character that needs none is an error.
      var escaped = java.util.regex.Pattern.compile("\\\\([^\\\\.^$*+?()\\[\\]{}|/sSdDwW])");
      assertTrue(!escaped.matcher(pattern.replace("\\\\", "")).find(), pattern);
      assertTrue(!pattern.contains("(?i") && !pattern.contains("(?s"), pattern);
    }
  }

  private static void addPatterns(Object json, TreeSet<String> patterns) {
    if (json instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals("pattern") && value instanceof String pattern) {
              patterns.add(pattern);
            }
            addPatterns(value, patterns);
          });
    } else if (json instanceof List<?> list) {
      list.forEach(value -> addPatterns(value, patterns));
    }
  }

  /** {@code pulumi config set} quotes scalars, and writes the JSON of others into a string. */
  private static String asPulumiWrites(Object value) {
    return value instanceof String text ? text : new Gson().toJson(value);
  }

  private static String errors(Key<?> key, Object value) {
    var config = Map.of("config", Map.of("spark:" + key.name(), value));
    return String.join(
        "\n",
        SCHEMA.validate(new Gson().toJson(config), InputFormat.JSON).stream()
            .map(Object::toString)
            .toList());
  }

  private static String errors(String yaml) {
    var json = new Gson().toJson(new Yaml().<Object>load(yaml));
    return String.join(
        "\n", SCHEMA.validate(json, InputFormat.JSON).stream().map(Object::toString).toList());
  }
}
