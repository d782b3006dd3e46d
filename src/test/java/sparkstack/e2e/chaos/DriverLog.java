package sparkstack.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The log of a driver, whose scheduler logs what it does. */
record DriverLog(List<Line> lines) {
  private static final Pattern FINISHED = Pattern.compile("Finished task ");
  private static final Pattern LOST = Pattern.compile("Lost task ");
  private static final Pattern FETCH_FAILED = Pattern.compile("Lost task .*: FetchFailed\\(");

  /** A task that the driver stopped, because another attempt has its result. */
  private static final Pattern KILLED = Pattern.compile("Lost task .*: TaskKilled ");

  /** The executor was decommissioned or its worker ended: Spark logs another sentence. */
  private static final Pattern EXECUTOR_ENDED =
      Pattern.compile("failed because (?:while it was being computed|its executor was shutting)");

  private static final Pattern MAP_TASKS =
      Pattern.compile("Submitting (\\d+) missing tasks from ShuffleMapStage 0 ");

  private static final Pattern REGISTERED =
      Pattern.compile("Connected to Spark cluster with app ID ");
  private static final Pattern EXECUTOR = Pattern.compile("Registered executor ");

  /**
   * @param time when the container runtime read it
   */
  record Line(Instant time, String text) {
    static Line of(String line) {
      var end = line.indexOf(' ');
      return end < 0
          ? new Line(Instant.parse(line), "")
          : new Line(Instant.parse(line.substring(0, end)), line.substring(end + 1));
    }
  }

  /**
   * @param lines as from {@code kubectl logs --timestamps}
   */
  static DriverLog of(List<String> lines) {
    return new DriverLog(lines.stream().map(Line::of).toList());
  }

  /**
   * The longest pause between two finished tasks that the time between two instants touches; empty
   * if no pause does.
   */
  Optional<Duration> jobGap(Instant from, Instant to) {
    var finished = times(FINISHED).toList();
    return IntStream.range(1, finished.size())
        .filter(it -> !finished.get(it).isBefore(from) && !finished.get(it - 1).isAfter(to))
        .mapToObj(it -> Duration.between(finished.get(it - 1), finished.get(it)))
        .max(Comparator.naturalOrder());
  }

  /** When the driver registered with a master. */
  Optional<Instant> registered() {
    return times(REGISTERED).findFirst();
  }

  /** The lines without their times. */
  String text() {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  /** The time from the registration of the application until it has an executor. */
  Optional<Duration> untilExecutor() {
    var executor = times(EXECUTOR).findFirst();
    return registered().flatMap(registered -> executor.map(it -> Duration.between(registered, it)));
  }

  /** Tasks that failed for another reason than a failed fetch. */
  int failedTasks() {
    return count(
        line ->
            has(LOST, line) && !has(FETCH_FAILED, line) && !has(KILLED, line)
                || has(EXECUTOR_ENDED, line));
  }

  /** Tasks that ran again because they could not fetch a map output. */
  int fetchRetries() {
    return count(line -> has(FETCH_FAILED, line));
  }

  /** Tasks of the stage that writes the map outputs, without those of its first run. */
  int recomputedMapTasks() {
    return lines.stream()
        .flatMap(line -> MAP_TASKS.matcher(line.text()).results())
        .skip(1)
        .mapToInt(submission -> Integer.parseInt(submission.group(1)))
        .sum();
  }

  private Stream<Instant> times(Pattern pattern) {
    return lines.stream().filter(line -> has(pattern, line)).map(Line::time);
  }

  private int count(Predicate<Line> predicate) {
    return (int) lines.stream().filter(predicate).count();
  }

  private static boolean has(Pattern pattern, Line line) {
    return pattern.matcher(line.text()).find();
  }
}
