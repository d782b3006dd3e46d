package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.TimedApplication.Result;

class SubmissionTest {
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

  private static Submission submission(int taken, int ended, Result result) {
    var start = Instant.parse("2026-01-01T00:00:00Z");
    return new Submission(
        "image", Optional.of(start.plusSeconds(taken)), start.plusSeconds(ended), result, "");
  }
}
