package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;

/**
 * Many faults, one after the other, on one cluster. After {@code -Dchaos.minutes}, no other fault
 * begins.
 */
@Tag("chaos")
class ChaosIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final Duration LIMIT =
      Duration.ofMinutes(Integer.getInteger("chaos.minutes", 100));

  /** Random seeds are below it, so that they are short to type. */
  private static final int SEEDS = 1_000_000;

  @Test
  void noFaultLosesAResultOrNeedsAManualStep() throws Exception {
    var seed =
        Optional.ofNullable(Long.getLong("chaos.seed"))
            .orElseGet(() -> (long) new Random().nextInt(SEEDS));
    var plan = Plan.of(seed, Integer.getInteger("chaos.faults", 100));
    var file = OutcomeFile.of(seed);
    System.out.printf("seed %d; the outcomes are in %s%n", seed, file.path());

    var report = new ChaosReport(run(plan, file));

    System.out.println(report);
    assertEquals(List.of(), report.problems());
    assertEquals(
        plan.steps().size(),
        report.outcomes().size(),
        () -> "The time was over before all faults: make chaos SEED=%d goes on".formatted(seed));
  }

  /** Runs the faults that have no outcome yet, until one needs a hand or the time is over. */
  private static List<Outcome> run(Plan plan, OutcomeFile file) throws Exception {
    var outcomes = new ArrayList<>(file.read(plan));
    var left = plan.steps().subList(outcomes.size(), plan.steps().size());
    if (left.isEmpty()) {
      return outcomes;
    }
    var deadline = Instant.now().plus(LIMIT);
    var cluster = Cluster.create(SCENARIO, "e2e-chaos");
    for (var step : left) {
      var outcome = FaultRun.of(cluster, step);
      outcomes.add(outcome);
      file.append(outcome);
      System.out.println(new ChaosReport(outcomes).progress(plan.steps().size()));
      if (outcome.manualSteps() > 0 || Instant.now().isAfter(deadline)) {
        return outcomes;
      }
    }
    return outcomes;
  }
}
