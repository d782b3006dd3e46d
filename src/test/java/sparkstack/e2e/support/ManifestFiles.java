package sparkstack.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import sparkstack.Manifest;

/** Kubernetes objects as files that are the same in every run, one for each object. */
public final class ManifestFiles {
  private static final String AUTONAMED = "pulumi.com/autonamed";

  /** Length of the suffix of a generated name. */
  private static final int SUFFIX_LENGTH = "-01234567".length();

  private static final String FIXED_SUFFIX = "-xxxxxxxx";
  private static final String SECRET_ID = "authentication-id";
  private static final String FIXED_SECRET = "not shown";

  private ManifestFiles() {}

  /** Reads the files that the Kubernetes plugin rendered: their normalized content by file name. */
  static SortedMap<String, String> read(Path folder) throws IOException {
    var objects = objects(folder);
    var generatedNames = generatedNames(objects);
    var secretIds = secretIds(objects);
    var files = new TreeMap<String, String>();
    for (var object : objects) {
      hideSecrets(object);
      dropInternalAnnotation(object);
      var text = dump(object);
      for (var generated : generatedNames) {
        text = text.replace(generated, withFixedSuffix(generated));
      }
      for (var id : secretIds) {
        text = text.replace(id, FIXED_SECRET);
      }
      if (files.put(fileName(object), text) != null) {
        throw new IllegalStateException("Two objects have the same file name: " + fileName(object));
      }
    }
    return files;
  }

  /**
   * The file name of an object, without the digest at the end of its name: a new digest shows as a
   * change of the file, not as a removal.
   */
  private static String fileName(Map<String, Object> object) {
    var name = name(object).replaceFirst("-[0-9a-f]{8,}$", "");
    return kind(object).toLowerCase(Locale.ROOT) + "-" + name + ".yaml";
  }

  private static List<Map<String, Object>> objects(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().map(ManifestFiles::object).toList();
    }
  }

  private static Map<String, Object> object(Path file) {
    try {
      return TestProject.readYaml(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String kind(Map<String, Object> object) {
    return (String) object.get("kind");
  }

  static String name(Map<String, Object> object) {
    return (String) metadata(object).get("name");
  }

  public static Map<String, Object> metadata(Map<String, Object> object) {
    return Manifest.object(object.get("metadata"));
  }

  /** The names that Pulumi generated, which differ in every run. */
  private static List<String> generatedNames(List<Map<String, Object>> objects) {
    var names = new ArrayList<String>();
    for (var object : objects) {
      var annotations = metadata(object).get("annotations");
      if (annotations != null && Manifest.object(annotations).containsKey(AUTONAMED)) {
        names.add(name(object));
      }
    }
    return names;
  }

  /** The ids of generated secrets, which differ in every run too. Other objects repeat them. */
  private static List<String> secretIds(List<Map<String, Object>> objects) {
    return objects.stream()
        .map(it -> metadata(it).get("annotations"))
        .filter(Objects::nonNull)
        .map(it -> (String) Manifest.object(it).get(SECRET_ID))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static String withFixedSuffix(String name) {
    return name.substring(0, name.length() - SUFFIX_LENGTH) + FIXED_SUFFIX;
  }

  private static void dropInternalAnnotation(Map<String, Object> object) {
    var annotations = metadata(object).get("annotations");
    if (annotations != null) {
      Manifest.object(annotations).remove(AUTONAMED);
      if (Manifest.object(annotations).isEmpty()) {
        metadata(object).remove("annotations");
      }
    }
  }

  /**
   * Hides secrets: the plugin renders them in plain text, and a generated secret differs each time.
   */
  private static void hideSecrets(Map<String, Object> object) {
    if (kind(object).equals("Secret")) {
      var encoded =
          Base64.getEncoder().encodeToString(FIXED_SECRET.getBytes(StandardCharsets.UTF_8));
      replaceValues(object.get("data"), encoded);
      replaceValues(object.get("stringData"), FIXED_SECRET);
    }
  }

  private static void replaceValues(Object map, String replacement) {
    if (map != null) {
      Manifest.object(map).replaceAll((key, value) -> replacement);
    }
  }

  public static String dump(Map<String, Object> object) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    return new Yaml(new TextInLines(options), options).dump(sorted(object));
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?>) {
      var sorted = new TreeMap<>(Manifest.object(value));
      sorted.replaceAll((key, field) -> sorted(field));
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(ManifestFiles::sorted).toList()
        : value;
  }

  /** Writes a multi-line string, such as a file in a ConfigMap, as a block of lines. */
  private static final class TextInLines extends Representer {
    TextInLines(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String text, DumperOptions.ScalarStyle style) {
      var hasLines = text.contains("\n");
      return super.representScalar(tag, text, hasLines ? DumperOptions.ScalarStyle.LITERAL : style);
    }
  }
}
