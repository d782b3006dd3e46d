package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

/** The program reports exactly the errors in bad-config.yaml for each config there. */
class BadConfigTest {
  private static final Path TABLE = Path.of("src/test/resources/sparkstack/config/bad-config.yaml");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> hasErrors() throws IOException {
    var project = ProjectFolder.in(folder);
    List<Map<String, Object>> table = new Yaml().load(Files.readString(TABLE));
    return table.stream()
        .map(
            row -> {
              var config = Manifest.object(row.get("config"));
              return DynamicTest.dynamicTest(
                  config.toString(), () -> assertErrors(project, config, row.get("errors")));
            });
  }

  private static void assertErrors(
      ProjectFolder project, Map<String, Object> config, Object errors) {
    var expected = "The stack's config is wrong:";
    for (var error : (List<?>) errors) {
      expected += "\n  " + error;
    }
    assertEquals(expected, Recording.errorOf(project, "dev", config));
  }
}
