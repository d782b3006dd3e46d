package sparkstack.config;

import java.util.Optional;

/**
 * Checks that no secret stands in the config in plain text, from where it would get into the
 * stack's state and into objects of Kubernetes.
 *
 * <p>Names in {@code notSecret} are the user's answer to a wrong alarm.
 */
record SecretChecks(ConfigValues values) {
  /**
   * Of an argument of the application.
   *
   * @param previous argument; empty for the first
   * @param pod key of the driver's pod
   */
  void checkArgument(String path, String previous, String argument, Key<?> pod) {
    var name = Secrets.nameInArgument(previous, argument).filter(this::isSecret);
    if (name.isPresent() || hasLoginOrForm(argument)) {
      values.reject(
          path,
          "must not have a secret in plain text%s: have the application read a variable, set in %s.env from a secretKeyRef%s"
              .formatted(
                  name.map(" (%s)"::formatted).orElse(""), values.name(pod), otherwise(name)));
    }
  }

  /**
   * Of a text with a name of its own: a property or a variable.
   *
   * @param isOne whether the name and the value are those of a secret
   * @param instead what to do if it is one
   * @param option of a JVM in the text that is a secret
   * @param pod key of the pod, as a user types it
   */
  void check(
      String path,
      String name,
      String text,
      boolean isOne,
      String instead,
      Optional<String> option,
      String pod) {
    if (!isSecret(name)) {
      return;
    }
    var inner = Secrets.nameIn(text).filter(this::isSecret);
    var secretOption = option.filter(it -> isSecret(it.substring("-D".length())));
    if (isOne) {
      values.reject(path, "must not be plain text: " + instead);
    } else if (Secrets.isUrlWithLogin(text)) {
      values.reject(
          path, "must not have a user's name or password in its URL, in plain text: " + instead);
    } else if (secretOption.isPresent()) {
      values.reject(path, Secrets.insteadOf(secretOption.get(), pod));
    } else if (inner.isPresent() && option.isEmpty() || Secrets.hasForm(text)) {
      values.reject(
          path,
          "must not have a secret in plain text%s: %s%s"
              .formatted(inner.map(" (%s)"::formatted).orElse(""), instead, otherwise(inner)));
    }
  }

  private static boolean hasLoginOrForm(String text) {
    return Secrets.isUrlWithLogin(text) || Secrets.hasForm(text);
  }

  private String otherwise(Optional<String> name) {
    return name.map(
            it ->
                "; if it is none, add %s to %s".formatted(it, values.name(ClusterKeys.NOT_SECRET)))
        .orElse("");
  }

  private boolean isSecret(String name) {
    return !values.rawList(ClusterKeys.NOT_SECRET).stream()
        .map(SecretChecks::withoutDashes)
        .anyMatch(withoutDashes(name)::equals);
  }

  /** A user may write an argument's name with them, or without. */
  static String withoutDashes(String name) {
    return name.replaceFirst("^-{1,2}", "");
  }
}
