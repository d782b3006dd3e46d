package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import sparkstack.settings.Secret;

/**
 * Reads the values of a config's keys.
 *
 * <p>An error in a value is reported to {@link Findings}, and the key's default takes the value's
 * place, so that the program finds the errors of all keys. {@link #throwIfErrors} ends the program
 * before anyone uses such a default.
 */
final class ConfigValues extends ConfigReport {
  private final List<Key<?>> keys;
  private final StackFile file;

  private ConfigValues(ConfigSection config, List<Key<?>> keys, StackFile file, Findings findings) {
    super(config, findings);
    this.keys = keys;
    this.file = file;
  }

  /**
   * The values of a project's keys.
   *
   * @param keys that the program may read
   */
  static ConfigValues of(StackConfig config, String project, List<Key<?>> keys) {
    return new ConfigValues(
        ConfigSection.of(config, project),
        keys,
        new StackFile(config.file(), config.values().keySet(), project),
        new Findings());
  }

  /** The values of another namespace's keys. Their errors are reported with these. */
  ConfigValues beside(ConfigSection other, List<Key<?>> otherKeys) {
    return new ConfigValues(other, otherKeys, file, findings);
  }

  /** The value of {@code key}; its default if the key is not set or its value is wrong. */
  <T> T get(Key<T> key) {
    prepare(key);
    return key.form().read(this, key);
  }

  /**
   * The elements of the list {@code key}.
   *
   * @param check receives each valid element that is set, with its path
   */
  <T> List<T> get(Key<List<T>> key, BiConsumer<String, T> check) {
    prepare(key);
    if (!(key.form() instanceof Form.ListOf<T> list)) {
      throw new IllegalArgumentException(key + " is not a list");
    }
    return list.read(this, key, check);
  }

  /** Before a key is read: it must be declared, and encrypted only if its value stays a secret. */
  private void prepare(Key<?> key) {
    if (Section.find(keys, key.name()).isEmpty()) {
      throw new IllegalArgumentException("Undeclared key " + name(key));
    }
    // Pulumi does not tell which keys in a map are encrypted.
    if (!config.isMap() && !key.mayBeEncrypted()) {
      rejectEncrypted(key, key.mayHoldSecrets() ? Secrets.insteadOfEncryption(this) : "");
    }
  }

  // ---- For the forms of values

  <T> Optional<T> scalar(Key<?> key, Syntax<T> syntax) {
    return text(key.name())
        .filter(text -> !syntax.keepsText() || !isRewritten(key.name(), new JsonPrimitive(text)))
        .flatMap(text -> parse(key.name(), text, syntax));
  }

  Optional<Secret> secret(Key<?> key) {
    var text = text(key.name());
    if (text.isPresent() && !config.isSecret(key.name())) {
      reject(key, "must not be plain text: " + config.secretCommand(key.name()));
    }
    return text.map(Secret::new);
  }

  /** The elements of a list; empty if the key is not set or is not a list. */
  Optional<List<JsonElement>> elements(Key<?> key) {
    var json = json(key);
    if (json.isPresent() && !json.get().isJsonArray()) {
      reject(key, text(key.name()).orElse(""), "a list, such as [first, second]");
      return Optional.empty();
    }
    return json.map(list -> list.getAsJsonArray().asList());
  }

  /** The entries of a map that have valid names. */
  Map<String, JsonElement> entries(Key<?> key, Syntax<String> names) {
    var valid = new LinkedHashMap<String, JsonElement>();
    object(key)
        .orElseGet(JsonObject::new)
        .asMap()
        .forEach(
            (name, element) -> {
              if (rewriting().isRewrittenName(key.name(), name)) {
                return;
              }
              if (names.read(name).isEmpty()) {
                reject(key.entry(name), "is not a valid name: it must be " + names.insteadOf(name));
              } else {
                valid.put(name, element);
              }
            });
    return valid;
  }

  /** The value of a map; empty if the key is not set or is not a map. */
  Optional<JsonObject> object(Key<?> key) {
    var json = json(key);
    if (json.isPresent() && !json.get().isJsonObject()) {
      reject(key, text(key.name()).orElse(""), "a map, such as {name: value}");
      return Optional.empty();
    }
    return json.map(JsonElement::getAsJsonObject);
  }

  /** The keys in the map {@code key}, which must be set. */
  ConfigValues group(Key<?> key, List<Key<?>> inner) {
    if (!isSet(key)) {
      reject(key, "must be set to a map of keys; {} leaves all at their defaults");
    }
    var map = object(key).orElseGet(JsonObject::new);
    return new ConfigValues(config.in(key.name(), map), inner, file, findings);
  }

  /** The keys in one of the maps in the map {@code key}; empty if it is not a map. */
  Optional<ConfigValues> group(Key<?> key, String name, JsonElement value, List<Key<?>> inner) {
    if (!value.isJsonObject()) {
      reject(key.entry(name), value.toString(), "a map of keys");
      return Optional.empty();
    }
    var entry = new JsonObject();
    entry.add(name, value);
    var section = config.in(key.name(), entry).in(name, value.getAsJsonObject());
    return Optional.of(new ConfigValues(section, inner, file, findings));
  }

  private Optional<JsonElement> json(Key<?> key) {
    var json = text(key.name()).map(ConfigSection::json);
    if (json.filter(ConfigSection::isDeep).isPresent()) {
      reject(
          key,
          text(key.name()).orElse(""),
          "nested at most %d levels deep".formatted(ConfigSection.MOST_LEVELS));
      return Optional.empty();
    }
    return json;
  }

  /** The value of a part; empty, and an error, if it is wrong. */
  <T> Optional<T> parse(String path, JsonElement element, Syntax<T> syntax) {
    if (element.isJsonPrimitive()) {
      if (syntax.keepsText() && isRewritten(path, element)) {
        return Optional.empty();
      }
      return parse(path, element.getAsString(), syntax);
    }
    reject(path, element.toString(), syntax.allowed());
    return Optional.empty();
  }

  private <T> Optional<T> parse(String path, String text, Syntax<T> syntax) {
    var value = syntax.read(text);
    if (value.isEmpty()) {
      reject(path, text, syntax.insteadOf(text));
    }
    return value;
  }

  // ---- For checks of values

  /** Whether the list {@code key} is set and empty. */
  boolean isEmptyList(Key<?> key) {
    return json(key)
        .filter(JsonElement::isJsonArray)
        .map(list -> list.getAsJsonArray().isEmpty())
        .orElse(false);
  }

  /** The map {@code key} without any check; empty if it is not a map. */
  JsonObject rawObject(Key<?> key) {
    return text(key.name())
        .map(ConfigSection::json)
        .filter(JsonElement::isJsonObject)
        .filter(it -> !ConfigSection.isDeep(it))
        .map(JsonElement::getAsJsonObject)
        .orElseGet(JsonObject::new);
  }

  /** The strings in the list {@code key} without any check. */
  List<String> rawList(Key<?> key) {
    return text(key.name())
        .map(ConfigSection::json)
        .filter(JsonElement::isJsonArray)
        .map(list -> list.getAsJsonArray().asList())
        .orElse(List.of())
        .stream()
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .toList();
  }

  /** Checks a part of a value, unless it has an error already. */
  void check(String path, JsonElement part, Syntax<?> syntax) {
    if (areRight(path)) {
      parse(path, part, syntax);
    }
  }

  /** See {@link YamlRewriting#isRewritten}. */
  boolean isRewritten(String path, JsonElement arrived) {
    return rewriting().isRewritten(path, arrived);
  }

  private YamlRewriting rewriting() {
    return new YamlRewriting(this, file);
  }

  /** Reports each key that the program does not know. */
  void rejectUnknown(ConfigValues... others) {
    rejectUnknown("unknown key", others);
  }

  /**
   * The same.
   *
   * @param problem with such a key
   * @param others values that the key may belong to
   */
  void rejectUnknown(String problem, ConfigValues... others) {
    var unknown = new TreeSet<>(config.values().keySet());
    var known = keys.stream().map(Key::name).toList();
    unknown.removeAll(known);
    for (var key : unknown) {
      var elsewhere =
          Stream.of(others)
              .filter(it -> Section.find(it.keys, key).isPresent())
              .map(it -> it.name(key));
      var meant = elsewhere.findFirst().or(() -> Nearest.to(key, known).map(this::name));
      reject(key, problem + meant.map(it -> "; did you mean " + it + "?").orElse(""));
    }
  }
}
