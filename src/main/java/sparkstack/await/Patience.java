package sparkstack.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import sparkstack.await.State.Kind;
import sparkstack.settings.KeyNames;

/** Decides when a wait ends, by the states that were observed and their times. */
final class Patience {
  /**
   * How long pods may fail to start before the update fails.
   *
   * <p>The kubelet retries a failed pull after 10, 20 and 40 seconds, and restarts a container that
   * ended after the same delays.
   */
  static final Duration FAILING = Duration.ofSeconds(60);

  private final Duration start;
  private final Optional<Duration> total;
  private final KeyNames keys;
  private final Instant begin;

  private Instant lastProgress;
  private String progress = "";
  private Optional<Instant> failingSince = Optional.empty();
  private boolean running;

  /**
   * Starts the wait.
   *
   * @param start how long pods may need to start, counted from the last one that started
   * @param total how long the whole wait may take; empty for no limit
   * @param keys of the limits
   */
  Patience(Duration start, Optional<Duration> total, KeyNames keys, Instant now) {
    this.start = start;
    this.total = total;
    this.keys = keys;
    this.begin = now;
    this.lastProgress = now;
  }

  /** Records a state, and returns the error if the wait ends with one. */
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
          running
              ? "It did not complete within %s (%d) and is still running.%n%s"
                  .formatted(keys.driverTimeout(), total.get().toMinutes(), state.text())
              : "%s%nIt did not start within %s (%d)."
                  .formatted(state.text(), keys.driverTimeout(), total.get().toMinutes()));
    }
    if (!running && isOver(lastProgress, start, now)) {
      return Optional.of(
          "%s%nIt did not start within %s (%d)."
              .formatted(state.text(), keys.podStartTimeout(), start.toMinutes()));
    }
    return Optional.empty();
  }

  /** The time until the same state becomes an error. */
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
