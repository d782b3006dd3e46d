package sparkstack.settings;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The config of a stack, as Pulumi hands it to the program.
 *
 * @param values each value by its whole key, such as {@code spark:workerReplicas}; what is not a
 *     text is JSON
 * @param secretKeys whole keys whose values are encrypted in the stack's file
 */
public record StackConfig(Map<String, String> values, Set<String> secretKeys) {
  /** Namespace of the keys: the project's name in Pulumi.yaml. */
  static final String NAMESPACE = "spark";

  private static final String VALUES = "PULUMI_CONFIG";
  private static final String SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";

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
    return new StackConfig(values, secretKeys);
  }

  /** The keys of this program, without their namespace. */
  Set<String> keys() {
    return values.keySet().stream()
        .filter(key -> key.startsWith(NAMESPACE + ":"))
        .map(key -> key.substring(NAMESPACE.length() + 1))
        .collect(Collectors.toSet());
  }

  /** The value of a key without its namespace; null if it is not set. */
  String get(String key) {
    return values.get(name(key));
  }

  boolean isSecret(String key) {
    return secretKeys.contains(name(key));
  }

  /** The key as a user types it. */
  static String name(String key) {
    return NAMESPACE + ":" + key;
  }
}
