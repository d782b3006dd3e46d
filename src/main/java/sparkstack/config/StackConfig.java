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
 * The config of a stack, as Pulumi passes it to the program.
 *
 * @param values the values by their whole keys, such as {@code spark:workerReplicas}; a value that
 *     is not a string is JSON
 * @param secretKeys whole keys whose values are encrypted in the stack's file
 * @param file path of the stack's file, which need not exist; empty if it is unknown
 */
public record StackConfig(Map<String, String> values, Set<String> secretKeys, Optional<Path> file) {
  private static final String VALUES = "PULUMI_CONFIG";
  private static final String SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";
  private static final String FOLDER = "PULUMI_ROOT_DIRECTORY";
  private static final String STACK = "PULUMI_STACK";

  /** A config whose file is unknown. */
  public StackConfig(Map<String, String> values, Set<String> secretKeys) {
    this(values, secretKeys, Optional.empty());
  }

  /**
   * Reads the config from the environment variables that Pulumi sets: {@code PULUMI_CONFIG}, {@code
   * PULUMI_CONFIG_SECRET_KEYS}, {@code PULUMI_ROOT_DIRECTORY} and {@code PULUMI_STACK}.
   *
   * <p>Pulumi's class {@code Config} cannot list the keys, so it cannot find unknown keys.
   *
   * @param environment variables by their names; a missing variable counts as empty
   * @throws com.google.gson.JsonParseException if a variable does not contain JSON
   */
  public static StackConfig of(Map<String, String> environment) {
    var gson = new Gson();
    Map<String, String> values =
        gson.fromJson(environment.getOrDefault(VALUES, "{}"), new TypeToken<>() {});
    Set<String> secretKeys =
        gson.fromJson(environment.getOrDefault(SECRET_KEYS, "[]"), new TypeToken<>() {});
    return new StackConfig(values, secretKeys, file(environment));
  }

  /**
   * The file beside Pulumi.yaml. The config comes from another file if Pulumi.yaml sets {@code
   * stackConfigDir} or the user sets {@code --config-file}.
   */
  private static Optional<Path> file(Map<String, String> environment) {
    var stack = environment.get(STACK);
    return Optional.ofNullable(environment.get(FOLDER))
        .filter(folder -> stack != null)
        .map(folder -> Path.of(folder, "Pulumi.%s.yaml".formatted(stack)));
  }

  /**
   * This config with values that the program sets. They replace the user's values.
   *
   * <p>If the value of {@code key} is not a map, this method returns the config unchanged, and
   * {@link ClustersReader#read} reports the error.
   *
   * @param key whole key of a map, such as {@code two-clusters:etl}; its other entries stay
   * @param settings strings, numbers, booleans, and lists and maps of these, by the names of the
   *     entries, as the user would type them
   */
  public StackConfig with(String key, Map<String, ?> settings) {
    var map = values.containsKey(key) ? ConfigSection.json(values.get(key)) : new JsonObject();
    if (!map.isJsonObject() || ConfigSection.isDeep(map)) {
      // The reader reports this error together with all others.
      return this;
    }
    var gson = new Gson();
    settings.forEach((name, value) -> map.getAsJsonObject().add(name, gson.toJsonTree(value)));
    var changed = new TreeMap<>(values);
    changed.put(key, map.toString());
    return new StackConfig(changed, secretKeys, file);
  }
}
