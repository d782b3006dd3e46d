package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;

/** Scales the workers by the config, by hand, and with an autoscaler. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScalingIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** The timeout of a command in a pod whose CPU is busy. */
  private static final Duration BUSY_POD = Duration.ofMinutes(2);

  /**
   * Runs tasks on all cores, for longer than the test waits, and writes the ID of its process to a
   * file.
   */
  private static final String LOAD =
      """
      nohup sh -c 'echo $$ >/tmp/load.pid; exec timeout 900 spark-sql \
        --master spark://spark-master:7077 --driver-memory 512m \
        --properties-file /etc/spark/spark.conf \
        --driver-java-options @/etc/spark-authentication/java-options \
        --conf spark.driver.host=$POD_IP --conf spark.ui.enabled=false \
        --conf spark.sql.catalogImplementation=in-memory \
        -e "select sum(hash(id)) from range(0, 1000000000000, 1, 1000)"' >/tmp/load.log 2>&1 &
      """;

  private static TestStack stack;
  private static SparkNamespace namespace;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-scaling")
            .set(
                "workerMemoryLimit",
                "3g") // also for the driver of the load, which runs in a worker's pod
            .clusterOnly();
    namespace = stack.namespace();
    stack.up();
  }

  @Test
  @Order(1)
  void aPreviewOfScalingShowsOneChangedField() throws Exception {
    stack.set("workerReplicas", 3);

    var diff = stack.pulumi("preview", "--diff");

    assertEquals(Set.of("update Deployment spark-worker"), stack.preview().steps());
    assertEquals(
        List.of("~ replicas: 2 => 3", "~ workerReplicas: 2 => 3"),
        diff.lines().map(String::strip).filter(line -> line.contains("=>")).toList(),
        "The field, and the stack's output: " + diff);
    stack.set("workerReplicas", 2);
  }

  @Test
  @Order(2)
  void aRefreshShowsKubectlScaleAsDriftAndUpRevertsIt() throws Exception {
    namespace.scaleWorkers(1);

    var drift = stack.pulumi("preview", "--refresh", "--diff");
    stack.pulumi("up", "--refresh", "--yes");

    assertTrue(drift.contains("~ replicas: 1 => 2"), drift);
    assertEquals(2, namespace.workerReplicas());
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 2);
  }

  @Test
  @Order(3)
  void enablingAutoscalingKeepsTheWorkers() throws Exception {
    var workers = namespace.incarnations("worker");
    stack.set("workerMaxReplicas", 3).set("workerTargetCpu", "200m");
    var changes =
        Set.of("create HorizontalPodAutoscaler spark-worker", "update Deployment spark-worker");

    assertEquals(changes, stack.preview().steps());
    assertEquals(changes, stack.up().steps());

    assertEquals(workers, namespace.incarnations("worker"));
  }

  @Test
  @Order(4)
  void theAutoscalerAddsWorkersForABusyApplication() throws Exception {
    var client = namespace.pods("worker").get(0);
    namespace.exec(client, BUSY_POD, "sh", "-c", LOAD);

    Await.until("a third worker", Duration.ofMinutes(8), namespace::workerReplicas, is -> is == 3);

    namespace.exec(client, BUSY_POD, "sh", "-c", "kill $(cat /tmp/load.pid)");
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 3);
  }

  @Test
  @Order(5)
  void anUpdateKeepsAndOutputsTheNumberOfTheAutoscaler() throws Exception {
    var workers = namespace.incarnations("worker");

    // A refresh of a Deployment that is not ready would be a change.
    Await.until(
        "three ready workers", Duration.ofMinutes(3), namespace::readyWorkers, is -> is == 3);
    stack.previewExpectingNoChanges();
    stack.upExpectingNoChanges();
    stack.pulumi("preview", "--refresh", "--expect-no-changes");
    stack.pulumi("up", "--refresh", "--yes");

    assertEquals(workers, namespace.incarnations("worker"));
    assertEquals("3", stack.output("workerReplicas"));
  }

  @Test
  @Order(6)
  void anUpdateThatReplacesTheWorkersKeepsTheirNumber() throws Exception {
    stack.set("workerLogLevels", Map.of("root", "warn")).up();

    assertEquals(3, namespace.workerReplicas());
  }

  /** The remaining workers are some of the previous ones: the update did not first scale to one. */
  @Test
  @Order(7)
  void disablingAutoscalingKeepsTheWorkers() throws Exception {
    var workers = namespace.incarnations("worker");
    stack.unset("workerMaxReplicas").unset("workerTargetCpu");
    var changes =
        Set.of("delete HorizontalPodAutoscaler spark-worker", "update Deployment spark-worker");

    assertEquals(changes, stack.preview().steps());
    assertEquals(changes, stack.up().steps());

    assertEquals(2, namespace.workerReplicas());
    assertTrue(workers.containsAll(namespace.incarnations("worker")));
  }
}
