package sparkstack.config;

import java.util.Map;
import java.util.Optional;

/** Paths in the values of Spark properties. */
final class LocalPath {
  private static final String DEFAULT_FILE_SYSTEM = "spark.hadoop.fs.defaultFS";
  private static final String FILE = "file:";

  private LocalPath() {}

  /**
   * The absolute path in a pod that a property names.
   *
   * @return empty if the path is on another file system, is relative or contains a reference
   */
  static Optional<String> of(Map<String, String> properties, String property) {
    return pathIn(properties, properties.getOrDefault(property, "").strip());
  }

  private static Optional<String> pathIn(Map<String, String> properties, String value) {
    if (value.startsWith(FILE)) {
      return absolute(withoutScheme(value));
    }
    return properties.containsKey(DEFAULT_FILE_SYSTEM) ? Optional.empty() : absolute(value);
  }

  /** The same for a value that Spark does not pass to a Hadoop file system. */
  static Optional<String> absolute(String value) {
    return Optional.of(value).filter(it -> it.startsWith("/")).filter(it -> !it.contains("${"));
  }

  /**
   * The same for an argument such as {@code /data/out} or {@code --out=file:/data/out}, which the
   * application may pass to a Hadoop file system.
   */
  static Optional<String> inArgument(Map<String, String> properties, String argument) {
    return pathIn(properties, argument.replaceFirst("^-[^=]*=", ""));
  }

  private static String withoutScheme(String value) {
    return value.startsWith(FILE)
        ? value.substring(FILE.length()).replaceFirst("^//+", "/")
        : value;
  }
}
