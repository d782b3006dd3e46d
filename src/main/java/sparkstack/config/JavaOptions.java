package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds JVM options in the config that the program would override, or that would override the
 * program's options.
 */
final class JavaOptions {
  /** Options that limit the heap, or that the JVM ignores if -Xmx is set. */
  private static final Pattern HEAP =
      Pattern.compile(
          "-Xmx.*|-XX:(MaxHeapSize|MaxRAM|MaxRAMFraction|MaxRAMPercentage|MinRAMPercentage)=.*");

  private static final Pattern LOGGING = Pattern.compile("-Dlog4j2?\\.configuration(File)?=.*");

  /** Options that name a file. The JVM does not start if it cannot write its log. */
  private static final Pattern FILE =
      Pattern.compile(
          "-Xlog(?::[^\\s:]*:(?:file=)?|gc:)(/[^\\s:]+).*|-XX:(?:HeapDumpPath|ErrorFile|LogFile|FlightRecorderOptions=repository)=(/\\S+)");

  private static final Pattern SYSTEM_PROPERTY = Pattern.compile("-D(spark\\.[^=]*)(=.*)?");

  private JavaOptions() {}

  /** Splits a list of options like a shell, but does not interpret escapes. */
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

  /** The option that names a configuration file of Log4j. */
  static Optional<String> loggingIn(String text) {
    return options(text).filter(LOGGING.asMatchPredicate()).findFirst();
  }

  /** The Spark properties that options set. */
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
