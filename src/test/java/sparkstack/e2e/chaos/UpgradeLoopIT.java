package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Http;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Orphans;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.SparkVersions;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication;
import sparkstack.e2e.support.TimedApplication.Result;
import sparkstack.e2e.support.WeatherLog;

/** Changes the version of Spark, and back, while applications are submitted in a loop. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeLoopIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final String IMAGE = "**spark:index:SparkImage**";

  private static final int WORKERS = 2;

  /** Applications with the right result before and after each change. */
  private static final int STEADY = 3;

  /** An application that still runs when the update has ended. */
  private static final int LONG = 3600;

  /** How long a worker waits for executors whose application the new master does not know. */
  private static final Duration DECOMMISSION = Duration.ofSeconds(20);

  private static final Duration CLEANUP = Duration.ofMinutes(3);

  /** A driver asks the new master three times, every 20 seconds, before it ends. */
  private static final Duration FAILURE = Duration.ofMinutes(2);

  private static String oldVersion;
  private static String newVersion;
  private static TestStack stack;
  private static SparkNamespace namespace;

  @BeforeAll
  static void create() throws Exception {
    oldVersion = SparkVersions.required("4.1.4");
    newVersion = SparkVersions.required("4.3.0");
    stack =
        SCENARIO
            .stack("e2e-upgrade-loop")
            .set("sparkVersion", oldVersion)
            .set("workerReplicas", WORKERS)
            .set("workerDecommissionSeconds", DECOMMISSION.toSeconds())
            .set("driverLogLevels", Map.of("org.apache.spark.scheduler", "info"))
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    namespace = stack.namespace();
    // Both images are built before the changes, so that the loop measures the cluster only.
    stack.set("sparkVersion", newVersion).up(IMAGE);
    stack.set("sparkVersion", oldVersion).up();
  }

  @Test
  @Order(1)
  void anUpgradeLosesNoResultOfTheApplicationsBeforeAndAfterIt() throws Exception {
    changeVersionInTheLoop(newVersion, "upgrade.downtime_s");
  }

  @Test
  @Order(2)
  void aRollbackLosesNoResultOfTheApplicationsBeforeAndAfterIt() throws Exception {
    changeVersionInTheLoop(oldVersion, "upgrade.rollback_downtime_s");
  }

  /** Its driver is not the stack's, so that the update does not replace it. */
  @Test
  @Order(3)
  void anApplicationThatRunsAcrossAnUpgradeFailsAndNamesIt() throws Exception {
    try (var application = TimedApplication.start(namespace, stack.output("uiUrl"), LONG)) {
      application.awaitParts(WORKERS, 1);

      stack.set("sparkVersion", newVersion).up();

      WeatherLog.of(namespace).requireSummary(1, "not written");
      var driver = application.driver();
      Await.until(
          "the failure of " + application.id(),
          FAILURE,
          () -> namespace.phase(driver),
          phase -> phase.equals("Failed"));
      var reason =
          application
              .log()
              .lines()
              .filter(it -> it.startsWith("forgotten: "))
              .findFirst()
              .orElse("");
      assertTrue(reason.contains(application.id()), application::log);
      assertTrue(reason.contains("Spark " + newVersion), reason);
      assertTrue(reason.contains("Spark " + oldVersion), reason);
    }
  }

  private static void changeVersionInTheLoop(String version, String figure) throws Exception {
    List<Submission> submissions;
    Instant began;
    Instant ended;
    try (var loop = ApplicationLoop.start(namespace)) {
      loop.awaitRightResults(STEADY);
      began = Instant.now();
      stack.set("sparkVersion", version).up();
      ended = Instant.now();
      loop.awaitRightResults(STEADY);
      submissions = loop.stop();
    }
    print(submissions, figure);
    requireNoWrongResult(submissions);
    requireLostOnesOnlyBetween(began, ended, submissions);
    requireVersion(version);
    WeatherLog.of(namespace).requireSummary(1, "not written");
    Await.until("no orphans", CLEANUP, () -> Orphans.of(stack), Set::isEmpty);
    stack.previewExpectingNoChanges();
  }

  private static void print(List<Submission> submissions, String figure) {
    var failed = submissions.stream().filter(it -> it.result() != Result.RIGHT).count();
    System.out.printf("%d applications, %d without the right result%n", submissions.size(), failed);
    System.out.printf(
        Locale.ROOT,
        "figure %s %.1f s%n",
        figure,
        Submission.longestPause(submissions).toMillis() / 1000.0);
  }

  private static void requireNoWrongResult(List<Submission> submissions) {
    assertEquals(
        List.of(),
        submissions.stream()
            .filter(it -> it.result() == Result.WRONG)
            .map(Submission::log)
            .toList());
    assertEquals(
        2, submissions.stream().map(Submission::image).distinct().count(), "Images of the drivers");
  }

  /** A running application cannot outlive the update. All others must have a result. */
  private static void requireLostOnesOnlyBetween(
      Instant began, Instant ended, List<Submission> submissions) {
    assertEquals(
        List.of(),
        submissions.stream()
            .filter(it -> it.result() == Result.NONE && !it.overlaps(began, ended))
            .map(Submission::log)
            .toList());
  }

  private static void requireVersion(String version) throws Exception {
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), WORKERS);
    var page = Http.get(stack.output("uiUrl")).body();
    assertTrue(page.contains(">" + version + "<"), page);
  }
}
