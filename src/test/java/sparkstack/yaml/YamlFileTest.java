package sparkstack.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class YamlFileTest {
  private static final String FILE =
      """
      config:
        # spark:registry: of-a-comment
        spark:registry: &registry localhost:5000 # a comment
        'spark:single': 'it''s "quoted"'
        "spark:double": "a # b\\tc"
        spark:alias: *registry
        spark:folded: >-
          one
          two
        spark:number: 0x10
        spark:null:
        spark:empty: ""
        spark:list: [1, 2]
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spark:registry | localhost:5000
          spark:single   | it's "quoted"
          spark:double   | `a # b\tc`
          spark:alias    | localhost:5000
          spark:folded   | one two
          spark:number   | 0x10
          """)
  void printsAValueAsYamlReadsIt(String key, String value) throws IOException {
    assertEquals(value + "\n", run("get", FILE, "config", key));
  }

  @Test
  void printsNothingForAValueThatIsNotThere() throws IOException {
    assertEquals("", run("get", FILE, "config", "spark:other"));
    assertEquals("", run("get", FILE, "config", "spark:null"));
    assertEquals("", run("get", FILE, "config", "spark:registry", "deeper"));
    assertEquals("", run("get", "", "config", "spark:registry"));
    assertEquals("\n", run("get", FILE, "config", "spark:empty"));
  }

  @Test
  void replacesOrAddsAValueAndKeepsTheOthers() throws IOException {
    var project =
        """
        name: spark
        runtime:
          name: java
          options: {use-executor: ./mvn}
        config:
          count: {default: 2}
          text: {default: "2"}
        """;
    Map<String, Object> expected =
        new Yaml().load(project.replace("./mvn}", "./mvn, binary: /a b}"));

    assertEquals(
        expected, new Yaml().load(run("set", project, "runtime", "options", "binary", "/a b")));
    assertEquals("\"name\": \"other\"\n", run("set", "name: spark", "name", "other"));
  }

  @Test
  void refusesWhatHasNoSuchValue() {
    assertError("spark:list is not a single value", "get", FILE, "config", "spark:list");
    assertError(
        "config spark:registry is not a map", "set", FILE, "config", "spark:registry", "a", "b");
    assertError("is not YAML: ", "get", "a: 'b", "a");
    assertError("usage: get FILE", "get", FILE);
    assertError("usage: get FILE", "put", FILE, "config", "a");
    assertError(
        "nowhere.yaml cannot be read",
        () -> YamlFile.run(List.of("get", folder.resolve("nowhere.yaml").toString(), "a")));
  }

  private void assertError(String part, String command, String content, String... arguments) {
    assertError(part, () -> run(command, content, arguments));
  }

  private static void assertError(String part, Executable executable) {
    var message = assertThrows(IllegalArgumentException.class, executable).getMessage();
    assertEquals(part, message.contains(part) ? part : message);
  }

  private String run(String command, String content, String... arguments) throws IOException {
    var file = Files.writeString(folder.resolve("file.yaml"), content);
    var line = new ArrayList<>(List.of(command, file.toString()));
    line.addAll(List.of(arguments));
    return YamlFile.run(line);
  }
}
