package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pulumi.automation.AutomationException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import sparkstack.e2e.support.TimedApplication;
import sparkstack.e2e.support.WeatherLog;

/** Masters that end while an application runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecoveryIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final int WORKERS = 2;
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  /** With Spark's default, a master forgets a driver that is gone only after 60 seconds. */
  private static final Duration BEFORE_SPARKS_DEFAULT = Duration.ofSeconds(30);

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static String uiUrl;

  private interface Damage {
    void to(Pod master) throws Exception;
  }

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-recovery")
            .set("workerReplicas", WORKERS)
            .set("workerCores", 1)
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    namespace = stack.namespace();
    stack.up();
    uiUrl = stack.output("uiUrl");
  }

  /** One application outlives five masters. */
  @Test
  @Order(1)
  void aRunningApplicationContinuesOnEachNewMaster() throws Exception {
    try (var application = TimedApplication.start(namespace, uiUrl, 240)) {
      replaceMaster(application, "deleted pod", namespace::deletePod);
      replaceMaster(application, "pod deleted by force", namespace::deletePodByForce);
      replaceMaster(application, "killed JVM", namespace::killJvm);
      replaceMaster(application, "evicted pod", namespace::evict);
      replaceMaster(
          application,
          "changed config",
          master -> stack.set("masterLogLevels", Map.of("root", "debug")).up());
      application.requireResult();
    }
  }

  private static void replaceMaster(TimedApplication application, String fault, Damage damage)
      throws Exception {
    var workers = MasterPage.read(uiUrl).workerIds();
    afterANewMaster(fault, damage);
    var page =
        Await.until(
            "an ALIVE master after " + fault,
            RECOVERY,
            () -> MasterPage.read(uiUrl),
            it -> it.status().equals("ALIVE"));
    assertEquals(workers, page.workerIds(), fault);
    assertEquals(Set.of(application.id()), page.applications(), fault);
  }

  /** Does the damage, and waits until a new master is ready and the old one is gone. */
  private static void afterANewMaster(String fault, Damage damage) throws Exception {
    var before = namespace.incarnations("master");
    damage.to(namespace.pods("master").get(0));
    Await.until(
        "a new master after " + fault,
        RECOVERY,
        () -> namespace.incarnations("master"),
        now -> !now.equals(before) && namespace.hasOneReadyPod("master"));
  }

  @Test
  @Order(2)
  void aMasterThatEndsTogetherWithAWorkerForgetsTheWorkerOnly() throws Exception {
    try (var application = TimedApplication.start(namespace, uiUrl, 60)) {
      afterANewMaster(
          "deleted with a worker",
          master -> {
            namespace.deletePodByForce(namespace.pods("worker").get(0));
            namespace.deletePodByForce(master);
          });

      MasterPage.awaitAliveWorkers(uiUrl, WORKERS);
      application.requireResult();
    }
  }

  @Test
  @Order(3)
  void aNewApplicationIsTakenAtOnce() throws Exception {
    afterANewMaster("pod deleted by force", namespace::deletePodByForce);
    MasterPage.awaitAliveWorkers(uiUrl, WORKERS);

    try (var application = TimedApplication.start(namespace, uiUrl, 4)) {
      application.requireResult();
    }
    assertEquals(List.of(), List.copyOf(MasterPage.read(uiUrl).applications()));
  }

  /** The Job fails, and the next update runs the application again. */
  @Test
  @Order(4)
  void aDriverThatEndsTogetherWithTheMasterFreesItsCores() throws Exception {
    stack.set("driverArguments", List.of("--scale", "1000000"));
    var up = CompletableFuture.runAsync(() -> assertThrows(AutomationException.class, stack::up));
    Await.until(
        "an application with cores",
        RECOVERY,
        () -> MasterPage.read(uiUrl),
        page -> page.applications().size() == 1 && page.usedCores() == WORKERS);

    afterANewMaster(
        "deleted with the driver",
        master -> {
          namespace.deletePodByForce(namespace.pods("driver").get(0));
          namespace.deletePodByForce(master);
        });

    up.get(2, TimeUnit.MINUTES);
    Await.until(
        "free cores",
        BEFORE_SPARKS_DEFAULT,
        () -> MasterPage.read(uiUrl),
        page ->
            page.status().equals("ALIVE")
                && page.aliveWorkers().size() == WORKERS
                && page.applications().isEmpty()
                && page.usedCores() == 0);
    stack.set("driverArguments", List.of()).up();
    WeatherLog.of(namespace).requireSummary(1, "not written");
  }
}
