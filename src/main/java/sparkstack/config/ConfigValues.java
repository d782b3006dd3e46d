package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sparkstack.settings.Secret;

/**
 * The values of a config's keys. It knows no key: each method gets a declared {@link Key}, or the
 * path of a part of its value, such as {@code mirrors[0]}.
 *
 * <p>An error in a value is reported to {@link Findings}, and the key's default takes the value's
 * place, so that the program finds the errors of all keys. {@link #throwIfErrors} ends the program
 * before anyone uses such a default.
 */
final class ConfigValues {
  /** Messages cut longer values, such as a whole file that took the place of its name. */
  private static final int LONGEST_SHOWN = 120;

  /** Stands in messages for a secret. */
  private static final String HIDDEN = "[secret]";

  /** More levels than any pod needs, and far fewer than overflow the stack. */
  private static final int MOST_LEVELS = 32;

  private final ConfigSection config;
  private final List<Key<?>> keys;
  private final StackFile file;
  private final Findings findings;

  private ConfigValues(ConfigSection config, List<Key<?>> keys, StackFile file, Findings findings) {
    this.config = config;
    this.keys = keys;
    this.file = file;
    this.findings = findings;
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
      rejectEncrypted(key, () -> key.insteadOfSecret().apply(this));
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
    if (json.filter(ConfigValues::isDeep).isPresent()) {
      reject(
          key, text(key.name()).orElse(""), "nested at most %d levels deep".formatted(MOST_LEVELS));
      return Optional.empty();
    }
    return json;
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

  /** Whether the key is set, to a valid value or not. */
  boolean isSet(Key<?> key) {
    return text(key.name()).isPresent();
  }

  /**
   * Whether the value differs from the key's default. Pulumi passes on the defaults of Pulumi.yaml
   * as if the user had set them.
   */
  boolean isChanged(Key<?> key) {
    var defaults = Set.of(key.form().defaultText(), "[]", "{}");
    return text(key.name()).filter(text -> !defaults.contains(text)).isPresent();
  }

  /** Whether the list {@code key} is set and empty. */
  boolean isEmptyList(Key<?> key) {
    return json(key)
        .filter(JsonElement::isJsonArray)
        .map(list -> list.getAsJsonArray().isEmpty())
        .orElse(false);
  }

  /**
   * Whether none of the keys' values has an error. Only then can a check compare them: a default
   * takes the place of a wrong value.
   */
  boolean areRight(Key<?>... others) {
    return Stream.of(others).allMatch(it -> findings.isRight(name(it)));
  }

  /** The same for parts of values. */
  boolean areRight(String... paths) {
    return Stream.of(paths).allMatch(it -> findings.isRight(name(it)));
  }

  /** Whether an element of the list {@code key} has an error. */
  boolean hasWrongElement(Key<?> key) {
    return findings.hasWrongElement(name(key));
  }

  /** The value of a key, or its default, as the user typed it. */
  String typed(Key<?> key) {
    return text(key.name())
        .map(text -> shown(key.name(), text))
        .orElseGet(() -> key.form().defaultText());
  }

  /** The map {@code key} without any check; empty if it is not a map. */
  JsonObject rawObject(Key<?> key) {
    return text(key.name())
        .map(ConfigSection::json)
        .filter(JsonElement::isJsonObject)
        .filter(it -> !isDeep(it))
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

  /** The key as a user types it. */
  String name(Key<?> key) {
    return config.name(key.name());
  }

  /** The path as a user types it. */
  String name(String path) {
    return config.name(path);
  }

  /** The value as a message may show it: without secrets, and cut if it is long. */
  String shown(String path, String value) {
    if (hides(path, value)) {
      return HIDDEN;
    }
    return Findings.cut(Secrets.withoutLogins(value.replaceAll("\\s+", " ")), LONGEST_SHOWN);
  }

  /** Whether no message may show the value. */
  boolean hides(String path, String value) {
    var key = path.split("[.\\[]")[0];
    return config.isSecret(key) || Secrets.mayBeIn(path.substring(key.length()), value);
  }

  // ---- Errors and warnings

  /**
   * Reports a wrong value.
   *
   * @param allowed to be read after "must be"
   */
  void reject(Key<?> key, String value, String allowed) {
    reject(key.name(), value, allowed);
  }

  /** The same for a part of a value. */
  void reject(String path, String value, String allowed) {
    reject(path, "\"%s\" must be %s".formatted(shown(path, value), allowed));
  }

  /** Reports an error about a key. */
  void reject(Key<?> key, String problem) {
    reject(key.name(), problem);
  }

  /** Reports an error about a part of a value. */
  void reject(String path, String problem) {
    findings.error(name(path), problem);
  }

  /** Reports that the program sets a part of a value itself. */
  void rejectManaged(String path) {
    reject(path, "is set by the program: leave it out");
  }

  /** Reports an error if the key is encrypted, because its value does not stay a secret. */
  void rejectEncrypted(Key<?> key, Supplier<String> instead) {
    if (isSet(key) && config.isSecret(key.name())) {
      reject(
          key,
          "must not be encrypted: it would be plain text in state and cluster; %sset it without --secret"
              .formatted(instead.get()));
    }
  }

  /** Reports each of the {@code others} that is set without the key that it belongs to. */
  void requireFor(Key<?> one, Key<?>... others) {
    for (var other : others) {
      if (isSet(other)) {
        requireTogether(one, other);
      }
    }
  }

  /** Reports an error if only one of two keys is set. */
  void requireTogether(Key<?> one, Key<?> other) {
    if (isSet(one) != isSet(other)) {
      var set = isSet(one) ? one : other;
      var unset = isSet(one) ? other : one;
      reject(unset, "must be set together with " + name(set));
    }
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

  /** Reports a value that is allowed, but has no effect or is not wise. */
  void warn(Key<?> key, String problem) {
    warn(key.name(), problem);
  }

  /** The same for a part of a value. */
  void warn(String path, String problem) {
    findings.warning(name(path), problem);
  }

  /** Reports that a key has no effect while another one does not have a value. */
  void warnWithout(Key<?> other, String value, Key<?> key) {
    warn(key, "has no effect without %s: %s".formatted(name(other), value));
  }

  List<String> warnings() {
    return findings.warnings();
  }

  /** See {@link Findings#throwIfErrors}. */
  void throwIfErrors() {
    findings.throwIfErrors();
  }

  /** An empty string is "not set": Pulumi.yaml can declare an optional key in no other way. */
  private Optional<String> text(String key) {
    return Optional.ofNullable(config.get(key)).map(String::strip).filter(text -> !text.isEmpty());
  }
}
