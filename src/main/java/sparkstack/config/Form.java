package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import sparkstack.settings.Secret;

/**
 * The form of a key's value: a scalar, a list, a map.
 *
 * @param <T> type of the value that the program reads
 */
sealed interface Form<T> {
  /** Reads the value of {@code key}. Reports an error and returns the default if it is wrong. */
  T read(ConfigValues values, Key<T> key);

  /** The type as the reference names it: string, number, boolean, list, map, secret. */
  String type();

  /** The unit of a number or a quantity; empty if there is none. */
  default String unit() {
    return "";
  }

  /** The default as a user would type it; empty if there is none. */
  default String defaultText() {
    return "";
  }

  /** The allowed values, to be read after "must be". */
  String allowed();

  /** A value as a user would type it. */
  String example();

  /** A scalar with a default. */
  static <T> Form<T> required(Syntax<T> syntax, String defaultText) {
    return new Required<>(syntax, defaultText);
  }

  /** A scalar that may be left out. */
  static <T> Form<Optional<T>> optional(Syntax<T> syntax) {
    return new OptionalScalar<>(syntax);
  }

  /** A string that must be encrypted in the stack's file. */
  static Form<Optional<Secret>> secret() {
    return new OfSecret();
  }

  static <T> Form<List<T>> list(Syntax<T> syntax, String... defaults) {
    return new ListOf<>(syntax, List.of(defaults));
  }

  /** A map from names to scalars, empty by default. */
  static <T> Form<Map<String, T>> map(Syntax<String> names, Syntax<T> syntax) {
    return new MapOf<>(names, syntax);
  }

  /**
   * A map whose entries have readers of their own, empty by default.
   *
   * @param fields names of the entries, for editors
   */
  static Form<JsonObject> object(String allowed, String example, Supplier<List<String>> fields) {
    return new AnyObject(allowed, example, fields);
  }

  /**
   * A list of objects that have a reader of their own. An empty list is not the same as none.
   *
   * @param fields names of the fields of each object, for editors
   */
  static Form<Optional<List<JsonElement>>> objects(
      String allowed, String example, List<String> fields) {
    return new Objects(allowed, example, fields);
  }

  /**
   * A map from names to maps of keys, empty by default: {@code applications.NAME.maxCores}.
   *
   * <p>No key has this form yet.
   *
   * @param keys of each map
   */
  static Form<Map<String, ConfigValues>> groups(Syntax<String> names, List<Key<?>> keys) {
    return new Groups(names, keys);
  }

  /** A map of keys, which must be set. */
  static Form<ConfigValues> group(List<Key<?>> keys) {
    return new Group(keys);
  }

  /** A scalar, whose syntax has everything that the reference needs. */
  sealed interface Scalar<T> extends Form<T> {
    Syntax<?> syntax();

    @Override
    default String type() {
      return syntax().type();
    }

    @Override
    default String unit() {
      return syntax().unit();
    }

    @Override
    default String allowed() {
      return syntax().allowed();
    }

    @Override
    default String example() {
      return syntax().example();
    }
  }

  /** See {@link #required}. */
  record Required<T>(Syntax<T> syntax, String defaultText) implements Scalar<T> {
    @Override
    public T read(ConfigValues values, Key<T> key) {
      return values
          .scalar(key, syntax)
          .or(() -> syntax.read(defaultText))
          .orElseThrow(() -> new IllegalStateException("The default of " + key + " is wrong"));
    }
  }

  /** See {@link #optional}. */
  record OptionalScalar<T>(Syntax<T> syntax) implements Scalar<Optional<T>> {
    @Override
    public Optional<T> read(ConfigValues values, Key<Optional<T>> key) {
      return values.scalar(key, syntax);
    }
  }

  /** See {@link #secret}. */
  record OfSecret() implements Form<Optional<Secret>> {
    @Override
    public Optional<Secret> read(ConfigValues values, Key<Optional<Secret>> key) {
      return values.secret(key);
    }

    @Override
    public String type() {
      return "secret";
    }

    @Override
    public String allowed() {
      return "encrypted, by pulumi config set --secret";
    }

    @Override
    public String example() {
      return "";
    }
  }

  /** See {@link #list}. */
  record ListOf<T>(Syntax<T> syntax, List<String> defaults) implements Form<List<T>> {
    @Override
    public List<T> read(ConfigValues values, Key<List<T>> key) {
      return read(values, key, (path, value) -> {});
    }

    /**
     * @param check receives each valid element that is set, with its path
     */
    List<T> read(ConfigValues values, Key<List<T>> key, BiConsumer<String, T> check) {
      var list = new ArrayList<T>();
      var elements = values.elements(key);
      if (elements.isEmpty()) {
        defaults.forEach(text -> syntax.read(text).ifPresent(list::add));
      }
      for (var i = 0; i < elements.orElse(List.of()).size(); i++) {
        var path = key.element(i);
        var value = values.parse(path, elements.get().get(i), syntax);
        value.ifPresent(it -> check.accept(path, it));
        value.ifPresent(list::add);
      }
      return List.copyOf(list);
    }

    @Override
    public String type() {
      return "list";
    }

    @Override
    public String unit() {
      return syntax.unit();
    }

    @Override
    public String defaultText() {
      return defaults.isEmpty() ? "" : "[" + String.join(", ", defaults) + "]";
    }

    @Override
    public String allowed() {
      return "a list, each element " + syntax.allowed();
    }

    @Override
    public String example() {
      return "[%s]".formatted(syntax.example());
    }
  }

  /** See {@link #map}. */
  record MapOf<T>(Syntax<String> names, Syntax<T> syntax) implements Form<Map<String, T>> {
    @Override
    public Map<String, T> read(ConfigValues values, Key<Map<String, T>> key) {
      var map = new TreeMap<String, T>();
      values
          .entries(key, names)
          .forEach(
              (name, element) ->
                  values
                      .parse(key.entry(name), element, syntax)
                      .ifPresent(value -> map.put(name, value)));
      return map;
    }

    @Override
    public String type() {
      return "map";
    }

    @Override
    public String allowed() {
      return "a map from %s to %s".formatted(names.allowed(), syntax.allowed());
    }

    @Override
    public String example() {
      return "{%s: %s}".formatted(names.example(), syntax.example());
    }
  }

  /** See {@link #object}. */
  record AnyObject(String allowed, String example, Supplier<List<String>> fields)
      implements Form<JsonObject> {
    @Override
    public JsonObject read(ConfigValues values, Key<JsonObject> key) {
      return values.object(key).orElseGet(JsonObject::new);
    }

    @Override
    public String type() {
      return "map";
    }
  }

  /** See {@link #objects}. */
  record Objects(String allowed, String example, List<String> fields)
      implements Form<Optional<List<JsonElement>>> {
    @Override
    public Optional<List<JsonElement>> read(
        ConfigValues values, Key<Optional<List<JsonElement>>> key) {
      return values.elements(key);
    }

    @Override
    public String type() {
      return "list";
    }
  }

  /** See {@link #groups}. */
  record Groups(Syntax<String> names, List<Key<?>> keys)
      implements Form<Map<String, ConfigValues>> {
    @Override
    public Map<String, ConfigValues> read(ConfigValues values, Key<Map<String, ConfigValues>> key) {
      var groups = new LinkedHashMap<String, ConfigValues>();
      values
          .entries(key, names)
          .forEach(
              (name, element) ->
                  values
                      .group(key, name, element, keys)
                      .ifPresent(group -> groups.put(name, group)));
      return groups;
    }

    @Override
    public String type() {
      return "map";
    }

    @Override
    public String allowed() {
      return "a map from %s to a map of keys".formatted(names.allowed());
    }

    @Override
    public String example() {
      return "{%s: {}}".formatted(names.example());
    }
  }

  /** See {@link #group}. */
  record Group(List<Key<?>> keys) implements Form<ConfigValues> {
    @Override
    public ConfigValues read(ConfigValues values, Key<ConfigValues> key) {
      return values.group(key, keys);
    }

    @Override
    public String type() {
      return "map";
    }

    @Override
    public String allowed() {
      return "a map of keys";
    }

    @Override
    public String example() {
      return "{}";
    }
  }
}
