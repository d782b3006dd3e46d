package sparkstack.e2e.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Waits for asynchronous changes. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private Await() {}

  /** Reads a value that may not exist yet. */
  @FunctionalInterface
  public interface Look<T> {
    T get() throws Exception;
  }

  /**
   * Reads a value until it is as expected, and returns it.
   *
   * @param awaited description for the error, which also has the last value
   */
  public static <T> T until(String awaited, Duration limit, Look<T> look, Predicate<T> expected) {
    var deadline = Instant.now().plus(limit);
    while (true) {
      Object seen;
      try {
        var value = look.get();
        if (expected.test(value)) {
          return value;
        }
        seen = value;
      } catch (InterruptedException e) {
        throw interrupted(awaited, e);
      } catch (Exception e) {
        seen = e;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "Timed out after %d s waiting for %s. Last seen: %s"
                .formatted(limit.toSeconds(), awaited, seen));
      }
      pause(awaited);
    }
  }

  private static void pause(String awaited) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(awaited, e);
    }
  }

  private static IllegalStateException interrupted(String awaited, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for " + awaited, e);
  }
}
