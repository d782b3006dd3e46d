package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.KnownSum;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkClient;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication.Result;

/** Many short applications in a row do not fill the workers' disks and the master. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyApplicationsIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final int WORKERS = 2;
  private static final int APPLICATIONS = 200;
  private static final int BATCH = 20;

  /** Fewer than the applications, so that the master must forget some. */
  private static final int RETAINED = 50;

  /** How many ended executors a worker keeps the logs of. */
  private static final int EXECUTORS = 50;

  /** Each has an executor on each worker, so that the workers must delete logs. */
  private static final int FIRST_APPLICATIONS = 60;

  /** A worker deletes nothing of the last minute. */
  private static final Duration DELETION = Duration.ofMinutes(3);

  /**
   * By how many KiB the disk use of a worker may differ without applications: a worker's JVM keeps
   * small files in /tmp, and a folder that had many entries stays larger. The logs of the later
   * applications have several times that.
   */
  private static final int DIFFERENCE = 1024;

  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final String WORK = "/opt/spark/work";

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static SparkClient client;

  /** Of the workers, after the first applications. */
  private static Map<String, Integer> firstUse;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-many")
            .set("workerReplicas", WORKERS)
            .set("workerCores", 1)
            .set(
                "masterConf", Map.of("spark.deploy.retainedApplications", String.valueOf(RETAINED)))
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    namespace = stack.namespace();
    stack.up();
    client = SparkClient.start(namespace);
  }

  @Test
  @Order(1)
  void workersKeepTheLogsOfTheLastExecutors() throws Exception {
    requireRightResults(0, FIRST_APPLICATIONS);
    printUseOfLogs();

    awaitLastLogs();
    firstUse = diskUse();
  }

  @Test
  @Order(2)
  void theDiskUseIsFlatAfterAllApplications() throws Exception {
    var workers = namespace.incarnations("worker");

    for (var number = FIRST_APPLICATIONS; number < APPLICATIONS; number += BATCH) {
      requireRightResults(number, BATCH);
    }

    awaitLastLogs();
    assertEquals(workers, namespace.incarnations("worker"));
    var use = diskUse();
    use.forEach(
        (worker, now) ->
            assertTrue(
                now <= firstUse.get(worker) + DIFFERENCE,
                () -> "KiB on the workers' disks: first %s, now %s".formatted(firstUse, use)));
  }

  @Test
  @Order(3)
  void theMasterForgetsTheOldestApplications() throws Exception {
    var page = MasterPage.read(stack.output("uiUrl"));

    assertTrue(page.completedApplications() <= RETAINED, page::toString);
    assertTrue(page.completedApplications() > 0, page::toString);
    assertEquals(0, page.usedCores());
    assertEquals(WORKERS, page.aliveWorkers().size());
  }

  private static void requireRightResults(int from, int count) throws Exception {
    var jobs = IntStream.range(from, from + count).mapToObj(KnownSum::ofShortJob).toList();
    var outputs = client.run(jobs.stream().map(KnownSum::statements).toList());
    assertEquals(count, outputs.size(), outputs::toString);
    var failures = new ArrayList<String>();
    for (var job = 0; job < count; job++) {
      var result = jobs.get(job).in(outputs.get(job));
      if (result != Result.RIGHT) {
        failures.add("application %d: %s%n%s".formatted(from + job, result, outputs.get(job)));
      }
    }
    assertEquals(List.of(), failures);
  }

  private static void awaitLastLogs() {
    Await.until(
        "the logs of %d executors on each worker".formatted(EXECUTORS),
        DELETION,
        ManyApplicationsIT::logs,
        it -> it.equals(Collections.nCopies(WORKERS, (long) EXECUTORS)));
  }

  /** The number of executors whose logs each worker has. */
  private static List<Long> logs() throws Exception {
    var logs = new ArrayList<Long>();
    for (var worker : namespace.pods("worker")) {
      var files = namespace.exec(worker, COMMAND, "bash", "-c", "ls " + WORK + "/*/*/stderr");
      logs.add(files.lines().count());
    }
    return logs;
  }

  /** KiB on the disk of each worker. */
  private static Map<String, Integer> diskUse() throws Exception {
    var use = new TreeMap<String, Integer>();
    for (var worker : namespace.pods("worker")) {
      use.put(worker.getMetadata().getName(), kibibytes(worker, WORK, "/tmp"));
    }
    return use;
  }

  private static int kibibytes(Pod worker, String... folders) throws Exception {
    var command = new ArrayList<>(List.of("du", "--summarize", "--total", "--block-size=1K"));
    command.addAll(List.of(folders));
    var lines = namespace.exec(worker, COMMAND, command.toArray(String[]::new)).lines().toList();
    return Integer.parseInt(lines.get(lines.size() - 1).split("\t")[0]);
  }

  /** What an application leaves on a worker's disk until its logs are old. */
  private static void printUseOfLogs() throws Exception {
    var worker = namespace.pods("worker").get(0);
    var newest = namespace.exec(worker, COMMAND, "ls", "--sort=time", WORK).lines().findFirst();
    System.out.printf(
        "figure disk.logs_of_application %d KiB%n",
        kibibytes(worker, WORK + "/" + newest.orElseThrow()));
  }
}
