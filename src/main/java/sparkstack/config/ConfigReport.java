package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the program reports about the keys of a config, with the names and values that the user
 * typed.
 *
 * <p>It knows no key: each method gets a declared {@link Key}, or the path of a part of its value,
 * such as {@code mirrors[0]}.
 */
abstract sealed class ConfigReport permits ConfigValues {
  /** Messages cut longer values, such as a whole file that took the place of its name. */
  private static final int LONGEST_SHOWN = 120;

  /** Stands in messages for a secret. */
  private static final String HIDDEN = "[secret]";

  /** The keys that the report is about. */
  protected final ConfigSection config;

  /** Shared by the reports of all sections. */
  protected final Findings findings;

  protected ConfigReport(ConfigSection config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  // ---- What the user typed

  /** An empty string is "not set": Pulumi.yaml can declare an optional key in no other way. */
  protected Optional<String> text(String key) {
    return Optional.ofNullable(config.get(key)).map(String::strip).filter(text -> !text.isEmpty());
  }

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

  /** The value of a key, or its default, as the user typed it. */
  String typed(Key<?> key) {
    return text(key.name())
        .map(text -> shown(key.name(), text))
        .orElseGet(() -> key.form().defaultText());
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

  // ---- Errors

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

  /**
   * Reports an error if the key is encrypted, because its value does not stay a secret.
   *
   * @param instead what to do with a secret in the value, to be read before "set it without
   *     --secret"
   */
  void rejectEncrypted(Key<?> key, String instead) {
    if (isSet(key) && config.isSecret(key.name())) {
      reject(
          key,
          "must not be encrypted: it would be plain text in state and cluster; %sset it without --secret"
              .formatted(instead));
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

  // ---- Warnings

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
}
