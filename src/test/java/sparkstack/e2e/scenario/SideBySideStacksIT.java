package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Changes;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.TestStack;

/** Two stacks of the same project on one Kubernetes cluster, without drivers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SideBySideStacksIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static TestStack one;
  private static TestStack other;

  @BeforeAll
  static void create() throws Exception {
    one = SCENARIO.stack("e2e-one");
    other = SCENARIO.stack("e2e-other");
    for (var stack : List.of(one, other)) {
      stack.set("workerReplicas", 1).clusterOnly();
    }
  }

  @Test
  @Order(1)
  void bothStacksAreCreatedAtTheSameTime() throws Exception {
    // Afterwards, the outputs of the rest are unknown in the state.
    one.up("**spark:index:SparkImage**");

    atOnce(one::up, other::up);

    for (var stack : List.of(one, other)) {
      assertEquals(
          Set.of(
              "Namespace " + stack.output("namespace"),
              "PersistentVolumeClaim spark-recovery",
              "Deployment spark-master",
              "Deployment spark-worker",
              "Service spark-master",
              "Service spark-ui",
              "Job spark-trial"),
          stack.namespace().objects());
    }
    assertNotEquals(one.output("uiUrl"), other.output("uiUrl"));
  }

  @Test
  @Order(2)
  void eachMasterHasOnlyItsOwnWorker() throws Exception {
    for (var stack : List.of(one, other)) {
      var page = MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 1);
      assertEquals(workerAddresses(stack), page.aliveWorkers());
    }
  }

  @Test
  @Order(3)
  void destroyingOneStackKeepsTheOther() throws Exception {
    var before = other.namespace().incarnations("worker");

    one.destroy();

    assertFalse(one.namespace().exists());
    MasterPage.awaitAliveWorkers(other.output("uiUrl"), 1);
    assertEquals(before, other.namespace().incarnations("worker"));
    other.upExpectingNoChanges();
  }

  private static Set<String> workerAddresses(TestStack stack) {
    return stack.namespace().pods("worker").stream()
        .map(pod -> pod.getStatus().getPodIP())
        .collect(Collectors.toSet());
  }

  private static void atOnce(Callable<Changes> first, Callable<Changes> second) throws Exception {
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (Future<Changes> result : threads.invokeAll(List.of(first, second))) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdown();
    }
  }
}
