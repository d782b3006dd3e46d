package sparkstack.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * An application that was submitted.
 *
 * @param image image of its driver
 * @param began when it was submitted
 * @param taken when its driver registered with a master; empty if it never did
 * @param ended when the test saw its end, or gave it up
 * @param log driver's log
 */
record Submission(
    String image,
    Instant began,
    Optional<Instant> taken,
    Instant ended,
    Result result,
    String log) {
  /**
   * The longest time from the end of an application with the right result until the next one with
   * the right result was taken.
   *
   * @param all in their order
   */
  static Duration longestPause(List<Submission> all) {
    var right = all.stream().filter(it -> it.result() == Result.RIGHT).toList();
    return IntStream.range(1, right.size())
        .mapToObj(it -> Duration.between(right.get(it - 1).ended(), right.get(it).whenTaken()))
        .max(Duration::compareTo)
        .orElseThrow(() -> new AssertionError("Fewer than two right results: " + all));
  }

  /** Whether a part of it was between these moments. */
  boolean overlaps(Instant from, Instant until) {
    return began.isBefore(until) && ended.isAfter(from);
  }

  private Instant whenTaken() {
    return taken.orElseThrow(() -> new AssertionError("A result without a registration: " + log));
  }
}
