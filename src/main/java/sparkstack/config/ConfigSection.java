package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keys of a stack's config with a common prefix: the keys of a project or the keys in a map.
 *
 * @param prefix as the user types it before a key: {@code spark:} or {@code two-clusters:etl.}
 * @param values by their keys without the prefix; a value that is not a string is JSON
 * @param secretKeys keys without the prefix whose values are encrypted in the stack's file
 */
record ConfigSection(String prefix, Map<String, String> values, Set<String> secretKeys) {
  /** More levels than any pod needs, and far fewer than overflow the stack. */
  static final int MOST_LEVELS = 32;

  /** The keys of a project. */
  static ConfigSection of(StackConfig config, String project) {
    var prefix = project + ":";
    var values = new TreeMap<String, String>();
    config
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                values.put(key.substring(prefix.length()), value);
              }
            });
    var secretKeys = new TreeSet<String>();
    for (var key : config.secretKeys()) {
      if (key.startsWith(prefix)) {
        secretKeys.add(key.substring(prefix.length()));
      }
    }
    return new ConfigSection(prefix, values, secretKeys);
  }

  /**
   * The keys in a map.
   *
   * <p>If the map is encrypted, all keys in it count as secret: Pulumi does not tell which are.
   *
   * @param key of the map
   */
  ConfigSection in(String key, JsonObject map) {
    var inner = new TreeMap<String, String>();
    map.asMap().forEach((name, value) -> inner.put(name, text(value)));
    return new ConfigSection(
        name(key) + ".", inner, secretKeys.contains(key) ? inner.keySet() : Set.of());
  }

  /** The value as Pulumi passes the value of a key. null and an empty string are "not set". */
  private static String text(JsonElement value) {
    if (value.isJsonNull()) {
      return "";
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** The value as JSON; a JSON string if it is not valid JSON. */
  static JsonElement json(String value) {
    try {
      return JsonParser.parseString(value);
    } catch (JsonParseException notStructured) {
      return new JsonPrimitive(value);
    }
  }

  /** Whether a value has too many levels to be read. */
  static boolean isDeep(JsonElement json) {
    return hasLevels(json, MOST_LEVELS + 1);
  }

  private static boolean hasLevels(JsonElement json, int levels) {
    if (levels == 0) {
      return true;
    }
    var inner =
        json.isJsonObject()
            ? json.getAsJsonObject().asMap().values()
            : json.isJsonArray() ? json.getAsJsonArray().asList() : List.<JsonElement>of();
    return inner.stream().anyMatch(it -> hasLevels(it, levels - 1));
  }

  /** The value of a key; null if it is not set. */
  String get(String key) {
    return values.get(key);
  }

  boolean isSecret(String key) {
    return secretKeys.contains(key);
  }

  /** The key as the user types it. */
  String name(String key) {
    return prefix + key;
  }

  /** The command that encrypts the value of a key. */
  String secretCommand(String key) {
    return "pulumi config set --secret %s%s".formatted(isMap() ? "--path " : "", name(key));
  }

  /** Whether these are the keys in a map. */
  boolean isMap() {
    return prefix.endsWith(".");
  }
}
