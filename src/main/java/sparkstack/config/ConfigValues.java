package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import sparkstack.settings.Secret;

/**
 * The values of a config, and all that is wrong with them.
 *
 * <p>A wrong value is noted and its default returned in its place, so that the next ones can be
 * looked at; {@link #throwIfWrong} then ends the program before anyone uses it. To read a key is
 * also to declare it: a key of the config that nobody has read is unknown.
 */
final class ConfigValues {
  /** Longer values are cut in messages: a whole file in place of its name, for example. */
  private static final int SHOWN_LENGTH = 120;

  /** The names in the path of a part of a pod are long, but not that long. */
  private static final int LONGEST_PATH = 253;

  /** In place of a secret. */
  private static final String HIDDEN = "[secret]";

  private static final String VALUE = ".value";

  /** More than any part of a pod needs, and far fewer than overflow the stack. */
  private static final int MOST_LEVELS = 32;

  private final ConfigSection config;
  private final StackFile file;
  private final Set<String> errors;
  private final List<String> warnings;

  /** Paths of values that something is wrong with, as a user types them. */
  private final Set<String> wrong;

  private final Map<String, Declared> declared = new LinkedHashMap<>();
  private final Set<String> keptSecret = new HashSet<>();
  private String section = "";

  /** The keys of a project. */
  static ConfigValues of(StackConfig config, String project) {
    return new ConfigValues(
        ConfigSection.of(config, project),
        new StackFile(config.file(), config.values().keySet()),
        new LinkedHashSet<>(),
        new ArrayList<>(),
        new HashSet<>());
  }

  private ConfigValues(
      ConfigSection config,
      StackFile file,
      Set<String> errors,
      List<String> warnings,
      Set<String> wrong) {
    this.config = config;
    this.file = file;
    this.errors = errors;
    this.warnings = warnings;
    this.wrong = wrong;
  }

  /** The keys that are read from here on belong to that part of the stack. */
  void section(String title) {
    section = title;
  }

  /** The value of {@code key}, or that of {@code defaultText} if it is not set or wrong. */
  <T> T required(String key, String defaultText, Syntax<T> syntax) {
    declare(key, syntax.type(), syntax.unit(), defaultText, syntax.allowed(), syntax.example());
    return text(key)
        .flatMap(text -> parseTyped(key, text, syntax))
        .or(() -> syntax.read(defaultText))
        .orElseThrow(() -> new IllegalStateException("The default of " + key + " is wrong"));
  }

  /** The value of {@code key}; empty if it is not set or wrong. */
  <T> Optional<T> optional(String key, Syntax<T> syntax) {
    declare(key, syntax.type(), syntax.unit(), "", syntax.allowed(), syntax.example());
    return text(key).flatMap(text -> parseTyped(key, text, syntax));
  }

  /** As {@link #optional}; but it is kept as a secret, and so may be encrypted. */
  <T> Optional<T> optionalSecret(String key, Syntax<T> syntax) {
    keptSecret.add(key);
    return optional(key, syntax);
  }

  /** A value that must be encrypted in the stack's file. */
  Optional<Secret> secret(String key) {
    keptSecret.add(key);
    declare(key, "secret text", "", "", "set by: " + config.secretCommand(key), "");
    var text = text(key);
    if (text.isPresent() && !config.isSecret(key)) {
      reject(key, "must not be plain text: " + config.secretCommand(key));
    }
    return text.map(Secret::new);
  }

  /** The values in the list {@code key}, or of {@code defaults}. */
  <T> List<T> list(String key, List<String> defaults, Syntax<T> syntax) {
    return list(key, defaults, syntax, (path, value) -> {});
  }

  /**
   * As {@link #list(String, List, Syntax)}.
   *
   * @param check of each value that is set and right, with its path
   */
  <T> List<T> list(
      String key, List<String> defaults, Syntax<T> syntax, BiConsumer<String, T> check) {
    declare(
        key,
        "list",
        syntax.unit(),
        listed(defaults),
        "a list, each " + syntax.allowed(),
        "[%s]".formatted(syntax.example()));
    var values = new ArrayList<T>();
    var elements = elements(key);
    if (elements.isEmpty()) {
      defaults.forEach(text -> syntax.read(text).ifPresent(values::add));
    }
    for (var i = 0; i < elements.orElse(List.of()).size(); i++) {
      var path = "%s[%d]".formatted(key, i);
      var value = parse(path, elements.get().get(i), syntax);
      value.ifPresent(it -> check.accept(path, it));
      value.ifPresent(values::add);
    }
    return List.copyOf(values);
  }

  /** Whether the list {@code key} is set, and has nothing in it. */
  boolean isEmptyList(String key) {
    return json(key)
        .filter(JsonElement::isJsonArray)
        .map(list -> list.getAsJsonArray().isEmpty())
        .orElse(false);
  }

  /** The entries of the map {@code key}, by their names. */
  <T> Map<String, T> map(String key, Syntax<String> names, Syntax<T> syntax) {
    declare(
        key,
        "map",
        "",
        "",
        "a map from %s to %s".formatted(names.allowed(), syntax.allowed()),
        "{%s: %s}".formatted(names.example(), syntax.example()));
    var values = new TreeMap<String, T>();
    object(key)
        .ifPresent(
            entries ->
                entries.entrySet().forEach(entry -> addEntry(key, entry, names, syntax, values)));
    return values;
  }

  private <T> void addEntry(
      String key,
      Map.Entry<String, JsonElement> entry,
      Syntax<String> names,
      Syntax<T> syntax,
      Map<String, T> values) {
    var path = key + "." + entry.getKey();
    if (isRewrittenName(key, entry.getKey())) {
      return;
    }
    if (names.read(entry.getKey()).isEmpty()) {
      reject(path, "is no name here: it must be " + names.insteadOf(entry.getKey()));
      return;
    }
    parse(path, entry.getValue(), syntax).ifPresent(value -> values.put(entry.getKey(), value));
  }

  /** The JSON object {@code key} as it is, empty if it is not set or none. */
  Optional<JsonObject> object(String key, String allowed, String example) {
    declare(key, "map", "", "", allowed, example);
    return object(key);
  }

  /**
   * The settings in the map {@code key}, each as a key of its own.
   *
   * <p>What is wrong with them is noted here too.
   */
  ConfigValues in(String key) {
    if (!isSet(key)) {
      reject(key, "must be set to a map of settings: {} where all have their defaults");
    }
    var map = object(key).orElseGet(JsonObject::new);
    return new ConfigValues(config.in(key, map), file, errors, warnings, wrong);
  }

  /** Another part of the config; what is wrong with it is noted here too. */
  ConfigValues beside(ConfigSection other) {
    return new ConfigValues(other, file, errors, warnings, wrong);
  }

  private Optional<JsonObject> object(String key) {
    var json = json(key);
    if (json.isPresent() && !json.get().isJsonObject()) {
      reject(key, text(key).orElse(""), "a map, such as {name: value}");
      return Optional.empty();
    }
    return json.map(JsonElement::getAsJsonObject);
  }

  /** The map {@code key} as it was typed, without a check; empty if it is none. */
  JsonObject rawObject(String key) {
    return text(key)
        .map(ConfigSection::json)
        .filter(JsonElement::isJsonObject)
        .filter(it -> !isDeep(it))
        .map(JsonElement::getAsJsonObject)
        .orElseGet(JsonObject::new);
  }

  /** The texts in the list {@code key} as they were typed, without a check. */
  List<String> rawList(String key) {
    return text(key)
        .map(ConfigSection::json)
        .filter(JsonElement::isJsonArray)
        .map(list -> list.getAsJsonArray().asList())
        .orElse(List.of())
        .stream()
        .filter(JsonElement::isJsonPrimitive)
        .map(it -> SecretChecks.withoutDashes(it.getAsString()))
        .toList();
  }

  private Optional<List<JsonElement>> elements(String key) {
    var json = json(key);
    if (json.isPresent() && !json.get().isJsonArray()) {
      reject(key, text(key).orElse(""), "a list, such as [first, second]");
      return Optional.empty();
    }
    return json.map(list -> list.getAsJsonArray().asList());
  }

  private Optional<JsonElement> json(String key) {
    var json = text(key).map(ConfigSection::json);
    if (json.filter(ConfigValues::isDeep).isPresent()) {
      reject(key, text(key).orElse(""), "nested at most %d levels deep".formatted(MOST_LEVELS));
      return Optional.empty();
    }
    return json;
  }

  /** Whether a value has too many levels to be looked at. */
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

  private <T> Optional<T> parse(String path, JsonElement element, Syntax<T> syntax) {
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

  private <T> Optional<T> parseTyped(String key, String text, Syntax<T> syntax) {
    return syntax.keepsText() && isRewritten(key, new JsonPrimitive(text))
        ? Optional.empty()
        : parse(key, text, syntax);
  }

  /**
   * Notes a value that is to be a text and is not the one that was typed.
   *
   * @param arrived as Pulumi handed it on
   */
  boolean isRewritten(String path, JsonElement arrived) {
    var text = arrived.getAsString();
    if (!YamlScalar.mayBeRewritten(text)) {
      return false;
    }
    var isNumber = arrived.getAsJsonPrimitive().isNumber();
    var typed = file.scalar(name(path));
    if (typed.isPresent()
        ? typed.get().isRewrittenTo(text)
        : YamlScalar.isRewritten(text, isNumber)) {
      rejectRewritten(path, text, typed);
      return true;
    }
    return false;
  }

  /** The same of the name of an entry. */
  private boolean isRewrittenName(String map, String name) {
    if (!YamlScalar.mayBeRewritten(name)) {
      return false;
    }
    var typed = file.key(name(map), name);
    if (typed.isPresent() ? typed.get().isRewrittenTo(name) : YamlScalar.isRewritten(name, false)) {
      rejectRewritten(map + "." + name, name, typed);
      return true;
    }
    return false;
  }

  private void rejectRewritten(String path, String arrived, Optional<YamlScalar> typed) {
    var kind = YamlScalar.kindOf(arrived);
    var isSecret = hides(path, arrived);
    var what = typed.map(YamlScalar::text).filter(it -> !isSecret);
    reject(
        path,
        what.map(
                it ->
                    "%s arrives as \"%s\", since YAML takes it for a %s: write \"%s\" with its quotes in %s"
                        .formatted(it, arrived, kind, it, file.name()))
            .orElse(
                "\"%s\" is what YAML makes of a %s: put what you typed into quotes in %s"
                    .formatted(shown(path, arrived), kind, file.name())));
  }

  /** Of a variable's value, its name decides. */
  private boolean hides(String path, String value) {
    var variable =
        path.endsWith(VALUE)
            ? file.scalar(name(path.substring(0, path.length() - VALUE.length()) + ".name"))
            : Optional.<YamlScalar>empty();
    return variable
        .map(it -> Secrets.isOneInEnvironment(it.text(), value))
        .orElseGet(() -> shown(path, value).equals(HIDDEN));
  }

  /** Notes it if a part of a value does not fit, of which nothing has been noted. */
  void check(String path, JsonElement part, Syntax<?> syntax) {
    if (areRight(path)) {
      parse(path, part, syntax);
    }
  }

  /** Whether the key is set, be it to something wrong. */
  boolean isSet(String key) {
    return text(key).isPresent();
  }

  /**
   * Whether the key, which has been read, is set to something else than its default: Pulumi passes
   * those of Pulumi.yaml as if they were set.
   */
  boolean isChanged(String key) {
    var defaults = Set.of(declared.get(key).defaultText(), "[]", "{}");
    return text(key).filter(text -> !defaults.contains(text)).isPresent();
  }

  /**
   * Whether nothing is wrong with the values of {@code keys}, so that they can be compared: in
   * place of a wrong one stands its default.
   */
  boolean areRight(String... keys) {
    return Stream.of(keys).map(this::name).noneMatch(wrong::contains);
  }

  /** Whether something is wrong with an element of the list {@code key}. */
  boolean hasWrongPart(String key) {
    return wrong.stream().anyMatch(it -> it.startsWith(name(key) + "["));
  }

  /** The value of a key that has been read, or its default, as it was typed. */
  String typed(String key) {
    return text(key).map(text -> shown(key, text)).orElseGet(() -> declared.get(key).defaultText());
  }

  /**
   * Notes that a value is wrong.
   *
   * @param allowed what is allowed instead, to be read after "must be"
   */
  void reject(String path, String value, String allowed) {
    reject(path, "\"%s\" must be %s".formatted(shown(path, value), allowed));
  }

  /** Notes what is wrong with a key, or a part of its value. */
  void reject(String path, String what) {
    wrong.add(name(path));
    errors.add(line(cut(name(path), LONGEST_PATH) + ": " + what));
  }

  /** Notes that a part of a value is not the user's to set. */
  void rejectManaged(String path) {
    reject(path, "is set by the program: leave it out");
  }

  /** Notes that a key is encrypted whose value does not stay so. */
  void rejectEncrypted(String key) {
    rejectEncrypted(key, "");
  }

  /** As {@link #rejectEncrypted(String)}, of a map whose settings are {@code inner}. */
  void rejectEncrypted(String key, ConfigValues inner) {
    rejectEncrypted(key, inner.kubernetesSecret());
  }

  private void rejectEncrypted(String key, String otherwise) {
    if (isSet(key) && config.isSecret(key)) {
      reject(
          key,
          "must not be encrypted: it would be plain text in state and cluster; %sset it without --secret"
              .formatted(otherwise));
    }
  }

  private String kubernetesSecret() {
    return "put secrets into a Kubernetes Secret, for env of %s or %s to name by valueFrom.secretKeyRef, and "
        .formatted(name("driverPod"), name("workerPod"));
  }

  /** Whether a secret may be a part of the value of such a key. */
  private static boolean mayHoldSecrets(String key) {
    return key.equals("driverArguments") || key.endsWith("Conf") || key.endsWith("Pod");
  }

  /** Notes what is allowed, but not wise. */
  void warn(String path, String what) {
    warnings.add(line(name(path) + ": " + what));
  }

  /** Keys and values may hold anything, but each error is one line. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** What {@link #warn} noted. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What a message may show of a value: nothing of a secret, and not all of a long one. */
  String shown(String path, String value) {
    var key = path.split("[.\\[]")[0];
    if (config.isSecret(key) || Secrets.mayBeIn(path.substring(key.length()), value)) {
      return HIDDEN;
    }
    var line = Secrets.withoutLogins(value.replaceAll("\\s+", " "));
    return cut(line, SHOWN_LENGTH);
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "…" : text;
  }

  /** Notes the keys that are set without the one that they belong to. */
  void requireFor(String one, String... others) {
    for (var other : others) {
      if (isSet(other)) {
        requireTogether(one, other);
      }
    }
  }

  /** Notes that a key is set, to something that is right, which is ignored. */
  void warnWithout(String other, String value, String key) {
    warn(key, "is of no use without %s: %s".formatted(name(other), value));
  }

  /** Notes it if only one of two keys is set. */
  void requireTogether(String one, String other) {
    if (isSet(one) != isSet(other)) {
      var set = isSet(one) ? one : other;
      var unset = isSet(one) ? other : one;
      reject(unset, "must be set together with " + name(set));
    }
  }

  /**
   * Notes every key that has not been read by now.
   *
   * @param others where it may belong
   */
  void rejectUnknown(ConfigValues... others) {
    rejectUnknown("is no key of this program", others);
  }

  /**
   * As {@link #rejectUnknown(ConfigValues...)}.
   *
   * @param what is wrong with such a key
   */
  void rejectUnknown(String what, ConfigValues... others) {
    var unknown = new TreeSet<>(config.values().keySet());
    unknown.removeAll(declared.keySet());
    for (var key : unknown) {
      var elsewhere =
          Stream.of(others).filter(it -> it.declared.containsKey(key)).map(it -> it.name(key));
      var meant =
          elsewhere.findFirst().or(() -> Nearest.to(key, declared.keySet()).map(this::name));
      reject(key, what + meant.map(it -> "; did you mean " + it + "?").orElse(""));
    }
  }

  /**
   * Ends the program if anything is wrong.
   *
   * @throws RunException with one line for each error
   */
  void throwIfWrong() {
    if (!errors.isEmpty()) {
      throw new RunException("The stack's config is wrong:\n  " + String.join("\n  ", errors));
    }
  }

  /** Every key that was read, in that order. */
  List<Declared> declared() {
    return List.copyOf(declared.values());
  }

  private void declare(
      String key, String type, String unit, String defaultText, String allowed, String example) {
    // Of the keys in a map it is not known which are encrypted.
    if (!config.isMap() && !keptSecret.contains(key)) {
      rejectEncrypted(key, mayHoldSecrets(key) ? kubernetesSecret() : "");
    }
    declared.put(key, new Declared(section, key, type, unit, defaultText, allowed, example));
  }

  private static String listed(List<String> texts) {
    return texts.isEmpty() ? "" : "[" + String.join(", ", texts) + "]";
  }

  /** Empty is "not set": Pulumi.yaml has no other way to declare a key that may be left out. */
  private Optional<String> text(String key) {
    return Optional.ofNullable(config.get(key)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** The key as a user types it. */
  String name(String key) {
    return config.name(key);
  }
}
