package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeFileTest {
  private static final Plan PLAN = Plan.of(7, 4);

  private OutcomeFile file;

  @BeforeEach
  void create(@TempDir Path folder) {
    file = new OutcomeFile(folder.resolve("7.jsonl"));
  }

  @Test
  void aFirstRunHasNoOutcomes() throws IOException {
    assertEquals(List.of(), file.read(PLAN));
  }

  @Test
  void aStoppedRunGoesOnAfterItsLastOutcome() throws IOException {
    file.append(
        new Outcome(faultOfStep(0))
            .servedAgainAfter(Duration.ofMillis(4100))
            .needsManualStep("first line\nsecond line"));
    file.append(new Outcome(faultOfStep(1)));

    var read = file.read(PLAN);

    assertEquals(2, read.size());
    assertEquals(faultOfStep(0), read.get(0).fault());
    assertEquals(Optional.of(4.1), read.get(0).serveAgain());
    assertEquals(Optional.empty(), read.get(0).jobGap());
    assertEquals(1, read.get(0).manualSteps());
    assertEquals(List.of("first line\nsecond line"), read.get(0).problems());
  }

  @Test
  void aLineThatAKilledRunHasNotEndedIsRemoved() throws IOException {
    file.append(new Outcome(faultOfStep(0)));
    Files.writeString(file.path(), "{\"fault\":\"MAS", StandardOpenOption.APPEND);

    assertEquals(1, file.read(PLAN).size());

    file.append(new Outcome(faultOfStep(1)));
    assertEquals(2, file.read(PLAN).size());
  }

  @Test
  void aShorterPlanReadsOnlyItsOwnOutcomes() throws IOException {
    file.append(new Outcome(faultOfStep(0)));
    file.append(new Outcome(faultOfStep(1)));

    assertEquals(1, file.read(Plan.of(7, 1)).size());
  }

  @Test
  void theOutcomesOfAnotherPlanAreRefused() throws IOException {
    file.append(new Outcome(faultOfStep(1)));

    var error = assertThrows(IllegalStateException.class, () -> file.read(PLAN));

    assertTrue(error.getMessage().startsWith("Line 1 of "), error.getMessage());
  }

  private static Fault faultOfStep(int index) {
    return PLAN.steps().get(index).fault();
  }
}
