package sparkstack.config;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The config of a stack, as Pulumi hands it to the program.
 *
 * @param values each value by its whole key, such as {@code spark:workerReplicas}; what is not a
 *     text is JSON
 * @param secretKeys whole keys whose values are encrypted in the stack's file
 * @param file path of the stack's file, which may not exist; empty if it is not known
 */
public record StackConfig(Map<String, String> values, Set<String> secretKeys, Optional<Path> file) {
  private static final String VALUES = "PULUMI_CONFIG";
  private static final String SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";
  private static final String FOLDER = "PULUMI_ROOT_DIRECTORY";
  private static final String STACK = "PULUMI_STACK";

  /** A config without a file. */
  public StackConfig(Map<String, String> values, Set<String> secretKeys) {
    this(values, secretKeys, Optional.empty());
  }

  /**
   * The config in the environment.
   *
   * <p>Pulumi's own Config answers only for keys that one knows, and so cannot tell of others.
   */
  public static StackConfig of(Map<String, String> environment) {
    var gson = new Gson();
    Map<String, String> values =
        gson.fromJson(environment.getOrDefault(VALUES, "{}"), new TypeToken<>() {});
    Set<String> secretKeys =
        gson.fromJson(environment.getOrDefault(SECRET_KEYS, "[]"), new TypeToken<>() {});
    return new StackConfig(values, secretKeys, file(environment));
  }

  /** Beside Pulumi.yaml, unless that names another folder or the command names another file. */
  private static Optional<Path> file(Map<String, String> environment) {
    var stack = environment.get(STACK);
    return Optional.ofNullable(environment.get(FOLDER))
        .filter(folder -> stack != null)
        .map(folder -> Path.of(folder, "Pulumi.%s.yaml".formatted(stack)));
  }

  /**
   * This config with settings that the program makes itself, in place of the user's own.
   *
   * @param key whole key of a map of settings, such as {@code two-clusters:etl}; its other entries
   *     stay
   * @param settings texts, numbers, booleans, lists and maps of these, as they would be typed
   */
  public StackConfig with(String key, Map<String, ?> settings) {
    var map = values.containsKey(key) ? ConfigSection.json(values.get(key)) : new JsonObject();
    if (!map.isJsonObject() || ConfigValues.isDeep(map)) {
      // Left as it is, to be refused with all else that is wrong.
      return this;
    }
    var gson = new Gson();
    settings.forEach((name, value) -> map.getAsJsonObject().add(name, gson.toJsonTree(value)));
    var changed = new TreeMap<>(values);
    changed.put(key, map.toString());
    return new StackConfig(changed, secretKeys, file);
  }
}
