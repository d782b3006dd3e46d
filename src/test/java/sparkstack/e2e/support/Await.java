package sparkstack.e2e.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Waits for what happens in its own time. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private Await() {}

  /** Something to look at, which may not be there yet. */
  @FunctionalInterface
  public interface Look<T> {
    T get() throws Exception;
  }

  /**
   * Looks until what is seen is as it should be, and returns that.
   *
   * @param awaited said when it does not happen, with what was seen last
   */
  public static <T> T until(
      String awaited, Duration limit, Look<T> look, Predicate<T> asItShouldBe) {
    var deadline = Instant.now().plus(limit);
    while (true) {
      Object seen;
      try {
        var value = look.get();
        if (asItShouldBe.test(value)) {
          return value;
        }
        seen = value;
      } catch (Exception e) {
        seen = e;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "Not within %d s: %s. Last seen: %s".formatted(limit.toSeconds(), awaited, seen));
      }
      pause(awaited);
    }
  }

  private static void pause(String awaited) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + awaited, e);
    }
  }
}
