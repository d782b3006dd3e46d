package sparkstack.settings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.pulumi.exceptions.RunException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

/** No config, however odd, ends the program but by the message that says what is wrong. */
class AnyConfigTest {
  private static final List<String> KEYS =
      SettingsReader.declared().stream().map(Declared::key).toList();

  /** The same tries each time: a build fails for what it changes. Without it, they are others. */
  private static final String SEED = "4300";

  /** What has meant something to someone, here or in YAML. */
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "0",
          "1",
          "-1",
          "4",
          "1e9",
          "99999999999999999999",
          "true",
          "null",
          "512m",
          "1g",
          "9999999999t",
          "10Gi",
          "{",
          "[",
          "[]",
          "{}",
          "[[]]",
          "spark",
          "local:///a.jar",
          "a/b.jar",
          "a.b.C",
          "NodePort",
          "2.4.8",
          "3.5.9",
          "4.3.0",
          "%s %d",
          "$(POD_IP)",
          "registry.example.com/spark:latest",
          "\u0000",
          "ünïcödé \uD83D\uDE80");

  @Property(tries = 2000, seed = SEED)
  void isReadOrRefused(@ForAll("configs") Map<String, String> config) {
    try {
      SettingsReader.read(new StackConfig(config, Set.of()), "dev", Path.of("."));
    } catch (RunException e) {
      assertSaysWhatIsWrong(e.getMessage());
    }
  }

  /** Whatever is read without complaint makes resources without one. */
  @Property(tries = 300, seed = SEED)
  void ofRightValuesMakesResources(@ForAll("plausible") Map<String, Object> config) {
    var error = Recording.errorOf(new ProjectFolder(Path.of(".")), "dev", config);
    if (!error.isEmpty()) {
      assertSaysWhatIsWrong(error);
    }
  }

  private static void assertSaysWhatIsWrong(String message) {
    var lines = message.lines().toList();
    assertTrue(lines.get(0).equals("The stack's config is wrong:"), message);
    assertTrue(lines.size() > 1, message);
    for (var line : lines.subList(1, lines.size())) {
      assertTrue(line.startsWith("  spark:"), message);
    }
  }

  @Provide
  Arbitrary<Map<String, String>> configs() {
    var known = Arbitraries.of(KEYS);
    var unknown = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    var keys = Arbitraries.frequencyOf(Tuple.of(9, known), Tuple.of(1, unknown));
    return Arbitraries.maps(keys.map(key -> "spark:" + key), values()).ofMaxSize(12);
  }

  /** Texts, and what a stack's file may hold in their place, as Pulumi passes it on. */
  private static Arbitrary<String> values() {
    var texts =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS),
            Arbitraries.strings().ofMaxLength(20),
            Arbitraries.strings().ascii().ofMaxLength(20));
    return Arbitraries.oneOf(texts, json(2).map(new Gson()::toJson));
  }

  private static Arbitrary<Object> json(int depth) {
    var leaf =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS).asGeneric(),
            Arbitraries.integers().asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.just((Object) null));
    if (depth == 0) {
      return leaf;
    }
    var names =
        Arbitraries.of(
            "tolerations",
            "affinity",
            "labels",
            "env",
            "volumes",
            "name",
            "value",
            "spark.a",
            "root",
            "x");
    return Arbitraries.oneOf(
        leaf,
        json(depth - 1).list().ofMaxSize(3).asGeneric(),
        Arbitraries.maps(names, json(depth - 1)).ofMaxSize(3).asGeneric());
  }

  /** Mostly right ones: by their keys, the examples of the reference among others. */
  @Provide
  Arbitrary<Map<String, Object>> plausible() {
    var entries =
        Arbitraries.of(SettingsReader.declared())
            .flatMap(
                setting ->
                    Arbitraries.of(example(setting), setting.defaultText())
                        .map(value -> Map.entry(setting.key(), value)));
    return entries.list().ofMaxSize(10).map(AnyConfigTest::together);
  }

  private static Object example(Declared setting) {
    return switch (setting.type()) {
      case "list" -> List.of(setting.example().replaceAll("[\\[\\]]", ""));
      case "map" -> Map.of();
      case "secret text" -> "secret s3cret";
      default -> setting.example();
    };
  }

  private static Map<String, Object> together(List<Map.Entry<String, Object>> entries) {
    var config = new TreeMap<String, Object>();
    entries.forEach(entry -> config.put(entry.getKey(), entry.getValue()));
    return config;
  }
}
