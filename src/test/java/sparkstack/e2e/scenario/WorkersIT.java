package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication;

/** Workers that end while an application runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkersIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** A label of this stack's pods only. */
  private static final String DRAINED = "e2e-drained";

  private static final int WORKERS = 4;
  private static final Duration DECOMMISSION = Duration.ofMinutes(2);

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static String uiUrl;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-workers")
            .set("workerReplicas", WORKERS)
            .set("workerCores", 1)
            .set("workerDecommissionSeconds", DECOMMISSION.toSeconds())
            .set("labels", Map.of(DRAINED, "true"))
            // The shell of Spark SQL logs only warnings of loggers that the config does not name.
            .set("driverLogLevels", Map.of("org.apache.spark.scheduler", "info"))
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    namespace = stack.namespace();
    stack.up();
    uiUrl = stack.output("uiUrl");
  }

  @Test
  @Order(1)
  void aWorkerAndAnExecutorThatAreKilledLoseNoResult() throws Exception {
    try (var application = TimedApplication.startShuffle(namespace, uiUrl, 48)) {
      application.awaitLog("Finished task 3.0 in stage 1.0");
      var workers = namespace.pods("worker");
      namespace.killExecutors(workers.get(0));
      namespace.deletePodByForce(workers.get(1));
      application.requireResult();
    }
    requireAllCores();
  }

  @Test
  @Order(2)
  void workersThatAreScaledInMoveTheirMapOutputs() throws Exception {
    MasterPage.awaitAliveWorkers(uiUrl, WORKERS);
    try (var application = TimedApplication.startShuffle(namespace, uiUrl, 64)) {
      application.awaitLog("Finished task 3.0 in stage 1.0");

      namespace.scaleWorkers(WORKERS / 2);

      application.requireResult();
      assertEquals(
          1,
          application.log("missing tasks from ShuffleMapStage 0 ").size(),
          () -> "Map outputs were computed again:\n" + application.log());
    }
    MasterPage.awaitAliveWorkers(uiUrl, WORKERS / 2);
  }

  @Test
  @Order(3)
  void aWorkerWithoutExecutorsEndsAtOnce() {
    var worker = namespace.pods("worker").get(0);
    namespace.deletePod(worker);
    namespace.awaitEnd(worker, DECOMMISSION.dividedBy(4));
  }

  @Test
  @Order(4)
  void anUpdateReplacesOneWorkerAfterTheOther() throws Exception {
    namespace.scaleWorkers(3);
    MasterPage.awaitAliveWorkers(uiUrl, 3);
    stack.set("workerReplicas", 3);
    try (var terminations = namespace.watchTerminations("worker");
        var application = TimedApplication.startShuffle(namespace, uiUrl, 90)) {
      application.awaitLog("Finished task 2.0 in stage 1.0");

      stack.set("workerLogLevels", Map.of("root", "warn")).up();

      assertEquals(3, terminations.count());
      assertEquals(1, terminations.most());
      application.requireResult();
    }
    requireAllCores();
  }

  /** All pods of the cluster are on one node, and no other node has room for them. */
  @Test
  @Order(5)
  void aNodeDrainsWhileAnApplicationRuns() throws Exception {
    var node = namespace.pods("master").get(0).getSpec().getNodeName();
    try (var application = TimedApplication.startShuffle(namespace, uiUrl, 48)) {
      application.awaitLog("Finished task 2.0 in stage 1.0");
      try {
        Command.of("kubectl", "drain", node, "--ignore-daemonsets", "--delete-emptydir-data")
            .and("--pod-selector=" + DRAINED, "--timeout=3m")
            .run();
      } finally {
        Command.of("kubectl", "uncordon", node).run();
      }
      application.requireResult();
    }
    requireAllCores();
  }

  private static void requireAllCores() throws Exception {
    var workers = namespace.workerReplicas();
    MasterPage.awaitAliveWorkers(uiUrl, workers);
    try (var next = TimedApplication.start(namespace, uiUrl, 8)) {
      Await.until(
          "an application with all cores",
          DECOMMISSION,
          () -> MasterPage.read(uiUrl).usedCores(),
          cores -> cores == workers);
      next.requireResult();
    }
  }
}
