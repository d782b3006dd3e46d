package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SmallVolumes;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication;
import sparkstack.e2e.support.WeatherLog;

/** Volumes of the master and of the workers that have no space left. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullVolumesIT {
  /** Deleted after the stack. */
  @RegisterExtension
  @Order(1)
  private static final SmallVolumes VOLUMES = new SmallVolumes();

  @RegisterExtension
  @Order(2)
  private static final Scenario SCENARIO = new Scenario();

  private static final int WORKERS = 2;
  private static final int MEBIBYTES = 256;
  private static final String RECOVERY_CLASS = "e2e-full-recovery";
  private static final Duration PROBES = Duration.ofMinutes(3);

  /** A master that cannot read its state starts again after five minutes. */
  private static final Duration RESTART = Duration.ofMinutes(8);

  /** Files of the volumes, in the pods that have them. */
  private static final String IN_MASTER = "/var/lib/spark/filled";

  private static final String IN_WORKER = "/tmp/filled";

  /** The master's probe, which prints the reason. */
  private static final String IS_NOT_ALIVE =
      "! bash /etc/spark/master-is-alive /var/lib/spark 8080";

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static String uiUrl;

  @BeforeAll
  static void create() throws Exception {
    // It deletes the claims of a killed run.
    stack = SCENARIO.stack("e2e-full");
    VOLUMES.create("e2e-full-recovery", RECOVERY_CLASS, MEBIBYTES);
    for (var worker = 0; worker < WORKERS; worker++) {
      VOLUMES.create("e2e-full-scratch-" + worker, "e2e-full-scratch", MEBIBYTES);
    }
    stack
        .set("workerReplicas", WORKERS)
        .set("workerCores", 1)
        // RocksDB can still write to the space that it allocates in advance.
        .set("masterRecovery", "filesystem")
        .set("masterRecoveryStorageClass", RECOVERY_CLASS)
        .set("masterRecoverySize", MEBIBYTES + "Mi")
        .set("workerStorageClass", "e2e-full-scratch")
        .set("workerStorage", MEBIBYTES + "Mi")
        .set("driverLogLevels", Map.of("org.apache.spark.scheduler", "info"))
        .set("dataVolumeSize", "")
        .set("driverArguments", List.of());
    namespace = stack.namespace();
    stack.up();
    uiUrl = stack.output("uiUrl");
  }

  @Test
  @Order(1)
  void aWorkerWithoutSpaceFailsItsTasksElsewhereAndRecovers() throws Exception {
    var worker = namespace.pods("worker").get(0);
    try (var application = TimedApplication.start(namespace, uiUrl, 160)) {
      application.awaitParts(WORKERS, 2);
      fill(worker, IN_WORKER);
      Await.until("one ready worker", PROBES, namespace::readyWorkers, ready -> ready == 1);

      assertEquals(TimedApplication.Result.RIGHT, application.result(), application::log);

      var log = DriverLog.of(application.logWithTimes());
      assertTrue(log.failedTasks() > 0, application::log);
    }
    free(worker, IN_WORKER);
    Await.until("all ready workers", PROBES, namespace::readyWorkers, ready -> ready == WORKERS);
    requireAllCores();
  }

  /** Spark does not answer the driver, which gives up after a minute. */
  @Test
  @Order(2)
  void aMasterWithoutSpaceRefusesNewApplicationsWithTheReason() throws Exception {
    var master = namespace.pods("master").get(0);
    try (var running = TimedApplication.start(namespace, uiUrl, 600)) {
      fill(master, IN_MASTER);
      Await.until("no ready master", PROBES, FullVolumesIT::masterIsReady, ready -> !ready);
      stack.set("driverArguments", List.of("--scale", "1"));

      assertThrows(AutomationException.class, stack::up);

      var reason = String.join("\n", stack.errors());
      assertTrue(reason.contains("All masters are unresponsive"), reason);
      assertTrue(reason.contains("the recovery volume is full"), reason);
      free(master, IN_MASTER);
      Await.until("a ready master", PROBES, FullVolumesIT::masterIsReady, ready -> ready);
      stack.up();
      WeatherLog.of(namespace).requireSummary(1, "not written");
      assertEquals(TimedApplication.Result.RIGHT, running.result(), running::log);
    }
    requireAllCores();
  }

  /** With the default, whose files RocksDB cannot open without space. */
  @Test
  @Order(3)
  void aMasterThatStartsWithoutSpaceReadsItsStateOnceThereIsSpace() throws Exception {
    stack.unset("masterRecovery").up();
    var master = namespace.pods("master").get(0);
    try (var running = TimedApplication.start(namespace, uiUrl, 1200)) {
      running.awaitParts(WORKERS, 2);
      fill(master, IN_MASTER);
      var before = namespace.incarnations("master");
      namespace.killJvm(master);
      Await.until(
          "a new master",
          PROBES,
          () -> namespace.incarnations("master"),
          now -> !now.equals(before));
      Await.until(
          "a master that cannot read its state",
          PROBES,
          () -> namespace.exec(master, PROBES, "bash", "-c", IS_NOT_ALIVE),
          reason -> reason.contains("the master cannot read its state without space"));

      free(master, IN_MASTER);

      Await.until("a ready master", RESTART, FullVolumesIT::masterIsReady, ready -> ready);
      Await.until(
          "the running application on the master's page",
          PROBES,
          () -> MasterPage.read(uiUrl).applications(),
          Set.of(running.id())::equals);
      assertEquals(TimedApplication.Result.RIGHT, running.result(), running::log);
    }
    requireAllCores();
  }

  @Test
  @Order(4)
  void aMasterWithAnotherStorageClassHasAnotherVolume() throws Exception {
    assertEquals(Set.of("spark-recovery-" + RECOVERY_CLASS), claimsOfMaster());

    stack.unset("masterRecoveryStorageClass").up();

    assertEquals(Set.of("spark-recovery"), claimsOfMaster());
    // The workers have the address of a master that had recovered.
    requireAllCores();
  }

  private static Set<String> claimsOfMaster() {
    return namespace.uids().keySet().stream()
        .filter(it -> it.startsWith("PersistentVolumeClaim spark-recovery"))
        .map(it -> it.substring("PersistentVolumeClaim ".length()))
        .collect(Collectors.toSet());
  }

  private static boolean masterIsReady() {
    return namespace.hasOneReadyPod("master");
  }

  private static void fill(Pod pod, String file) throws Exception {
    namespace.exec(pod, PROBES, "bash", "-c", "! head --bytes=1G /dev/zero >" + file);
  }

  private static void free(Pod pod, String file) throws Exception {
    namespace.exec(pod, PROBES, "rm", file);
  }

  private static void requireAllCores() throws Exception {
    MasterPage.awaitAliveWorkers(uiUrl, WORKERS);
    try (var next = TimedApplication.start(namespace, uiUrl, 8)) {
      Await.until(
          "an application with all cores",
          PROBES,
          () -> MasterPage.read(uiUrl).usedCores(),
          cores -> cores == WORKERS);
      assertEquals(TimedApplication.Result.RIGHT, next.result(), next::log);
    }
  }
}
