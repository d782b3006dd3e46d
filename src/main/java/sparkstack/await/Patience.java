package sparkstack.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import sparkstack.await.State.Kind;

/** Decides when waiting ends, by the states that were seen and their times. */
final class Patience {
  /**
   * How long pods may fail to start before the update fails.
   *
   * <p>A registry that does not answer once is asked again by the kubelet after 10, 20 and 40
   * seconds, and a container that ends is started again after the same times.
   */
  static final Duration FAILING = Duration.ofSeconds(60);

  private final Duration start;
  private final Optional<Duration> total;
  private final Instant begin;

  private Instant lastProgress;
  private String progress = "";
  private Optional<Instant> failingSince = Optional.empty();
  private boolean running;

  /**
   * Starts to wait.
   *
   * @param start how long pods may need to start, counted from the last one that did
   * @param total how long all of it may take; empty for no limit
   */
  Patience(Duration start, Optional<Duration> total, Instant now) {
    this.start = start;
    this.total = total;
    this.begin = now;
    this.lastProgress = now;
  }

  /** Takes a state, and returns the error that waiting ends with, if it does. */
  Optional<String> errorOf(State state, Instant now) {
    if (!state.progress().equals(progress)) {
      progress = state.progress();
      lastProgress = now;
      failingSince = Optional.empty();
    }
    running = state.kind() == Kind.RUNNING;
    failingSince =
        state.kind() == Kind.FAILING ? failingSince.or(() -> Optional.of(now)) : Optional.empty();
    return switch (state.kind()) {
      case DONE -> Optional.empty();
      case FAILED -> Optional.of(state.text());
      case FAILING ->
          isOver(failingSince.get(), FAILING, now)
              ? Optional.of(state.text())
              : timeout(state, now);
      case STARTING, RUNNING -> timeout(state, now);
    };
  }

  private Optional<String> timeout(State state, Instant now) {
    if (total.isPresent() && isOver(begin, total.get(), now)) {
      return Optional.of(
          "It has not completed within driverTimeoutMinutes, %d, and runs on.%n%s"
              .formatted(total.get().toMinutes(), state.text()));
    }
    if (!running && isOver(lastProgress, start, now)) {
      return Optional.of(
          "%s%nIt has not started within podStartTimeoutMinutes, %d."
              .formatted(state.text(), start.toMinutes()));
    }
    return Optional.empty();
  }

  /** The time until the same state would be an error. */
  Duration left(Instant now) {
    var failing = failingSince.map(it -> it.plus(FAILING));
    var starting = running ? Optional.<Instant>empty() : Optional.of(lastProgress.plus(start));
    var all = total.map(begin::plus);
    return Stream.of(failing, starting, all)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(end -> Duration.between(now, end))
        .filter(it -> !it.isNegative())
        .orElse(Duration.ZERO);
  }

  private static boolean isOver(Instant since, Duration limit, Instant now) {
    return !now.isBefore(since.plus(limit));
  }
}
