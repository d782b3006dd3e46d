package sparkstack.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import sparkstack.e2e.support.Await;

/** Damage that a cluster suffers now. */
final class DamageInProgress implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final FutureTask<List<String>> work;
  private final Instant began;

  /**
   * @param work does the damage, and returns the promises that the stack broke meanwhile
   * @param began when the damage began
   */
  DamageInProgress(FutureTask<List<String>> work, Instant began) {
    this.work = work;
    this.began = began;
  }

  /** Damage that is done already. */
  static DamageInProgress done(Instant began) {
    var work = new FutureTask<List<String>>(List::of);
    work.run();
    return new DamageInProgress(work, began);
  }

  Instant began() {
    return began;
  }

  /** Waits until all damage is done, and returns the promises that the stack broke meanwhile. */
  List<String> brokenPromises() throws Exception {
    return result(work);
  }

  static List<String> result(FutureTask<List<String>> work) throws Exception {
    try {
      return work.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The damage could not be done: " + e.getCause(), e);
    }
  }

  /** Waits until the work has ended, so that it does not disturb what comes next. */
  @Override
  public void close() {
    awaitEnd(work);
  }

  static void awaitEnd(FutureTask<List<String>> work) {
    Await.until("the end of the damage", LONGEST, work::isDone, done -> done);
  }
}
