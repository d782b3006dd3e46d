package sparkstack.config;

import com.google.gson.JsonElement;
import java.util.Optional;

/**
 * Finds strings that YAML rewrote before Pulumi passed them on: {@code 1.10} arrives as 1.1.
 *
 * <p>The stack's file tells what the user typed. Without it, a value that looks rewritten counts as
 * rewritten.
 */
record YamlRewriting(ConfigValues values, StackFile file) {
  private static final String VALUE = ".value";

  /**
   * Reports an error if the string at {@code path} is not the one that the user typed.
   *
   * @param arrived as Pulumi passed it on
   * @return whether there is such an error
   */
  boolean isRewritten(String path, JsonElement arrived) {
    var text = arrived.getAsString();
    if (!YamlScalar.mayBeRewritten(text)) {
      return false;
    }
    var isNumber = arrived.getAsJsonPrimitive().isNumber();
    var typed = file.scalar(values.name(path));
    if (typed.isPresent()
        ? typed.get().isRewrittenTo(text)
        : YamlScalar.isRewritten(text, isNumber)) {
      reject(path, text, typed);
      return true;
    }
    return false;
  }

  /** The same for the name of an entry of the map at {@code path}. */
  boolean isRewrittenName(String path, String name) {
    if (!YamlScalar.mayBeRewritten(name)) {
      return false;
    }
    var typed = file.key(values.name(path), name);
    if (typed.isPresent() ? typed.get().isRewrittenTo(name) : YamlScalar.isRewritten(name, false)) {
      reject(path + "." + name, name, typed);
      return true;
    }
    return false;
  }

  private void reject(String path, String arrived, Optional<YamlScalar> typed) {
    var kind = YamlScalar.kindOf(arrived);
    var isSecret = isSecret(path, arrived);
    values.reject(
        path,
        typed
            .map(YamlScalar::text)
            .filter(it -> !isSecret)
            .map(
                it ->
                    "%s arrives as \"%s\", because YAML reads it as a %s: write \"%s\" with its quotes in %s"
                        .formatted(it, arrived, kind, it, file.name()))
            .orElse(
                "YAML made \"%s\" from a %s: put the string that you typed into quotes in %s"
                    .formatted(values.shown(path, arrived), kind, file.name())));
  }

  /** The name of an environment variable tells whether its value is a secret. */
  private boolean isSecret(String path, String value) {
    var variable =
        path.endsWith(VALUE)
            ? file.scalar(values.name(path.substring(0, path.length() - VALUE.length()) + ".name"))
            : Optional.<YamlScalar>empty();
    return variable
        .map(it -> Secrets.isOneInEnvironment(it.text(), value))
        .orElseGet(() -> values.hides(path, value));
  }
}
