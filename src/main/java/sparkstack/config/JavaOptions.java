package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Options of a JVM in the config, where an option would be overridden, or would override what the
 * program sets.
 */
final class JavaOptions {
  /** Each of these is a limit of the heap, or is ignored beside one. */
  private static final Pattern HEAP =
      Pattern.compile(
          "-Xmx.*|-XX:(MaxHeapSize|MaxRAM|MaxRAMFraction|MaxRAMPercentage|MinRAMPercentage)=.*");

  private static final Pattern LOGGING = Pattern.compile("-Dlog4j2?\\.configuration(File)?=.*");

  /** The JVM does not start where it can't write its log. */
  private static final Pattern FILE =
      Pattern.compile(
          "-Xlog(?::[^\\s:]*:(?:file=)?|gc:)(/[^\\s:]+).*|-XX:(?:HeapDumpPath|ErrorFile|LogFile|FlightRecorderOptions=repository)=(/\\S+)");

  private static final Pattern SYSTEM_PROPERTY = Pattern.compile("-D(spark\\.[^=]*)(=.*)?");

  private JavaOptions() {}

  /** Splits a list of options as a shell does, but for escapes. */
  private static Stream<String> options(String text) {
    return Stream.of(text.strip().split("\\s+")).map(it -> it.replaceAll("[\"']", ""));
  }

  /**
   * The option that limits the heap.
   *
   * @return empty if there is none
   */
  static Optional<String> heapIn(String text) {
    return options(text).filter(HEAP.asMatchPredicate()).findFirst();
  }

  /** The option that names a file of Log4j. */
  static Optional<String> loggingIn(String text) {
    return options(text).filter(LOGGING.asMatchPredicate()).findFirst();
  }

  /** The properties of Spark that options set. */
  static List<String> propertiesIn(String text) {
    return options(text)
        .map(SYSTEM_PROPERTY::matcher)
        .filter(it -> it.matches())
        .map(it -> it.group(1))
        .toList();
  }

  /** The absolute paths of files that a JVM with these options writes. */
  static List<String> filesIn(String text) {
    return options(text)
        .map(FILE::matcher)
        .filter(it -> it.matches())
        .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
        .toList();
  }
}
