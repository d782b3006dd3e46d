package sparkstack.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.core.Either;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodResourceClaimArgs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/**
 * Reads parts of Kubernetes objects that are written as in a manifest, such as a list of
 * tolerations.
 *
 * <p>The builders of Pulumi's own classes define the fields and their types.
 */
public final class KubernetesObjects {
  /** Called for each object that is read, to check more than the types of its fields. */
  public interface Check {
    /**
     * Checks an object.
     *
     * @param type class of its arguments, for example {@code AffinityArgs}
     * @param path path of the object, for errors
     */
    void check(Class<?> type, JsonObject object, String path);

    /**
     * Checks the value of a string field.
     *
     * @param json a string, a number or a boolean
     * @param path path of the value, for errors
     */
    default void checkText(JsonElement json, String path) {}
  }

  /**
   * Fields and their types that Kubernetes has and Pulumi's classes lack, by class: {@code
   * restartPolicy} of a native sidecar (Kubernetes 1.29), and the two fields that moved out of a
   * resource claim's {@code source} (1.31). This class reads them; {@link UntypedObjects} passes
   * them on.
   */
  static final Map<Class<?>, Map<String, Class<?>>> NEWER_FIELDS =
      Map.of(
          ContainerArgs.class,
          Map.of("restartPolicy", String.class),
          PodResourceClaimArgs.class,
          Map.of("resourceClaimName", String.class, "resourceClaimTemplateName", String.class));

  /** The field in the exception of a builder that misses a required field. */
  private static final Pattern QUOTED_FIELD = Pattern.compile("'([a-z]\\w*)'");

  private final BiConsumer<String, String> errors;
  private final BinaryOperator<String> shown;
  private final List<Check> checks;

  /**
   * @param errors receives each error: the path of a field, and the problem
   * @param shown returns what an error may show of a field's value, from the path and the value
   * @param checks called for objects after their fields are read
   */
  public KubernetesObjects(
      BiConsumer<String, String> errors, BinaryOperator<String> shown, Check... checks) {
    this.errors = errors;
    this.shown = shown;
    this.checks = List.of(checks);
  }

  /** Reads objects that were validated before. */
  public static KubernetesObjects checked() {
    return new KubernetesObjects(
        (path, error) -> {
          throw new IllegalStateException(path + " " + error);
        },
        (path, value) -> value);
  }

  /**
   * Reads an object.
   *
   * @param type class of its arguments, for example {@code AffinityArgs}
   * @param path path of the object, for errors
   * @return null if it is invalid
   */
  public <T> T read(Class<T> type, JsonElement json, String path) {
    return type.cast(value(type, json, path));
  }

  /** Reads a list of objects, and skips invalid ones. */
  public <T> List<T> readList(Class<T> type, JsonElement json, String path) {
    var list = new ArrayList<T>();
    for (var value : elements(type, json, path)) {
      list.add(type.cast(value));
    }
    return list;
  }

  /**
   * Sets the fields of a validated object over those of another.
   *
   * @param type class of both
   */
  static <T> T over(T base, Class<T> type, JsonObject json) {
    var builder = builder(type, base);
    checked().setFields(builder, type, json, type.getSimpleName());
    return type.cast(checked().build(builder, json, type.getSimpleName()));
  }

  /** The names of an object's fields. */
  static SortedMap<String, Method> fields(Class<?> type) {
    var fields = new TreeMap<String, Method>();
    for (var method : builder(type).getClass().getMethods()) {
      if (method.getParameterCount() == 1 && method.getParameterTypes()[0] == Output.class) {
        fields.put(method.getName(), method);
      }
    }
    return fields;
  }

  private Object value(Type type, JsonElement json, String path) {
    if (type instanceof ParameterizedType generic) {
      return genericValue(generic, json, path);
    }
    var plain = (Class<?>) type;
    if (plain == String.class && isPrimitive(json)) {
      checks.forEach(check -> check.checkText(json, path));
      return json.getAsString();
    } else if (plain == Boolean.class && isPrimitive(json) && isBoolean(json.getAsString())) {
      return Boolean.valueOf(json.getAsString());
    } else if (plain == Integer.class && isPrimitive(json) && isInteger(json.getAsString())) {
      return Integer.valueOf(json.getAsString());
    } else if (isObject(plain) && json.isJsonObject()) {
      return object(plain, json.getAsJsonObject(), path);
    }
    return reject(path, json, isObject(plain) ? "a map of fields" : nameOf(plain));
  }

  private Object genericValue(ParameterizedType type, JsonElement json, String path) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return elements(arguments[0], json, path);
    } else if (type.getRawType() == Map.class) {
      return entries(arguments[1], json, path);
    } else if (type.getRawType() == Either.class && isPrimitive(json)) {
      return either(arguments, json, path);
    }
    return reject(path, json, "a number or a string");
  }

  /** A port's number or name, in most cases. */
  private Object either(Type[] types, JsonElement json, String path) {
    var isNumber = isInteger(json.getAsString());
    for (var i = 0; i < types.length; i++) {
      if ((types[i] == Integer.class) == isNumber) {
        var value = value(types[i], json, path);
        return i == 0 ? Either.ofLeft(value) : Either.ofRight(value);
      }
    }
    return reject(path, json, "a number or a string");
  }

  private List<Object> elements(Type type, JsonElement json, String path) {
    var values = new ArrayList<>();
    if (!json.isJsonArray()) {
      reject(path, json, "a list");
      return values;
    }
    JsonArray elements = json.getAsJsonArray();
    for (var i = 0; i < elements.size(); i++) {
      var value = value(type, elements.get(i), "%s[%d]".formatted(path, i));
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private Object entries(Type type, JsonElement json, String path) {
    if (!json.isJsonObject()) {
      return reject(path, json, "a map");
    }
    var values = new LinkedHashMap<String, Object>();
    for (var entry : json.getAsJsonObject().entrySet()) {
      var value = value(type, entry.getValue(), path + "." + entry.getKey());
      if (value != null) {
        values.put(entry.getKey(), value);
      }
    }
    return values;
  }

  private Object object(Class<?> type, JsonObject json, String path) {
    var builder = builder(type);
    setFields(builder, type, json, path);
    checks.forEach(check -> check.check(type, json, path));
    return build(builder, json, path);
  }

  private void setFields(Object builder, Class<?> type, JsonObject json, String path) {
    var fields = fields(type);
    var newer = NEWER_FIELDS.getOrDefault(type, Map.of());
    for (var entry : json.entrySet()) {
      var field = fields.get(entry.getKey());
      if (newer.containsKey(entry.getKey())) {
        value(newer.get(entry.getKey()), entry.getValue(), path + "." + entry.getKey());
        continue;
      }
      if (field == null) {
        var names = new TreeSet<>(fields.keySet());
        names.addAll(newer.keySet());
        var known = String.join(", ", names);
        errors.accept(path + "." + entry.getKey(), "is an unknown field; known fields: " + known);
        continue;
      }
      var output = (ParameterizedType) field.getGenericParameterTypes()[0];
      var value =
          value(output.getActualTypeArguments()[0], entry.getValue(), path + "." + entry.getKey());
      if (value != null) {
        invoke(builder, field, Output.of(value));
      }
    }
  }

  /**
   * Builds the object. A builder also throws for a required field whose invalid value was reported
   * already.
   */
  private Object build(Object builder, JsonObject json, String path) {
    try {
      return builder.getClass().getMethod("build").invoke(builder);
    } catch (InvocationTargetException e) {
      var field = QUOTED_FIELD.matcher(e.getCause().getMessage());
      if (!field.find()) {
        throw new IllegalStateException(e);
      }
      if (!json.has(field.group(1))) {
        errors.accept(path + "." + field.group(1), "is required");
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object reject(String path, JsonElement json, String allowed) {
    errors.accept(path, "\"%s\" must be %s".formatted(shown.apply(path, text(json)), allowed));
    return null;
  }

  private static String text(JsonElement json) {
    return json.isJsonPrimitive() ? json.getAsString() : json.toString();
  }

  private static Object builder(Class<?> type) {
    try {
      return type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a class of arguments", e);
    }
  }

  private static Object builder(Class<?> type, Object base) {
    try {
      return type.getMethod("builder", type).invoke(null, base);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a class of arguments", e);
    }
  }

  private static void invoke(Object builder, Method field, Object value) {
    try {
      field.invoke(builder, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isObject(Class<?> type) {
    return Arrays.stream(type.getMethods()).anyMatch(method -> method.getName().equals("builder"));
  }

  private static boolean isPrimitive(JsonElement json) {
    return json.isJsonPrimitive();
  }

  private static boolean isBoolean(String text) {
    return text.equals("true") || text.equals("false");
  }

  static boolean isInteger(String text) {
    return text.matches("-?[0-9]{1,10}") && Long.parseLong(text) == (int) Long.parseLong(text);
  }

  private static String nameOf(Class<?> type) {
    if (type == Boolean.class) {
      return "true or false";
    }
    return type == Integer.class ? "a whole number" : "a string";
  }
}
