package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.ForeignPod;
import sparkstack.e2e.support.Http;
import sparkstack.e2e.support.KnownSum;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * Attacks on a cluster without NetworkPolicies, from a foreign pod and from an application: the
 * threats of docs/security.md that no other class tries.
 *
 * <p>The victim is an application that would take all cores, and that has a text in its shuffle
 * files. The same application in a driver of its own, without authentication and with the buttons
 * of the web UI, shows that the attacks work where nothing stops them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreatsIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final String TEXT = "confidential-0";

  /** The first map output, of the map task 0 for the only reducer. */
  private static final String BLOCK = "shuffle_0_0_0";

  /** The first statement writes the text to shuffle files. The second one sleeps for an hour. */
  private static final String STATEMENTS =
      """
      select text, count(*) from (
        select concat('confidential-', id % 2) as text from range(0, 100, 1, 2)) group by text;
      select sum(if(slept = '', 0, id)) from (
        select id, java_method('java.lang.Thread', 'sleep', bigint(1000)) as slept
        from range(0, 3600, 1, 3600))
      """;

  /**
   * A task that needs 2 GB of heap. Its argument is no constant, so the driver does not need it.
   */
  private static final String EAT_MEMORY =
      "select sum(length(repeat(concat('x', id), 1000000000))) from range(0, 1, 1, 1)";

  /** A file of the pod that the victim gives to its executors. */
  private static final String SERVED = "log4j2.properties";

  private static final String APPLICATION_NAME = "an-application-of-which-nobody-knows";

  /** What Spark's processes call themselves when they authenticate. */
  private static final String HANDSHAKE = "sparkSaslUser";

  private static final String REFUSED = "Unknown challenge message";
  private static final KnownSum JOB = KnownSum.ofShortJob(1);
  private static final int WORKERS = 2;
  private static final int TAP = 9077;
  private static final int REST = 6066;
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration COMMAND = Duration.ofMinutes(1);

  /** The kubelet measures the disk space of pods about once in a minute. */
  private static final Duration EVICTION = Duration.ofMinutes(4);

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static String uiUrl;
  private static ForeignPod foreign;
  private static Pod victim;
  private static Pod unprotected;
  private static String victimId;

  /** The address and the port at which the victim's only executor serves blocks. */
  private static String executor;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-threats")
            .set("networkPolicy", false)
            .set("workerReplicas", WORKERS)
            .set("workerCores", 1)
            .set("workerStorage", "256Mi")
            .set("masterConf", Map.of("spark.deploy.defaultCores", "1"))
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    namespace = stack.namespace();
    stack.up();
    uiUrl = stack.output("uiUrl");
    victim = startVictim("victim", "--files", "/etc/spark/" + SERVED);
    unprotected =
        startVictim(
            "unprotected",
            "--master",
            "local[1]",
            "--conf",
            "spark.authenticate=false",
            "--conf",
            "spark.network.crypto.enabled=false",
            // In place of the option that reads the secret.
            "--conf",
            "spark.driver.extraJavaOptions=-Dunprotected=true",
            "--conf",
            "spark.ui.killEnabled=true");
    foreign = ForeignPod.start(namespace, stack.output("image"));
    for (var driver : List.of(victim, unprotected)) {
      Await.until(
          "the shuffle of " + driver.getMetadata().getName(),
          START,
          () -> namespace.hasStarted(driver) ? namespace.log(driver) : "",
          log -> log.contains(TEXT + "\t50"));
    }
    victimId = MasterPage.read(uiUrl).applications().iterator().next();
    Await.until("a running job", START, ThreatsIT::runningJobs, jobs -> jobs.size() == 1);
    executor = executors().iterator().next();
  }

  /**
   * Keeps blocks uncompressed, so that a test finds the text in them, and until the driver ends:
   * otherwise, a garbage collection can delete them when their statement has ended.
   */
  private static Pod startVictim(String name, String... conf) {
    var all =
        new ArrayList<>(
            List.of(
                "--conf",
                "spark.cleaner.referenceTracking=false",
                "--conf",
                "spark.shuffle.compress=false",
                "--conf",
                "spark.sql.shuffle.partitions=1"));
    all.addAll(List.of(conf));
    return namespace.create(
        namespace.driver().withStatements(STATEMENTS, all.toArray(String[]::new)).named(name));
  }

  @Test
  @Order(1)
  void aForeignPodReadsNoShuffleData() throws Exception {
    var open = foreign.readBlock(namespace.address(unprotected), 7080, BLOCK);
    assertTrue(open.contains(TEXT), open);

    var worker = executor.split(":")[0];
    assertIsRefused(worker, Integer.parseInt(executor.split(":")[1]));
    assertIsRefused(worker, 7078);
    assertIsRefused(namespace.address(victim), 7079);
    assertIsRefused(namespace.address(victim), 7080);
    assertIsRefused(namespace.address(namespace.pods("master").get(0)), 7077);
  }

  private static void assertIsRefused(String host, int port) throws Exception {
    var answer = foreign.readBlock(host, port, BLOCK);
    assertTrue(answer.startsWith("refused: ") && answer.contains(REFUSED), answer);
  }

  /**
   * A known limit, of which docs/security.md tells: Spark asks for the secret before calls, but not
   * before streams. Only the NetworkPolicies protect these files.
   */
  @Test
  @Order(2)
  void aDriverServesItsFilesToEveryoneWhoReachesIt() throws Exception {
    var answer = foreign.readFile(namespace.address(victim), 7079, "/files/" + SERVED);

    assertTrue(answer.startsWith("read: ") && answer.contains("rootLogger"), answer);
  }

  @Test
  @Order(3)
  void aForeignPodDoesNotJoinAsAWorker() throws Exception {
    var master = "spark://%s:7077".formatted(namespace.address(namespace.pods("master").get(0)));
    foreign.start(
        "worker",
        "spark-class",
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        foreign.address(),
        "--work-dir",
        "/tmp/work",
        master);

    Await.until(
        "a refusal in the worker's log",
        COMMAND,
        () -> foreign.output("worker"),
        log -> log.contains("Failed to connect to master") && log.contains(REFUSED));

    assertEquals(WORKERS, MasterPage.read(uiUrl).workerIds().size());
    foreign.kill("worker");
  }

  @Test
  @Order(4)
  void thePagesEndNothing() throws Exception {
    var job = runningJobs();
    var worker = namespace.pods("worker").get(0);
    var master = namespace.address(namespace.pods("master").get(0));
    var killJob = "/jobs/job/kill/?id=" + job.iterator().next();
    // Nothing is behind these paths: they get the answer of a page that does not exist.
    var none = foreign.post(master, 8080, "/no/such/page");
    for (var path :
        List.of(
            "/app/kill/?terminate=true&id=" + victimId,
            "/driver/kill/?terminate=true&id=" + victimId,
            "/workers/kill/?host=" + namespace.address(worker),
            "/v1/submissions/killall")) {
      assertEquals(none, foreign.post(master, 8080, path), path);
    }
    // A driver answers as if it had done it.
    foreign.post(master, 8080, "/proxy/" + victimId + killJob);
    foreign.post(
        master,
        8080,
        "/proxy/" + victimId + "/stages/stage/kill/?terminate=true&id=" + runningStage());
    var rest = foreign.readFile(master, REST, "/v1/submissions/status/" + victimId);
    assertTrue(rest.contains("Connection refused"), rest);
    assertEquals(Set.of(victimId), MasterPage.read(uiUrl).applications());
    assertEquals(WORKERS, MasterPage.read(uiUrl).aliveWorkers().size());
    assertEquals(job, runningJobs());

    // The request ends the same job of the application whose page has the button.
    var other = namespace.address(unprotected);
    var status = foreign.post(other, 4040, killJob + "&csrfToken=" + token(other));
    Await.until(
        "the end of the other job after " + status,
        COMMAND,
        () -> namespace.log(unprotected),
        log -> log.contains("killed via Web UI"));
  }

  /** Since Spark 4.3, a button sends a token of its page, which whoever reads the page has too. */
  private static String token(String driver) throws Exception {
    var page = foreign.get(driver, 4040, "/jobs/");
    var input = Pattern.compile("<input[^>]* name=\"csrfToken\"[^>]*>").matcher(page);
    assertTrue(input.find(), page);
    return input.group().replaceAll(".*value=\"([^\"]*)\".*", "$1");
  }

  @Test
  @Order(5)
  void noPodReadsASecretByTheApi() throws Exception {
    for (var pod :
        List.of(namespace.pods("master").get(0), namespace.pods("worker").get(0), victim)) {
      var tokens = "if [[ -e /var/run/secrets/kubernetes.io ]]; then echo token; fi";
      assertEquals("", namespace.exec(pod, COMMAND, "bash", "-c", tokens));
    }
    assertEquals("yes", may("get", "secrets"));
    var account = "--as=system:serviceaccount:%s:spark".formatted(namespace.name());
    assertEquals("no", may("get", "secrets", account));
    assertEquals("no", may("list", "secrets", account));
    // A pod can mount every Secret of its namespace.
    assertEquals("no", may("create", "pods", account));
  }

  /** The answer of the API server, which is the first word of kubectl's last line. */
  private static String may(String verb, String resource, String... as) throws Exception {
    var answer =
        Command.of("kubectl", "auth", "can-i", verb, resource, "--namespace=" + namespace.name())
            .and(as)
            .result()
            .output()
            .strip();
    return answer.substring(answer.lastIndexOf('\n') + 1).split(" ")[0];
  }

  /** The victim would take all cores, and so would this one, whose connection the test reads. */
  @Test
  @Order(6)
  void anApplicationLeavesCoresToOthersAndItsConnectionTellsNothing() throws Exception {
    var master = namespace.address(namespace.pods("master").get(0));
    foreign.tap(TAP, master, 7077);
    var driver =
        namespace.startDriver(
            JOB.statements(),
            "--master",
            "spark://%s:%d".formatted(foreign.address(), TAP),
            "--conf",
            "spark.app.name=" + APPLICATION_NAME);

    awaitEnd(driver);

    assertEquals(Result.RIGHT, JOB.in(namespace.log(driver)), () -> namespace.log(driver));
    assertEquals(1, runningJobs().size());
    assertTrue(foreign.tapHas(HANDSHAKE));
    assertFalse(foreign.tapHas(APPLICATION_NAME));
    namespace.delete(driver);
  }

  @Test
  @Order(7)
  void anExecutorThatEatsMemoryEndsAlone() throws Exception {
    var master = namespace.incarnations("master");
    var workers = namespace.incarnations("worker");
    var driver =
        namespace.startDriver(
            EAT_MEMORY,
            "--conf",
            "spark.task.maxFailures=1",
            "--conf",
            "spark.excludeOnFailure.taskAndStage.enabled=false");

    awaitEnd(driver);

    assertEquals("Failed", namespace.phase(driver), () -> namespace.log(driver));
    var log = namespace.log(driver);
    assertTrue(log.contains("OutOfMemoryError") || log.contains("exited with code 52"), log);
    assertEquals(master, namespace.incarnations("master"));
    assertEquals(workers, namespace.incarnations("worker"));
    assertEquals(Set.of(executor), executors());
    assertEquals(1, runningJobs().size());
    namespace.delete(driver);
  }

  /** The files of an application, which executors write as the same user and in the same folder. */
  @Test
  @Order(8)
  void anApplicationThatFillsTheDiskLosesItsWorkerOnly() throws Exception {
    var other =
        namespace.pods("worker").stream()
            .filter(pod -> !executor.startsWith(namespace.address(pod) + ":"))
            .findFirst()
            .orElseThrow();
    var master = namespace.incarnations("master");
    var before = MasterPage.read(uiUrl).workerIds();

    namespace.exec(other, COMMAND, "bash", "-c", "head --bytes=300M /dev/zero >/tmp/shuffle");

    Await.until(
        "the worker's eviction",
        EVICTION,
        () -> namespace.warnings(other),
        warnings -> warnings.contains("Evicted"));
    Await.until(
        "another worker",
        START,
        () -> MasterPage.read(uiUrl).workerIds(),
        ids -> ids.size() == WORKERS && !ids.equals(before));
    assertEquals(master, namespace.incarnations("master"));
    assertEquals(Set.of(executor), executors());
    assertEquals(1, runningJobs().size());
  }

  private static void awaitEnd(Pod driver) {
    Await.until(
        "the end of " + driver.getMetadata().getName(),
        START,
        () -> namespace.hasEnded(driver),
        ended -> ended);
  }

  /** The addresses and ports of the victim's living executors. */
  private static Set<String> executors() throws Exception {
    return values("executors", "hostPort").stream()
        .filter(it -> !it.startsWith(namespace.address(victim) + ":"))
        .collect(Collectors.toSet());
  }

  private static Set<String> runningJobs() throws Exception {
    return values("jobs?status=running", "jobId");
  }

  private static String runningStage() throws Exception {
    return values("stages?status=active", "stageId").iterator().next();
  }

  /** The values of a field in a list of Spark's REST API. */
  private static Set<String> values(String list, String field) throws Exception {
    var url = "%1$s/proxy/%2$s/api/v1/applications/%2$s/%3$s".formatted(uiUrl, victimId, list);
    return JsonParser.parseString(Http.get(url).body()).getAsJsonArray().asList().stream()
        .map(it -> it.getAsJsonObject().get(field).getAsString())
        .collect(Collectors.toSet());
  }
}
