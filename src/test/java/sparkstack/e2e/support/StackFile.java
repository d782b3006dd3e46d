package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import sparkstack.Manifest;

/**
 * The config of a stack file, {@code Pulumi.NAME.yaml}.
 *
 * @param config config without keys of the secrets provider, such as {@code encryptionsalt}
 * @param secretPaths paths of the secrets, in the syntax of {@code pulumi config set --path}
 */
public record StackFile(Map<String, Object> config, List<String> secretPaths) {
  /** Replaces every secret. Its length and characters are valid for every key. */
  static final String SECRET = "0123456789abcdef".repeat(4);

  private static final Pattern NAME = Pattern.compile("Pulumi\\.([^.]+)\\.yaml");

  /** The names of the stacks that have a file in {@code folder}. */
  public static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(matcher -> matcher.matches())
          .map(matcher -> matcher.group(1))
          .sorted()
          .toList();
    }
  }

  /** Reads a stack file, and replaces each encrypted value with {@link #SECRET}. */
  public static StackFile read(Path folder, String stack) throws IOException {
    var content = TestProject.readYaml(folder.resolve("Pulumi." + stack + ".yaml"));
    var config = new TreeMap<>(Manifest.object(content.getOrDefault("config", Map.of())));
    var secrets = new ArrayList<String>();
    config.replaceAll((key, value) -> withoutSecrets(key, value, secrets));
    return new StackFile(config, secrets);
  }

  private static Object withoutSecrets(String path, Object value, List<String> secrets) {
    if (isSecret(value)) {
      secrets.add(path);
      return SECRET;
    } else if (value instanceof Map<?, ?>) {
      var object = new TreeMap<>(Manifest.object(value));
      object.replaceAll(
          (key, field) -> withoutSecrets("%s[\"%s\"]".formatted(path, key), field, secrets));
      return object;
    } else if (value instanceof List<?> list) {
      var elements = new ArrayList<Object>();
      list.forEach(
          element ->
              elements.add(
                  withoutSecrets("%s[%d]".formatted(path, elements.size()), element, secrets)));
      return elements;
    }
    return value;
  }

  private static boolean isSecret(Object value) {
    return value instanceof Map<?, ?> map && map.size() == 1 && map.get("secure") instanceof String;
  }
}
