package sparkstack.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sparkstack.await.State.Kind;

class PatienceTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final State STARTING = new State(Kind.STARTING, "Unschedulable: no room", "0");
  private static final State FAILING = new State(Kind.FAILING, "ErrImagePull: not found", "0");
  private static final State RUNNING = new State(Kind.RUNNING, "runs", "running");

  private final Patience rollout = patience(Optional.empty());
  private final Patience run = patience(Optional.of(Duration.ofMinutes(30)));

  private static Patience patience(Optional<Duration> limit) {
    var program = limit.map(it -> new Program("driver", it, "spark:driverTimeoutMinutes", "", ""));
    return new Patience(Duration.ofMinutes(10), "spark:podStartTimeoutMinutes", program, BEGIN);
  }

  private static Instant after(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  @Test
  void endsOneMinuteAfterAPodThatCannotStart() {
    assertEquals(Optional.empty(), rollout.errorOf(STARTING, after(0)));
    assertEquals(Optional.empty(), rollout.errorOf(FAILING, after(20)));
    assertEquals(Optional.empty(), rollout.errorOf(FAILING, after(79)));
    assertEquals(Optional.of("ErrImagePull: not found"), rollout.errorOf(FAILING, after(80)));
  }

  @Test
  void startsAgainWhenThePodRecovers() {
    rollout.errorOf(FAILING, after(0));
    rollout.errorOf(STARTING, after(50));
    assertEquals(Optional.empty(), rollout.errorOf(FAILING, after(60)));
    assertEquals(Optional.empty(), rollout.errorOf(FAILING, after(119)));
  }

  @Test
  void startsAgainWithEachPodThatBecomesReady() {
    rollout.errorOf(FAILING, after(0));
    var more = new State(Kind.FAILING, FAILING.text(), "1");
    assertEquals(Optional.empty(), rollout.errorOf(more, after(60)));
    assertEquals(Optional.of(FAILING.text()), rollout.errorOf(more, after(120)));
  }

  @Test
  void waitsForANodeForAsLongAsTheSettingSays() {
    rollout.errorOf(STARTING, after(0));
    assertEquals(Optional.empty(), rollout.errorOf(STARTING, after(599)));

    var error = rollout.errorOf(STARTING, after(600)).orElseThrow();

    assertTrue(error.startsWith("Unschedulable: no room"), error);
    assertTrue(error.contains("within spark:podStartTimeoutMinutes (10)"), error);
  }

  @Test
  void aRunningDriverHasAnotherLimit() {
    run.errorOf(STARTING, after(0));
    run.errorOf(RUNNING, after(10));
    assertEquals(Optional.empty(), run.errorOf(RUNNING, after(1799)));

    var error = run.errorOf(RUNNING, after(1800)).orElseThrow();

    assertTrue(error.contains("within spark:driverTimeoutMinutes (30)"), error);
  }

  @Test
  void aDriverThatDoesNotStartBeforeItsOwnLimitIsNotSaidToRun() {
    var hurried = patience(Optional.of(Duration.ofMinutes(5)));

    var error = hurried.errorOf(STARTING, after(300)).orElseThrow();

    assertEquals(
        "Unschedulable: no room\nIt did not start within spark:driverTimeoutMinutes (5).", error);
  }

  /** A wait of no time would be a poll without a pause. */
  @Test
  void readsAStateWithoutALimitAgainAfterATime() {
    rollout.errorOf(RUNNING, after(0));
    assertTrue(rollout.left(after(3600)).compareTo(Duration.ofSeconds(10)) > 0);
  }

  @Test
  void endsAtOnceWithWhatHasFailed() {
    var failed = new State(Kind.FAILED, "exit code 1", "");
    assertEquals(Optional.of("exit code 1"), run.errorOf(failed, after(0)));
  }

  @Test
  void knowsWhenToLookAgainIfNothingChanges() {
    rollout.errorOf(STARTING, after(0));
    assertEquals(Duration.ofSeconds(590), rollout.left(after(10)));
    rollout.errorOf(FAILING, after(20));
    assertEquals(Duration.ofSeconds(50), rollout.left(after(30)));
    run.errorOf(RUNNING, after(30));
    assertEquals(Duration.ofSeconds(1770), run.left(after(30)));
  }
}
