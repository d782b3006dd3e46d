package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.exceptions.RunException;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

/** The declarations of the keys and the values that are read with them. */
class KeysTest {
  private static final Path SOURCES = Path.of("src/main/java/sparkstack/config");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  private static final Key<Optional<Integer>> MAX_CORES =
      Key.key("maxCores", Form.optional(Syntax.wholeNumber(1, 1024)), "Cores.");
  private static final Key<Map<String, String>> CONF =
      Key.key("conf", Form.map(SparkSyntax.PROPERTY, SparkSyntax.PROPERTY_VALUE), "Properties.");
  private static final Key<Map<String, ConfigValues>> APPLICATIONS =
      Key.key(
          "applications",
          Form.groups(KubernetesSyntax.CLUSTER_NAME, List.of(MAX_CORES, CONF)),
          "Applications.");

  @Test
  void everyDeclaredKeyIsInASection() throws IOException, ReflectiveOperationException {
    var declared = new ArrayList<Key<?>>();
    for (var keys : classesOfKeys()) {
      for (var field : keys.getDeclaredFields()) {
        if (!Modifier.isPrivate(field.getModifiers()) && field.get(null) instanceof Key<?> key) {
          declared.add(key);
        }
      }
    }
    assertEquals(new HashSet<>(declared), new HashSet<>(StackKeys.ALL));
    assertEquals(declared.size(), StackKeys.ALL.size());
  }

  /** The classes whose names end with Keys, but for those that declare no constants. */
  private static List<Class<?>> classesOfKeys() throws IOException, ClassNotFoundException {
    var classes = new ArrayList<Class<?>>();
    try (var files = Files.list(SOURCES)) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString().replace(".java", "");
        if (name.endsWith("Keys")) {
          classes.add(Class.forName("sparkstack.config." + name));
        }
      }
    }
    return classes;
  }

  @Test
  void everyKeyHasANameOfItsOwnAndAMeaning() {
    assertEquals(StackKeys.ALL.size(), StackKeys.ALL.stream().map(Key::name).distinct().count());
    for (var key : StackKeys.ALL) {
      assertTrue(key.meaning().endsWith("."), key.name());
    }
  }

  /** A second copy of a name could have a typo. */
  @Test
  void onlyADeclarationHasTheNameOfAKey() throws IOException {
    var names = new TreeSet<>(StackKeys.ALL.stream().map(it -> "\"" + it.name() + "\"").toList());
    // These strings are also fields of Kubernetes objects.
    names.removeAll(
        Set.of(
            "\"labels\"",
            "\"namespace\"",
            "\"imagePullPolicy\"",
            "\"imagePullSecrets\"",
            "\"serviceAccount\""));
    var found = new ArrayList<String>();
    try (var files = Files.list(SOURCES)) {
      for (var file : files.filter(it -> !it.toString().endsWith("Keys.java")).toList()) {
        STRING
            .matcher(Files.readString(file))
            .results()
            .map(it -> it.group())
            .filter(names::contains)
            .forEach(it -> found.add(file.getFileName() + ": " + it));
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void aKeyThatIsNotDeclaredCannotBeRead() {
    var values =
        ConfigValues.of(new StackConfig(Map.of(), Set.of()), "spark", List.of(APPLICATIONS));
    Assertions.assertThrows(IllegalArgumentException.class, () -> values.get(MAX_CORES));
  }

  @Test
  void theProjectsDefaultsAreTheProgramsDefaults(@TempDir Path folder) throws IOException {
    Map<String, Object> project = new Yaml().load(Files.readString(PulumiYaml.FILE));
    var defaults = new HashMap<String, Object>();
    Manifest.object(project.get("config"))
        .forEach((key, declared) -> defaults.put(key, Manifest.object(declared).get("default")));

    var withDefaults = Recording.of(ProjectFolder.in(folder), defaults);

    assertEquals(Recording.of(new ProjectFolder(folder), Map.of()).all(), withDefaults.all());
  }

  @Test
  void keysInMapsAreRead() {
    var applications = read("{\"report\": {\"maxCores\": 4}, \"etl\": {}}").get(APPLICATIONS);
    assertEquals(List.of("report", "etl"), List.copyOf(applications.keySet()));
    assertEquals(Optional.of(4), applications.get("report").get(MAX_CORES));
    assertEquals(Optional.empty(), applications.get("etl").get(MAX_CORES));
  }

  @Test
  void errorsInMapsNameTheWholePath() {
    var values =
        read(
            "{\"report\": {\"maxCores\": 0, \"maxCore\": 1, \"conf\": {\"spark.a\": {}}}, \"Etl\": {}, \"load\": 1}");
    values
        .get(APPLICATIONS)
        .values()
        .forEach(
            application -> {
              application.get(MAX_CORES);
              application.get(CONF);
              application.rejectUnknown();
            });
    var error = Assertions.assertThrows(RunException.class, values::throwIfErrors);
    assertEquals(
        """
        The stack's config is wrong:
          spark:applications.Etl: is not a valid name: it must be %s
          spark:applications.load: "1" must be a map of keys
          spark:applications.report.maxCores: "0" must be a whole number from 1 to 1024
          spark:applications.report.conf.spark.a: "{}" must be a string
          spark:applications.report.maxCore: unknown key; did you mean spark:applications.report.maxCores?"""
            .formatted(KubernetesSyntax.CLUSTER_NAME.allowed()),
        error.getMessage());
  }

  @Test
  void theSchemaHasKeysInMaps() {
    var schema = StackSchema.key(APPLICATIONS);
    var keys = schema.getAsJsonObject("additionalProperties");
    assertAll(
        () -> assertEquals(Set.of("maxCores", "conf"), keys.getAsJsonObject("properties").keySet()),
        () -> assertEquals("false", keys.get("additionalProperties").toString()));
  }

  private static ConfigValues read(String applications) {
    var values = new LinkedHashMap<String, String>();
    values.put("spark:applications", applications);
    return ConfigValues.of(new StackConfig(values, Set.of()), "spark", List.of(APPLICATIONS));
  }
}
