package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The committed Pulumi.yaml, which declares what {@code SettingsReader} reads. */
class PulumiYamlTest {
  private static Map<String, Object> project;

  @BeforeAll
  static void load() throws IOException {
    project = new Yaml().load(Files.readString(Path.of("Pulumi.yaml")));
  }

  @Test
  void hasTheDefaultsThatTheProgramHas(@TempDir Path folder) throws IOException {
    var defaults = new HashMap<String, Object>();
    declarations().forEach((key, declared) -> defaults.put(key, declared.get("default")));

    var withDefaults = Recording.of(ProjectFolder.in(folder), defaults);

    assertEquals(Recording.of(new ProjectFolder(folder), Map.of()).all(), withDefaults.all());
  }

  @Test
  void declaresEveryKeyThatTheProgramReadsAndNoOther() throws IOException {
    var reader = Files.readString(Path.of("src/main/java/sparkstack/settings/SettingsReader.java"));
    var read = new HashSet<String>();
    var matcher =
        Pattern.compile("values\\s*\\.(?:required|optional|list)\\(\\s*\"(\\w+)\"").matcher(reader);
    while (matcher.find()) {
      read.add(matcher.group(1));
    }
    assertEquals(read, declarations().keySet());
  }

  @Test
  void describesEveryKey() {
    declarations()
        .forEach(
            (key, declared) ->
                assertTrue(declared.get("description").toString().endsWith("."), key));
  }

  private static Map<String, Map<String, Object>> declarations() {
    var declarations = new HashMap<String, Map<String, Object>>();
    Manifest.object(project.get("config"))
        .forEach((key, declared) -> declarations.put(key, Manifest.object(declared)));
    return declarations;
  }
}
