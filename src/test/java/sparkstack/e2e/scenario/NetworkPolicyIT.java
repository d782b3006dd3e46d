package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Http;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication;

/**
 * Connects to every port of the cluster from its own and from foreign pods. The cluster must
 * enforce NetworkPolicies, as the local one does: without, the foreign pods would reach everything.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NetworkPolicyIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final SparkNamespace ELSEWHERE = new SparkNamespace("spark-e2e-policy-elsewhere");
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration RUN = Duration.ofMinutes(5);

  /** Parts of the application, which runs longer than all connections. */
  private static final int PARTS = 100;

  /** As many as the stack dev has. */
  private static final int WORKERS = 2;

  private static final Map<String, String> FOREIGN = Map.of("app", "foreign");

  private static final String OPEN = "open";

  /** Nobody listens on the port, but the pod answers. */
  private static final String REFUSED = "refused";

  private static final String BLOCKED = "blocked";

  /**
   * Connects to each HOST/PORT at the same time. Prints each one with its result. A blocked one
   * gets no answer.
   */
  private static final String CONNECT =
      """
      connect() {
        status=0
        timeout 2 bash -c ': >"/dev/tcp/$0"' "$1" 2>/dev/null || status=$?
        case $status in 0) echo "$1 open" ;; 124) echo "$1 blocked" ;; *) echo "$1 refused" ;; esac
      }
      for target in "$@"; do connect "$target" & done
      wait
      """;

  /** A port on which no pod listens. */
  private static final int UNUSED = 9;

  /**
   * Each of the four tasks has a result of 2.56 MB that does not compress. Above 1 MiB
   * (spark.task.maxDirectResultSize), the driver fetches a result from the executor's own port.
   */
  private static final String LARGE_RESULTS =
      """
      select /*+ broadcast(large) */ concat('sum=', sum(length(text)))
      from range(160000) as few join (
        select id, sha2(string(id), 256) as text from range(0, 160000, 1, 4)) as large
      on few.id = large.id
      """;

  private static final String SUM_OF_LARGE_RESULTS = "sum=" + 160_000L * 64;

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static Pod foreign;
  private static Pod elsewhere;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-policy")
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of())
            .set("driverLogLevels", Map.of("org.apache.spark.scheduler", "info"));
    namespace = stack.namespace();
    stack.up();
    var image = stack.output("image");
    ELSEWHERE.delete();
    ELSEWHERE.create();
    foreign = namespace.startClient(image, FOREIGN);
    elsewhere = ELSEWHERE.startClient(image, FOREIGN);
  }

  @AfterAll
  static void delete() {
    ELSEWHERE.delete();
  }

  /** Only the driver reaches all ports. Each other row shows that the pod can connect at all. */
  @Test
  @Order(1)
  void eachPodReachesThePortsThatSparkNeeds() throws Exception {
    var workers = namespace.pods("worker");
    var master = namespace.pods("master").get(0);
    try (var application = TimedApplication.startShuffle(namespace, stack.output("uiUrl"), PARTS)) {
      application.awaitParts(WORKERS, 2);
      var driver = application.driver();
      var targets = new TreeMap<String, String>();
      for (var port : List.of(7077, 8080)) {
        targets.put("master " + port, address(master, port));
      }
      for (var port : List.of(7078, 8081)) {
        targets.put("worker " + port, address(workers.get(0), port));
      }
      targets.put("worker executor", address(workers.get(0), executorPort(workers.get(0))));
      for (var port : List.of(7079, 7080, 4040)) {
        targets.put("driver " + port, address(driver, port));
      }

      assertReaches(namespace, foreign, targets, Set.of("master 8080"));
      assertReaches(ELSEWHERE, elsewhere, targets, Set.of("master 8080"));
      assertReaches(
          namespace,
          workers.get(1),
          targets,
          Set.of(
              "master 7077",
              "master 8080",
              "worker 7078",
              "worker 8081",
              "worker executor",
              "driver 7079",
              "driver 7080"));
      assertReaches(
          namespace,
          master,
          without("master", targets),
          Set.of("worker 7078", "worker 8081", "driver 7079", "driver 4040"));
      assertReaches(
          namespace, driver, without("driver", targets), without("driver", targets).keySet());

      assertEquals(TimedApplication.Result.RIGHT, application.result(), application::log);
    }
  }

  @Test
  @Order(2)
  void theDriverGetsLargeResultsFromExecutors() throws Exception {
    assertGetsLargeResults();
  }

  @Test
  @Order(3)
  void theUiIsClosedToOthersThanTheUsersPeers() throws Exception {
    var ui = address(namespace.pods("master").get(0), 8080);
    stack.set("uiFrom", List.of());

    assertEquals(Set.of("update NetworkPolicy spark-master"), stack.up().steps());

    awaitResult(namespace, foreign, ui, BLOCKED);
    assertEquals(BLOCKED, connect(ELSEWHERE, elsewhere, ui));
    assertEquals(OPEN, connect(namespace, namespace.pods("worker").get(0), ui));
    try (var forward = namespace.forward("spark-ui", 8080)) {
      assertEquals(
          200, Http.get("http://localhost:%d/".formatted(forward.getLocalPort())).statusCode());
    }

    stack.set("uiFrom", List.of(Map.of("podSelector", Map.of("matchLabels", FOREIGN)))).up();

    awaitResult(namespace, foreign, ui, OPEN);
    assertEquals(BLOCKED, connect(ELSEWHERE, elsewhere, ui));
  }

  @Test
  @Order(4)
  void thoseThatMaySubmitReachTheMasterAndItsPage() throws Exception {
    var master = address(namespace.pods("master").get(0), 7077);
    var ui = address(namespace.pods("master").get(0), 8080);
    stack.set("uiFrom", List.of()).up();
    awaitResult(namespace, foreign, ui, BLOCKED);
    assertEquals(BLOCKED, connect(namespace, foreign, master));

    stack.set("submitFrom", List.of(Map.of("podSelector", Map.of("matchLabels", FOREIGN)))).up();

    awaitResult(namespace, foreign, master, OPEN);
    awaitResult(namespace, foreign, ui, OPEN);
    assertEquals(BLOCKED, connect(ELSEWHERE, elsewhere, master));
    assertEquals(BLOCKED, connect(ELSEWHERE, elsewhere, ui));
    stack.unset("submitFrom").up();
  }

  @Test
  @Order(5)
  void theWayOutIsOpenUntilTheUserNarrowsIt() throws Exception {
    var worker = namespace.pods("worker").get(0);
    var outside = address(elsewhere, UNUSED);
    assertEquals(REFUSED, connect(namespace, worker, outside));
    stack.set("egress", List.of());

    assertEquals(Set.of("update NetworkPolicy spark"), stack.up().steps());

    awaitResult(namespace, worker, outside, BLOCKED);
    assertTrue(namespace.exec(worker, COMMAND, "getent", "hosts", "spark-master").length() > 0);
    assertGetsLargeResults();
    stack.set("egress", List.of(Map.of("ports", List.of(Map.of("port", UNUSED))))).up();
    awaitResult(namespace, worker, outside, REFUSED);
    stack.unset("egress").up();
  }

  @Test
  @Order(6)
  void withoutPoliciesEverythingIsOpen() throws Exception {
    var master = address(namespace.pods("master").get(0), 7077);
    assertEquals(BLOCKED, connect(ELSEWHERE, elsewhere, master));

    stack.unset("uiFrom").set("networkPolicy", false).up();

    awaitResult(ELSEWHERE, elsewhere, master, OPEN);
  }

  private static void assertGetsLargeResults() {
    var driver = namespace.startDriver(LARGE_RESULTS);
    try {
      Await.until(
          "the end of the driver",
          RUN,
          () -> namespace.phase(driver),
          phase -> Set.of("Succeeded", "Failed").contains(phase));
      var log = namespace.log(driver);
      assertTrue(log.lines().anyMatch(SUM_OF_LARGE_RESULTS::equals), log);
    } finally {
      namespace.delete(driver);
    }
  }

  /**
   * @param targets hosts and ports by their names
   * @param open names of those that the pod reaches; all others are blocked
   */
  private static void assertReaches(
      SparkNamespace in, Pod pod, Map<String, String> targets, Set<String> open) throws Exception {
    var reached = connect(in, pod, targets.values());
    var expected = new TreeMap<String, String>();
    var results = new TreeMap<String, String>();
    for (var target : targets.entrySet()) {
      expected.put(target.getKey(), open.contains(target.getKey()) ? OPEN : BLOCKED);
      results.put(target.getKey(), reached.get(target.getValue()));
    }
    assertEquals(expected, results, () -> "from " + pod.getMetadata().getName());
  }

  /** The enforcing program gets to know a changed policy a moment after the update. */
  private static void awaitResult(SparkNamespace in, Pod pod, String target, String result) {
    Await.until(
        "%s from %s to %s".formatted(result, pod.getMetadata().getName(), target),
        SOON,
        () -> connect(in, pod, target),
        result::equals);
  }

  private static String connect(SparkNamespace in, Pod pod, String target) throws Exception {
    return connect(in, pod, List.of(target)).get(target);
  }

  /** The result of each target. */
  private static Map<String, String> connect(SparkNamespace in, Pod pod, Collection<String> targets)
      throws Exception {
    var command = new ArrayList<>(List.of("bash", "-c", CONNECT, "connect"));
    command.addAll(targets);
    return in.exec(pod, COMMAND, command.toArray(String[]::new))
        .lines()
        .map(line -> line.split(" "))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  /** A path in {@code /dev/tcp} of Bash. */
  private static String address(Pod pod, int port) {
    return namespaceOf(pod).address(pod) + "/" + port;
  }

  private static SparkNamespace namespaceOf(Pod pod) {
    return new SparkNamespace(pod.getMetadata().getNamespace());
  }

  /** A port that neither the worker itself nor its UI has. */
  private static int executorPort(Pod worker) throws Exception {
    var ports = namespace.listeningPorts(worker);
    ports.removeAll(Set.of(7078, 8081));
    assertTrue(!ports.isEmpty(), "No executor listens in " + worker.getMetadata().getName());
    return ports.iterator().next();
  }

  private static Map<String, String> without(String role, Map<String, String> targets) {
    var others = new TreeMap<>(targets);
    others.keySet().removeIf(it -> it.startsWith(role + " "));
    return others;
  }
}
