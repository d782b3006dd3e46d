package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;

/**
 * One fault of each kind, while an application runs. {@link ChaosIT} has all faults.
 *
 * <p>The application of each step needs all cores, and so shows that the step before left the
 * cluster whole.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** In the first quarter of the application. */
  private static final double MOMENT = 0.3;

  private static Cluster cluster;

  @BeforeAll
  static void create() throws Exception {
    cluster = Cluster.create(SCENARIO, "e2e-faults");
  }

  @Test
  @Order(1)
  void anApplicationContinuesOnANewMaster() throws Exception {
    requireNoProblem(run(Fault.MASTER_JVM_KILLED));
  }

  @Test
  @Order(2)
  void aMasterThatEndsTogetherWithAWorkerForgetsTheWorkerOnly() throws Exception {
    requireNoProblem(run(Fault.MASTER_WITH_WORKER));
  }

  @Test
  @Order(3)
  void aDriverThatEndsTogetherWithTheMasterFreesItsCores() throws Exception {
    requireNoProblem(run(Fault.MASTER_WITH_DRIVER));
  }

  @Test
  @Order(4)
  void aKilledExecutorLosesNoResult() throws Exception {
    requireNoProblem(run(Fault.EXECUTOR_KILLED));
  }

  @Test
  @Order(5)
  void workersThatAreScaledInMoveTheirMapOutputs() throws Exception {
    requireNoProblem(run(Fault.WORKERS_SCALED_IN));
  }

  @Test
  @Order(6)
  void anUpdateReplacesOneWorkerAfterTheOther() throws Exception {
    requireNoProblem(run(Fault.WORKERS_ROLLED));
  }

  private static Outcome run(Fault fault) throws Exception {
    return FaultRun.of(cluster, new Plan.Step(fault, MOMENT));
  }

  private static void requireNoProblem(Outcome outcome) {
    assertEquals(List.of(), outcome.problems());
  }
}
