package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
import sparkstack.e2e.support.WeatherLog;

/** Applications that fail, and drivers that are deleted or evicted. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailingDriverIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static TestStack stack;
  private static SparkNamespace namespace;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-failing-driver")
            .set("workerReplicas", 1)
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of("--input", "/missing.csv"));
    namespace = stack.namespace();
  }

  @Test
  @Order(1)
  void upFailsWithTheReasonFirst() {
    assertThrows(AutomationException.class, stack::up);

    var reason = "weather: failed: ";
    var inLog = namespace.driverLog().lines().filter(line -> line.startsWith(reason)).toList();
    assertEquals(1, inLog.size(), () -> reason + " in " + namespace.driverLog());
    assertTrue(inLog.get(0).contains("/missing.csv"), inLog.get(0));
    assertEquals(inLog.get(0), stack.driverFailure(), stack.log());
  }

  @Test
  @Order(2)
  void aFailedDriverDoesNotAffectTheCluster() throws Exception {
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 1);
    assertEquals(
        Set.of(
            "Namespace spark-e2e-failing-driver",
            "PersistentVolumeClaim spark-recovery",
            "Deployment spark-master",
            "Deployment spark-worker",
            "Service spark-master",
            "Service spark-ui",
            "Job spark-driver",
            "Job spark-trial"),
        namespace.objects());
  }

  @Test
  @Order(3)
  void upFailsWithTheErrorOfSparkSubmit() {
    stack.set("driverClass", "example.Missing");

    assertThrows(AutomationException.class, stack::up);

    assertEquals("Error: Failed to load class example.Missing.", stack.driverFailure());
  }

  @Test
  @Order(4)
  void upReportsADeletedPod() throws Exception {
    stack.set("driverClass", "sparkstack.examples.weather.Weather");
    stack.set("driverArguments", List.of("--scale", "1000000"));

    failWhileItRuns(pod -> namespace.deleteDriverPod());

    // The words depend on whether the program began to watch before the pod was gone: RunTest.
    assertTrue(stack.driverFailure().startsWith("Deleted: "), stack.driverFailure());
  }

  @Test
  @Order(5)
  void upReportsAnEvictedPod() throws Exception {
    stack.set("driverStorage", "64Mi");

    failWhileItRuns(
        pod ->
            namespace.exec(
                pod, Duration.ofMinutes(1), "sh", "-c", "head -c 100M /dev/zero >/tmp/file"));

    assertTrue(stack.driverFailure().contains("exceeds the"), stack.driverFailure());
    assertTrue(
        String.join("\n", stack.errors()).contains("raise spark:driverStorage"), stack.log());
  }

  private interface Damage {
    void to(Pod driver) throws Exception;
  }

  /** Runs an update that fails because the driver is damaged while it runs. */
  private static void failWhileItRuns(Damage damage) throws Exception {
    var before = namespace.pods("driver");
    var up = CompletableFuture.runAsync(() -> assertThrows(AutomationException.class, stack::up));
    var driver =
        Await.until(
            "a running driver",
            Duration.ofMinutes(2),
            () ->
                namespace.pods("driver").stream()
                    .filter(pod -> !before.contains(pod))
                    .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                    .findFirst(),
            Optional::isPresent);
    damage.to(driver.get());
    up.get(3, TimeUnit.MINUTES);
  }

  @Test
  @Order(6)
  void theNextUpOnlyRunsTheDriverAgain() throws Exception {
    var job = namespace.driverJob().getMetadata().getUid();
    var worker = namespace.incarnations("worker");
    stack.set("driverArguments", List.of()).set("driverStorage", "1Gi");

    assertEquals(Set.of("replace Job spark-driver"), stack.up().steps());

    assertNotEquals(job, namespace.driverJob().getMetadata().getUid());
    WeatherLog.of(namespace).requireSummary(1, "not written");
    assertEquals(worker, namespace.incarnations("worker"));
  }
}
