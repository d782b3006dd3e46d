package sparkstack.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.core.Either;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes objects as maps, in place of Pulumi's classes, with the fields that those classes lack
 * ({@link KubernetesObjects#NEWER_FIELDS}).
 *
 * <p>Pulumi sends a map in the same way as an object of a class. {@link KubernetesObjects} has
 * validated the JSON before.
 */
final class UntypedObjects {
  private UntypedObjects() {}

  /**
   * The fields of an object, with values of the types in its class. For a string field, the number
   * 1 becomes the string "1".
   */
  static Map<String, Object> object(Class<?> type, JsonObject json) {
    var fields = KubernetesObjects.fields(type);
    var newer = KubernetesObjects.NEWER_FIELDS.getOrDefault(type, Map.of());
    var object = new LinkedHashMap<String, Object>();
    for (var entry : json.entrySet()) {
      var name = entry.getKey();
      var fieldType =
          newer.containsKey(name)
              ? newer.get(name)
              : argument(fields.get(name).getGenericParameterTypes()[0], 0);
      object.put(name, value(fieldType, entry.getValue()));
    }
    return object;
  }

  /**
   * The same for each object of a list.
   *
   * @return maps; the type parameter satisfies Pulumi's builders
   */
  @SuppressWarnings("unchecked")
  static <T> List<T> list(Class<T> type, List<Map<String, Object>> objects) {
    return (List<T>) (List<?>) objects;
  }

  private static Object value(Type type, JsonElement json) {
    if (type instanceof ParameterizedType generic) {
      return genericValue(generic, json);
    }
    var plain = (Class<?>) type;
    if (plain == Boolean.class) {
      return Boolean.valueOf(json.getAsString());
    } else if (plain == Integer.class) {
      return Integer.valueOf(json.getAsString());
    }
    return KubernetesObjects.isObject(plain)
        ? object(plain, json.getAsJsonObject())
        : json.getAsString();
  }

  private static Object genericValue(ParameterizedType type, JsonElement json) {
    if (type.getRawType() == List.class) {
      return json.getAsJsonArray().asList().stream()
          .map(it -> value(argument(type, 0), it))
          .toList();
    } else if (type.getRawType() == Either.class) {
      var text = json.getAsString();
      return KubernetesObjects.isInteger(text) ? Integer.valueOf(text) : text;
    }
    var map = new LinkedHashMap<String, Object>();
    json.getAsJsonObject()
        .asMap()
        .forEach((name, it) -> map.put(name, value(argument(type, 1), it)));
    return map;
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }
}
