package sparkstack.bench;

import java.time.Duration;
import java.time.Instant;

/** Prints the current step to standard error, because a bench takes long. */
public final class Progress {
  private static final Instant START = Instant.now();

  private Progress() {}

  public static void tell(String step) {
    Duration elapsed = Duration.between(START, Instant.now());
    System.err.printf("[%02d:%02d] %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), step);
  }
}
