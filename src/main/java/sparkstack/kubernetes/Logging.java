package sparkstack.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The configuration of Log4j: output, in Spark's own format, and levels. */
final class Logging {
  private static final String ROOT = "root";

  /** The same levels as in Spark's defaults: these loggers print nothing useful below them. */
  private static final Map<String, String> QUIET =
      Map.of("org.sparkproject.jetty", "warn", "org.apache.parquet", "error", "parquet", "error");

  private Logging() {}

  /**
   * @param levels levels by logger
   */
  static Map<String, String> properties(Map<String, String> levels) {
    var properties = new TreeMap<String, String>();
    properties.put("rootLogger.level", levels.getOrDefault(ROOT, "info"));
    properties.put("rootLogger.appenderRef.console.ref", "console");
    properties.put("appender.console.type", "Console");
    properties.put("appender.console.name", "console");
    properties.put("appender.console.target", "SYSTEM_ERR");
    properties.put("appender.console.layout.type", "PatternLayout");
    properties.put("appender.console.layout.pattern", "%d{yy/MM/dd HH:mm:ss} %p %c{1}: %m%n%ex");
    var loggers = new TreeMap<>(QUIET);
    loggers.putAll(levels);
    loggers.remove(ROOT);
    loggers.forEach((logger, level) -> addLogger(properties, logger, level));
    return properties;
  }

  /**
   * Adds a logger. In Log4j's file, each logger also has an identifier, which must not have dots.
   */
  private static void addLogger(Map<String, String> properties, String logger, String level) {
    var prefix = "logger." + identifier(logger);
    properties.put(prefix + ".name", logger);
    properties.put(prefix + ".level", level);
  }

  /** A unique identifier for each name. Names may have any characters, such as hyphens. */
  private static String identifier(String logger) {
    return logger
        .chars()
        .mapToObj(
            it ->
                it == '.'
                    ? "-"
                    : isPlain((char) it) ? String.valueOf((char) it) : "~%04x".formatted(it))
        .collect(Collectors.joining());
  }

  private static boolean isPlain(char character) {
    return character < 128
        && (Character.isLetterOrDigit(character) || "_$".indexOf(character) >= 0);
  }
}
