package sparkstack.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import sparkstack.await.State.Kind;

/** Decides when a wait ends, by the states that were observed and their times. */
final class Patience {
  /**
   * How long pods may fail to start before the update fails.
   *
   * <p>The kubelet retries a failed pull after 10, 20 and 40 seconds, and restarts a container that
   * ended after the same delays.
   */
  static final Duration FAILING = Duration.ofSeconds(60);

  /** A state that has no limit can become another one with time. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Duration start;
  private final String startKey;
  private final Optional<Program> program;
  private final Instant begin;

  private Instant lastProgress;
  private String progress = "";
  private Optional<Instant> failingSince = Optional.empty();
  private boolean running;

  /**
   * Starts the wait.
   *
   * @param start how long pods may need to start, counted from the last one that started
   * @param startKey key that sets this limit
   * @param program has the limit of the whole wait; empty for no limit
   */
  Patience(Duration start, String startKey, Optional<Program> program, Instant now) {
    this.start = start;
    this.startKey = startKey;
    this.program = program;
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
    if (program.isPresent() && isOver(begin, program.get().limit(), now)) {
      var limit = "%s (%d)".formatted(program.get().limitKey(), program.get().limit().toMinutes());
      return Optional.of(
          running
              ? "It did not complete within %s and is still running.%n%s"
                  .formatted(limit, state.text())
              : "%s%nIt did not start within %s.".formatted(state.text(), limit));
    }
    if (!running && isOver(lastProgress, start, now)) {
      return Optional.of(
          "%s%nIt did not start within %s (%d)."
              .formatted(state.text(), startKey, start.toMinutes()));
    }
    return Optional.empty();
  }

  /** The time until the same state becomes an error, or until the states are read again. */
  Duration left(Instant now) {
    var failing = failingSince.map(it -> it.plus(FAILING));
    var starting = running ? Optional.<Instant>empty() : Optional.of(lastProgress.plus(start));
    var all = program.map(it -> begin.plus(it.limit()));
    return Stream.of(failing, starting, all)
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(end -> Duration.between(now, end))
        .map(it -> it.isNegative() ? Duration.ZERO : it)
        .orElse(AGAIN);
  }

  private static boolean isOver(Instant since, Duration limit, Instant now) {
    return !now.isBefore(since.plus(limit));
  }
}
