package sparkstack.settings;

import java.util.regex.Pattern;

/** What is a secret by its name. */
final class Secrets {
  /** As Spark's own spark.redaction.regex. */
  private static final Pattern NAMES =
      Pattern.compile("(?i)secret|password|token|access[.]?key|credential");

  private Secrets() {}

  static boolean isNameOfOne(String name) {
    return NAMES.matcher(name).find();
  }
}
