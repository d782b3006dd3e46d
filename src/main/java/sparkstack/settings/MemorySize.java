package sparkstack.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of memory in whole mebibytes: {@code m} in Spark, {@code Mi} in Kubernetes.
 *
 * @param mebibytes 0 or more
 */
public record MemorySize(long mebibytes) {
  /** Eleven digits of {@code t} still fit into a long of mebibytes. */
  private static final Pattern SPARK_SYNTAX = Pattern.compile("([0-9]{1,11})([mgt])");

  public static MemorySize ofMebibytes(long mebibytes) {
    return new MemorySize(mebibytes);
  }

  /**
   * Parses Spark's syntax, such as {@code 1g} or {@code 1536m}.
   *
   * <p>The unit is required, although Spark has defaults for it: the default differs between
   * options (bytes for {@code --memory} of a worker, mebibytes for {@code --driver-memory}). Spark
   * also accepts {@code 1gb} for {@code 1g}; it is refused here because it looks like a different
   * size.
   *
   * @return empty if {@code text} is not in that syntax
   */
  public static Optional<MemorySize> parse(String text) {
    var matcher = SPARK_SYNTAX.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var number = Long.parseLong(matcher.group(1));
    return Optional.of(new MemorySize(number * mebibytesIn(matcher.group(2))));
  }

  private static long mebibytesIn(String unit) {
    return switch (unit) {
      case "m" -> 1;
      case "g" -> 1024;
      default -> 1024 * 1024;
    };
  }

  public MemorySize plus(MemorySize other) {
    return new MemorySize(mebibytes + other.mebibytes);
  }

  /** In Spark's syntax, for example {@code 1024m}. */
  public String toSpark() {
    return mebibytes + "m";
  }

  /** A Kubernetes quantity, for example {@code 1024Mi}. */
  public String toKubernetes() {
    return mebibytes + "Mi";
  }
}
