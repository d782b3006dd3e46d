package sparkstack.config;

import java.util.Optional;

/**
 * Checks that the config contains no secret in plain text, because the stack's state and the
 * Kubernetes objects would contain it too.
 *
 * <p>The user can list names in {@code notSecret} to avoid a false alarm.
 */
record SecretChecks(ConfigValues values) {
  /**
   * Checks an argument of the application.
   *
   * @param previous argument; empty for the first
   * @param pod key of the driver's pods
   */
  void checkArgument(String path, String previous, String argument, Key<?> pod) {
    var name = Secrets.nameInArgument(previous, argument).filter(this::isSecret);
    if (name.isPresent() || hasLoginOrForm(argument)) {
      values.reject(
          path,
          "must not contain a secret in plain text%s: set a variable in %s.env from a secretKeyRef, and let the application read it%s"
              .formatted(
                  name.map(" (%s)"::formatted).orElse(""), values.name(pod), otherwise(name)));
    }
  }

  /**
   * Checks the value of a property or a variable.
   *
   * @param text the value
   * @param isOne whether the whole value is a secret
   * @param instead advice to the user if it is
   * @param option JVM option in the value that is a secret
   * @param pod key of the pods, as the user types it
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
          path, "must not contain a URL with a user name or password in plain text: " + instead);
    } else if (secretOption.isPresent()) {
      values.reject(path, Secrets.insteadOf(secretOption.get(), pod));
    } else if (inner.isPresent() && option.isEmpty() || Secrets.hasForm(text)) {
      values.reject(
          path,
          "must not contain a secret in plain text%s: %s%s"
              .formatted(inner.map(" (%s)"::formatted).orElse(""), instead, otherwise(inner)));
    }
  }

  private static boolean hasLoginOrForm(String text) {
    return Secrets.isUrlWithLogin(text) || Secrets.hasForm(text);
  }

  private String otherwise(Optional<String> name) {
    return name.map(
            it ->
                "; if it is not a secret, add %s to %s"
                    .formatted(it, values.name(ClusterKeys.NOT_SECRET)))
        .orElse("");
  }

  private boolean isSecret(String name) {
    return !values.rawList(ClusterKeys.NOT_SECRET).stream()
        .map(SecretChecks::withoutDashes)
        .anyMatch(withoutDashes(name)::equals);
  }

  /** The name of an argument without leading dashes. */
  static String withoutDashes(String name) {
    return name.replaceFirst("^-{1,2}", "");
  }
}
