package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;
import sparkstack.cluster.PolicyEvaluator.End;

/** The connections that the cluster's NetworkPolicies allow. */
class NetworkPoliciesTest extends ProjectTest {
  private static final String NAMESPACE = "spark-dev";
  private static final End ELSEWHERE = End.host("192.0.2.10");
  private static final End STORE = End.host("203.0.113.5");
  private static final End NOTEBOOK = End.pod(NAMESPACE, Map.of("app", "notebook"));

  /** A port that only an executor may have. */
  private static final int OF_EXECUTOR = 45678;

  private static final String EVERYONE =
      "another-master, another-namespace, driver, foreign, master, outside, trial, worker";

  /** Who can connect to a port. Each end can also be a client, except itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          master | 7077  | driver, worker
          master | 8080  | another-master, another-namespace, driver, foreign, outside, trial, worker
          master | 6066  |
          worker | 7078  | driver, master, other-worker
          worker | 8081  | driver, master, other-worker
          worker | 45678 | driver, other-worker
          driver | 7079  | master, worker
          driver | 7080  | worker
          driver | 4040  | master
          driver | 5005  |
          trial  | 7077  |
          """)
  void openWhatSparkNeedsAndTheUi(String to, int port, String clients) {
    assertEquals(names(clients), whoCanConnect(Map.of(), to, port));
  }

  @Test
  void leaveOtherPodsAsTheyAre() {
    for (var foreign : List.of("foreign", "another-master", "another-namespace")) {
      var all = new TreeSet<>(names(EVERYONE));
      all.remove(foreign);
      assertEquals(all, whoCanConnect(Map.of(), foreign, 80));
    }
    for (var policy : PolicyEvaluator.of(recording(Map.of())).policies()) {
      var selector = Manifest.object(policy.at("spec.podSelector.matchLabels"));
      assertEquals("spark", selector.get("app.kubernetes.io/instance"), policy.name());
    }
  }

  @Test
  void openTheUiToTheTypeOfItsService() {
    var pods = names(EVERYONE);
    pods.removeAll(Set.of("outside", "master"));
    var all = names(EVERYONE);
    all.remove("master");
    var host = Map.of("uiIngressHost", "spark.example.com");

    assertEquals(pods, whoCanConnect(Map.of("uiServiceType", "ClusterIP"), "master", 8080));
    assertEquals(all, whoCanConnect(Map.of("uiServiceType", "NodePort"), "master", 8080));
    assertEquals(all, whoCanConnect(host, "master", 8080));
  }

  @Test
  void openTheUiWithTlsToTheSameOnes() {
    var tls = Map.of("tls", "certificate");
    var master = recording(tls).object("Deployment", "spark-master");
    var port =
        master.objects("spec.template.spec.containers.0.ports").stream()
            .filter(it -> it.get("name").equals("https"))
            .map(it -> ((Number) it.get("containerPort")).intValue())
            .findFirst()
            .orElseThrow();

    assertEquals(whoCanConnect(Map.of(), "master", 8080), whoCanConnect(tls, "master", port));
  }

  @Test
  void openTheUiToTheUsersPeersAndTheScriptsOfTheClusterOnly() {
    var block = List.of(Map.of("ipBlock", Map.of("cidr", "192.0.2.0/24")));
    var namespace =
        Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "another-namespace"));

    assertEquals(
        names("driver, outside, worker"), whoCanConnect(Map.of("uiFrom", block), "master", 8080));
    assertEquals(
        names("another-namespace, driver, worker"),
        whoCanConnect(
            Map.of("uiFrom", List.of(Map.of("namespaceSelector", namespace))), "master", 8080));
    assertEquals(
        names("driver, worker"), whoCanConnect(Map.of("uiFrom", List.of()), "master", 8080));
    assertEquals(names("driver, worker"), whoCanConnect(Map.of("uiFrom", block), "master", 7077));
  }

  /** A driver that may submit fetches large results from executors. */
  @Test
  void openMasterAndExecutorsToThoseThatMaySubmit() {
    var config = Map.of("submitFrom", List.of(selecting("notebook")));
    var policies = PolicyEvaluator.of(recording(config));
    var ends = ends(recording(config));

    assertTrue(policies.allows(NOTEBOOK, ends.get("master"), 7077));
    assertTrue(policies.allows(NOTEBOOK, ends.get("worker"), OF_EXECUTOR));
    assertTrue(policies.allows(ends.get("worker"), NOTEBOOK, 7079));
    assertFalse(policies.allows(NOTEBOOK, ends.get("driver"), 7079));
    assertEquals(names("driver, worker"), whoCanConnect(config, "master", 7077));
  }

  /** Those who submit ask the master's page for the state of their applications. */
  @Test
  void openTheMastersPageToThoseThatMaySubmit() {
    var closed = Map.of("uiFrom", List.of());
    var config = Map.of("uiFrom", List.of(), "submitFrom", List.of(selecting("notebook")));

    assertFalse(connectsToPage(closed, NOTEBOOK));
    assertTrue(connectsToPage(config, NOTEBOOK));
    assertFalse(connectsToPage(config, End.pod("another-namespace", NOTEBOOK.labels())));
    assertEquals(names("driver, worker"), whoCanConnect(config, "master", 8080));
  }

  private boolean connectsToPage(Map<String, ?> config, End from) {
    var recording = recording(config);
    return PolicyEvaluator.of(recording).allows(from, ends(recording).get("master"), 8080);
  }

  @Test
  void leaveTheWayOutOpenUnlessTheUserNarrowsIt() {
    for (var role : List.of("master", "worker", "driver", "trial")) {
      assertTrue(connects(Map.of(), role, STORE, 443), role);
      assertTrue(connects(Map.of(), role, NOTEBOOK, 7079), role);
    }
  }

  @Test
  void narrowTheWayOutToTheUsersRulesDnsAndTheCluster() {
    var store =
        Map.of(
            "to",
            List.of(Map.of("ipBlock", Map.of("cidr", "203.0.113.0/24"))),
            "ports",
            List.of(Map.of("port", 443)));
    var config = Map.of("egress", List.of(store));

    for (var role : List.of("master", "worker", "driver", "trial")) {
      assertTrue(connects(config, role, STORE, 443), role);
      assertFalse(connects(config, role, STORE, 80), role);
      assertFalse(connects(config, role, ELSEWHERE, 443), role);
      assertTrue(connects(config, role, ELSEWHERE, 53), role);
      assertFalse(connects(config, role, NOTEBOOK, 7079), role);
      assertFalse(connects(Map.of("egress", List.of()), role, STORE, 443), role);
      assertTrue(
          PolicyEvaluator.of(recording(config))
              .allows(ends(recording(config)).get(role), STORE, "UDP", 53),
          role);
    }
    // The rules for the way in are the same.
    assertEquals(names("driver, worker"), whoCanConnect(config, "master", 7077));
    assertEquals(names("driver, other-worker"), whoCanConnect(config, "worker", OF_EXECUTOR));
    assertEquals(names("worker"), whoCanConnect(config, "driver", 7080));
  }

  @Test
  void letExecutorsReachTheDriversThatMaySubmit() {
    var config = Map.of("egress", List.of(), "submitFrom", List.of(selecting("notebook")));

    assertTrue(connects(config, "worker", NOTEBOOK, 35000));
    assertFalse(connects(config, "worker", End.pod(NAMESPACE, Map.of("app", "other")), 35000));
  }

  @Test
  void doNotExistIfTheyAreSwitchedOff() {
    var off = Map.of("networkPolicy", false);
    assertEquals(List.of(), PolicyEvaluator.of(recording(off)).policies());
    assertTrue(whoCanConnect(off, "driver", 7080).contains("foreign"));
  }

  /** A pod that starts before its policy would be open for a moment. */
  @Test
  void existBeforeThePodsThatTheyProtect() {
    var recording = recording(Map.of());
    for (var workload :
        List.of(
            recording.registration("kubernetes:apps/v1:Deployment", "spark-master"),
            recording.registration("kubernetes:apps/v1:Deployment", "spark-worker"),
            recording.registration("kubernetes:batch/v1:Job", "spark-trial"))) {
      assertEquals(
          4,
          workload.getDependenciesList().stream()
              .filter(it -> it.contains(":NetworkPolicy::"))
              .count(),
          workload.getName());
    }
  }

  private Recording recording(Map<String, ?> more) {
    return Recording.of(project, ProjectFolder.withDriver(more));
  }

  private static Map<String, Object> selecting(String app) {
    return Map.of("podSelector", Map.of("matchLabels", Map.of("app", app)));
  }

  private boolean connects(Map<String, ?> config, String from, End to, int port) {
    var recording = recording(config);
    return PolicyEvaluator.of(recording).allows(ends(recording).get(from), to, port);
  }

  /** Names of the ends, other than the port's own, that can connect to a port. */
  private TreeSet<String> whoCanConnect(Map<String, ?> config, String to, int port) {
    var recording = recording(config);
    var policies = PolicyEvaluator.of(recording);
    var ends = ends(recording);
    var target = ends.get(to);
    if (to.equals("worker")) {
      ends.put("other-worker", ends.remove("worker"));
    } else {
      ends.remove(to);
    }
    return ends.entrySet().stream()
        .filter(it -> policies.allows(it.getValue(), target, port))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The pods of the cluster, with the labels of their templates, and others. */
  private static Map<String, End> ends(Recording recording) {
    var ends = new LinkedHashMap<String, End>();
    for (var workload : recording.workloads()) {
      ends.put(
          workload.name().replace("spark-", ""),
          End.pod(NAMESPACE, Manifest.object(workload.at("spec.template.metadata.labels"))));
    }
    assertEquals(4, ends.size());
    var another = new TreeMap<>(ends.get("master").labels());
    another.put("app.kubernetes.io/instance", "another");
    ends.put("another-master", End.pod(NAMESPACE, another));
    ends.put("another-namespace", End.pod("another-namespace", ends.get("worker").labels()));
    ends.put("foreign", End.pod(NAMESPACE, Map.of("app", "foreign")));
    ends.put("outside", ELSEWHERE);
    return ends;
  }

  private static TreeSet<String> names(String list) {
    return list == null ? new TreeSet<>() : new TreeSet<>(List.of(list.split(", ")));
  }
}
