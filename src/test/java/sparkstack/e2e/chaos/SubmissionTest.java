package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.TimedApplication.Result;

class SubmissionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void thePauseEndsWhenTheNextRightApplicationIsTaken() {
    var all =
        List.of(
            submission(1, 10, Result.RIGHT),
            submission(12, 20, Result.RIGHT),
            submission(21, 30, Result.NONE),
            submission(45, 50, Result.RIGHT),
            submission(53, 60, Result.RIGHT));

    assertEquals(Duration.ofSeconds(25), Submission.longestPause(all));
  }

  @Test
  void oneRightResultHasNoPause() {
    var all = List.of(submission(1, 10, Result.RIGHT), submission(12, 20, Result.NONE));

    assertThrows(AssertionError.class, () -> Submission.longestPause(all));
  }

  @Test
  void anApplicationOverlapsWhatHappensWhileItRuns() {
    var submission = submission(12, 20, Result.NONE);

    assertTrue(submission.overlaps(START.plusSeconds(19), START.plusSeconds(30)));
    assertTrue(submission.overlaps(START, START.plusSeconds(12)));
    assertFalse(submission.overlaps(START.plusSeconds(21), START.plusSeconds(30)));
    assertFalse(submission.overlaps(START, START.plusSeconds(10)));
  }

  /** It is submitted a second before it is taken. */
  private static Submission submission(int taken, int ended, Result result) {
    return new Submission(
        "image",
        START.plusSeconds(taken - 1),
        Optional.of(START.plusSeconds(taken)),
        START.plusSeconds(ended),
        result,
        "");
  }
}
