package sparkstack.e2e.chaos;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;

/**
 * Pulumi, its language host and its plugins get {@code kill -9} at random moments. The same command
 * again then ends as if nothing had happened: nothing is orphaned or doubled.
 *
 * <p>Each test first measures the operations without a kill. To repeat a run with the same moments,
 * set {@code -Dchaos.seed}.
 */
class EngineKilledIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final int KILLS = 10;

  /** Random seeds are below it, so that they are short to type. */
  private static final int SEEDS = 1_000_000;

  private static long seed;

  private Random random;

  @BeforeAll
  static void chooseSeed() {
    seed =
        Optional.ofNullable(Long.getLong("chaos.seed"))
            .orElseGet(() -> (long) new Random().nextInt(SEEDS));
    System.out.printf("seed %d%n", seed);
  }

  @BeforeEach
  void startRandomNumbers() {
    random = new Random(seed);
  }

  @Test
  @Tag("slow")
  void aKillOfEachOperationLeavesNothingBehind() throws Exception {
    var stack = SmallStack.of(SCENARIO, "e2e-killed");
    for (var operation : Operation.values()) {
      stack.run(operation);
    }

    for (var operation : Operation.values()) {
      stack.kill(operation, random.nextDouble());
    }
  }

  @Test
  @Tag("slow")
  void killsOfCreatesAndDestroysLeaveNothingBehind() throws Exception {
    var stack = SmallStack.of(SCENARIO, "e2e-killed-create");
    // The node may pull the image during the first create, so the second one is the usual one.
    for (var run = 1; run <= 2; run++) {
      stack.run(Operation.CREATE);
      stack.run(Operation.DESTROY);
    }

    for (var kill = 0; kill < KILLS; kill++) {
      stack.kill(Operation.CREATE, moment(kill));
      stack.kill(Operation.DESTROY, moment(kill));
    }
  }

  @Test
  @Tag("slow")
  void killsOfUpdatesLeaveNothingBehind() throws Exception {
    var stack = SmallStack.of(SCENARIO, "e2e-killed-update");
    stack.run(Operation.CREATE);
    // An update in each direction.
    stack.run(Operation.UPDATE);
    stack.run(Operation.UPDATE);

    for (var kill = 0; kill < KILLS; kill++) {
      stack.kill(Operation.UPDATE, moment(kill));
    }
  }

  /** A random moment in the kill's own tenth of the operation, so that the kills are spread. */
  private double moment(int kill) {
    return (kill + random.nextDouble()) / KILLS;
  }
}
