package sparkstack.bench.image;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sparkstack.bench.BenchException;

/** Log lines with the time of an event: they start with milliseconds since 1970. */
final class SparkLog {
  static final String REGISTERED_WORKER = "Successfully registered with master";
  static final String LAUNCHED_EXECUTOR = "Asked to launch executor";
  static final String REGISTERED_EXECUTOR = "Registered executor";

  private static final Pattern LINE = Pattern.compile("^(\\d{13})\\b.*");

  private SparkLog() {}

  /** The time of the first line with the event. */
  static Instant timeOf(String event, String log) {
    return log.lines()
        .filter(line -> line.contains(event))
        .findFirst()
        .map(SparkLog::time)
        .orElseThrow(
            () ->
                new BenchException(
                    "a log has no line \"%s\"; it ends with\n%s"
                        .formatted(event, Docker.lastLines(log))));
  }

  static Instant time(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new BenchException("a log line does not start with a time: " + line);
    }
    return Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
  }
}
