package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.StackImage;
import sparkstack.e2e.support.TestStack;

/** Pods that cannot start, and a pod that starts as soon as the cluster has capacity for it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StartFailureIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** The image of the local environment that Spark's image is based on. */
  private static final String NOT_SPARK = "localhost:5000/debian:bookworm";

  private static TestStack stack;

  private static String errorOfUp() {
    assertThrows(AutomationException.class, stack::up);
    return String.join("\n", stack.errors());
  }

  private static void assertSays(String error, String... parts) {
    for (var part : parts) {
      assertTrue(error.contains(part), () -> "\"%s\" is not in:%n%s".formatted(part, error));
    }
  }

  @Test
  @Order(1)
  void upFailsWithTheErrorOfTheRegistry() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-start-failure")
            .set("imageReference", "localhost:5000/spark:no-such-tag")
            .set("workerReplicas", 1)
            .set("dataVolumeSize", "")
            .unset("driverJar")
            .unset("driverClass")
            .unset("driverArguments");

    assertSays(
        errorOfUp(),
        "Job spark-trial",
        "ImagePull",
        "localhost:5000/spark:no-such-tag: not found",
        "the settings spark:imagePullSecrets");
  }

  @Test
  @Order(2)
  void upWaitsForANodeWithCapacityAndReportsIt() throws Exception {
    stack.set("imageReference", StackImage.reference());
    stack.set("workerCpuRequest", "100").set("workerCpuLimit", "100");
    stack.set("podStartTimeoutMinutes", 1);

    assertSays(
        errorOfUp(),
        "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu",
        "Deployment spark-worker",
        "within spark:podStartTimeoutMinutes (1).");
    assertSays(stack.log(), "Waiting for Deployment spark-worker", "Insufficient cpu");
  }

  @Test
  @Order(3)
  void upFailsWithTheExceededQuota() throws Exception {
    stack.unset("workerCpuLimit").set("workerCpuRequest", "90m");
    stack.unset("podStartTimeoutMinutes");
    stack.namespace().allowNoPods();

    assertSays(errorOfUp(), "FailedCreate", "exceeded quota: no-pods", "Raise the quota");
  }

  /** The change makes a new ReplicaSet, because the old one retries only after some minutes. */
  @Test
  @Order(4)
  void theNextUpSucceeds() throws Exception {
    stack.namespace().allowPods();
    stack.set("workerCpuRequest", "100m");

    stack.up();

    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 1);
    assertTrue(stack.errors().equals(List.of()), () -> stack.errors().toString());
  }

  @Test
  @Order(5)
  void anImageThatDoesNotStartLeavesTheOldOneRunning() throws Exception {
    var good = stack.output("image");
    var master = stack.namespace().incarnations("master");
    var workers = stack.namespace().incarnations("worker");
    stack.set("imageReference", NOT_SPARK);

    assertSays(errorOfUp(), "Job spark-trial", "SPARK_HOME");

    assertEquals(master, stack.namespace().incarnations("master"));
    assertEquals(workers, stack.namespace().incarnations("worker"));
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 1);
    stack.set("imageReference", good).up();
    assertEquals(master, stack.namespace().incarnations("master"));
  }
}
