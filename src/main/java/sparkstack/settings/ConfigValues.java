package sparkstack.settings;

import com.pulumi.Config;
import com.pulumi.core.TypeShape;
import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The values of a config, and all that is wrong with them.
 *
 * <p>A wrong value is noted and its default returned in its place, so that the next ones can be
 * looked at; {@link #throwIfWrong} then ends the program before anyone uses it.
 */
final class ConfigValues {
  private final Config config;
  private final List<String> errors = new ArrayList<>();

  ConfigValues(Config config) {
    this.config = config;
  }

  /** The value of {@code key}, or that of {@code defaultText}; null if that one is wrong, too. */
  <T> T required(String key, String defaultText, Syntax<T> syntax) {
    var text = text(key).orElse(defaultText);
    var value = syntax.parse().apply(text);
    if (value.isEmpty()) {
      reject(key, text, syntax.allowed());
    }
    return value.or(() -> syntax.parse().apply(defaultText)).orElse(null);
  }

  /** The value of {@code key}; empty if it is not set or wrong. */
  <T> Optional<T> optional(String key, Syntax<T> syntax) {
    var text = text(key);
    var value = text.flatMap(syntax.parse());
    if (text.isPresent() && value.isEmpty()) {
      reject(key, text.get(), syntax.allowed());
    }
    return value;
  }

  /** The texts in the list {@code key}, or {@code defaults}. */
  List<String> list(String key, List<String> defaults, Syntax<String> syntax) {
    var values = list(key, defaults);
    for (var value : values) {
      if (syntax.parse().apply(value).isEmpty()) {
        reject(key, value, syntax.allowed());
      }
    }
    return values;
  }

  /** As above, with any text allowed. */
  List<String> list(String key, List<String> defaults) {
    try {
      var texts = config.getObject(key, TypeShape.list(String.class)).orElse(defaults);
      if (texts.stream().allMatch(Objects::nonNull)) {
        return List.copyOf(texts);
      }
    } catch (RunException notAList) {
      // Falls through to the same message: Pulumi's own names neither what is allowed nor the
      // others.
    }
    reject(key, config.get(key).orElse(""), "a list of texts, such as [\"first\", \"second\"]");
    return defaults;
  }

  /**
   * Notes that a value is wrong.
   *
   * @param allowed what is allowed instead, to be read after "must be"
   */
  void reject(String key, String value, String allowed) {
    errors.add("%s: \"%s\" must be %s".formatted(name(key), value, allowed));
  }

  /** Notes it if only one of two keys is set. */
  void requireTogether(String one, String other) {
    if (text(one).isPresent() != text(other).isPresent()) {
      var set = text(one).isPresent() ? one : other;
      var unset = text(one).isPresent() ? other : one;
      errors.add("%s: \"\" must be set together with %s".formatted(name(unset), name(set)));
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

  /** Empty is "not set": Pulumi.yaml has no other way to declare a key that may be left out. */
  private Optional<String> text(String key) {
    return config.get(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** The key as a user types it. */
  private String name(String key) {
    return config.getName() + ":" + key;
  }
}
