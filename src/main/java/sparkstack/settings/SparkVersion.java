package sparkstack.settings;

import java.util.regex.Pattern;

/**
 * What a version of Spark can do.
 *
 * @param suffix of a preview or of a build of one's own, such as {@code -preview1}; empty for a
 *     release
 */
public record SparkVersion(int major, int minor, int patch, String suffix) {
  private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+)(.*)");

  /**
   * Reads a version, such as {@code 4.3.0} or {@code 4.2.0-preview1}.
   *
   * @throws IllegalArgumentException if it does not start with three numbers
   */
  public static SparkVersion of(String text) {
    var version = VERSION.matcher(text);
    if (!version.matches()) {
      throw new IllegalArgumentException(text + " is not a version of Spark");
    }
    return new SparkVersion(
        Integer.parseInt(version.group(1)),
        Integer.parseInt(version.group(2)),
        Integer.parseInt(version.group(3)),
        version.group(4));
  }

  public boolean isBefore4() {
    return major < 4;
  }

  /**
   * Whether connections can be encrypted with AES-GCM. Spark has it since 4.0.0 (SPARK-47172), but
   * a connection lost every message after its first one (SPARK-56227). The classes of 4.0.4, 4.1.3
   * and 4.2.0 have the correction, those of the releases before have not. A preview of 4.2.0 is
   * older than its release.
   */
  public boolean hasAesGcm() {
    if (major != 4) {
      return major > 4;
    }
    return switch (minor) {
      case 0 -> patch >= 4;
      case 1 -> patch >= 3;
      case 2 -> patch > 0 || suffix.isEmpty();
      default -> true;
    };
  }
}
