package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import sparkstack.config.Declared;
import sparkstack.config.SettingsReader;

/** The committed Pulumi.yaml, which declares the keys that {@code SettingsReader} reads. */
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
  void declaresEveryKeyThatTheProgramReadsAndNoOtherInItsOrder() {
    var read = SettingsReader.declared().stream().map(Declared::key).toList();
    assertEquals(read, List.copyOf(declarations().keySet()));
  }

  @Test
  void describesEveryKey() {
    declarations()
        .forEach(
            (key, declared) ->
                assertTrue(declared.get("description").toString().endsWith("."), key));
  }

  private static Map<String, Map<String, Object>> declarations() {
    var declarations = new LinkedHashMap<String, Map<String, Object>>();
    Manifest.object(project.get("config"))
        .forEach((key, declared) -> declarations.put(key, Manifest.object(declared)));
    return declarations;
  }
}
