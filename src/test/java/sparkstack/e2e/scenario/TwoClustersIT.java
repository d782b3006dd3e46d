package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.Manifest;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.StackImage;
import sparkstack.e2e.support.TestProject;
import sparkstack.e2e.support.TestStack;

/** The example two-clusters, which uses this program as a library. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoClustersIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final SparkNamespace ETL = new SparkNamespace("etl-e2e-two");
  private static final SparkNamespace ADHOC = new SparkNamespace("adhoc-e2e-two");
  private static final SparkNamespace TEAM = new SparkNamespace("team-e2e-two");

  private static Map<String, Object> etl;
  private static Map<String, Object> adhoc;
  private static TestStack stack;

  @BeforeAll
  static void create() throws Exception {
    var image = StackImage.reference();
    var project = TestProject.twoClusters();
    etl = config(project, "etl");
    // One worker, so that other stacks fit on the Kubernetes cluster too.
    etl.put("workerReplicas", 1);
    // The same jar, which is already in the image.
    etl.put("driverJar", "local:///opt/spark/application/weather.jar");
    adhoc = config(project, "adhoc");
    stack =
        SCENARIO
            .stack(project, "e2e-two", ETL.name(), ADHOC.name(), TEAM.name())
            .set("image", Map.of("imageReference", image))
            .set("etl", etl);
  }

  private static Map<String, Object> config(TestProject project, String cluster) throws Exception {
    return new TreeMap<>(Manifest.object(project.devConfig().get("two-clusters:" + cluster)));
  }

  @Test
  @Order(1)
  void bothClustersStartAndOneRunsItsDriver() throws Exception {
    stack.up();

    assertEquals(
        Set.of(
            "Namespace etl-e2e-two",
            "PersistentVolumeClaim etl-recovery",
            "Deployment etl-master",
            "Deployment etl-worker",
            "Service etl-master",
            "Service etl-ui",
            "Job etl-driver",
            "Job etl-trial"),
        ETL.objects());
    assertEquals(
        Set.of(
            "Namespace adhoc-e2e-two",
            "PersistentVolumeClaim adhoc-recovery",
            "Deployment adhoc-master",
            "Deployment adhoc-worker",
            "Service adhoc-master",
            "Service adhoc-ui",
            "Job adhoc-trial"),
        ADHOC.objects());
    assertEquals(ETL.images(), ADHOC.images());
    assertWorkersAreAtTheirOwnMaster(ETL, 1, ADHOC, 1);
  }

  @Test
  @Order(2)
  void scalingOneClusterChangesOneResource() throws Exception {
    var before = ETL.incarnations("worker");
    adhoc.put("workerReplicas", 2);
    stack.set("adhoc", adhoc);

    assertEquals(Set.of("update Deployment adhoc-worker"), stack.up().steps());

    assertWorkersAreAtTheirOwnMaster(ETL, 1, ADHOC, 2);
    assertEquals(before, ETL.incarnations("worker"));
  }

  @Test
  @Order(3)
  void destroyLeavesNothing() throws Exception {
    stack.destroy();

    assertEquals(List.of(), stack.resources());
    assertFalse(ETL.exists() || ADHOC.exists(), "A namespace still exists");
  }

  @Test
  @Order(4)
  void clustersInASharedNamespaceHaveOnlyTheirOwnWorkers() throws Exception {
    TEAM.create();
    stack.set("etl", inTeam(etl)).set("adhoc", inTeam(adhoc));

    stack.up();
    assertWorkersAreAtTheirOwnMaster(TEAM, 1, TEAM, 2);

    stack.destroy();
    assertEquals(Set.of("Namespace team-e2e-two"), TEAM.objects());
  }

  /** The cluster in the shared namespace, without its driver, to save time. */
  private static Map<String, Object> inTeam(Map<String, Object> cluster) {
    var moved = new TreeMap<>(cluster);
    moved.put("namespace", TEAM.name());
    moved.put("createNamespace", false);
    moved.keySet().removeAll(Set.of("driverJar", "driverClass"));
    return moved;
  }

  private static void assertWorkersAreAtTheirOwnMaster(
      SparkNamespace ofEtl, int inEtl, SparkNamespace ofAdhoc, int inAdhoc) throws Exception {
    var atEtl = MasterPage.awaitAliveWorkers(stack.output("etlUiUrl"), inEtl);
    var atAdhoc = MasterPage.awaitAliveWorkers(stack.output("adhocUiUrl"), inAdhoc);
    assertEquals(workerAddresses(ofEtl, "etl"), atEtl.aliveWorkers());
    assertEquals(workerAddresses(ofAdhoc, "adhoc"), atAdhoc.aliveWorkers());
  }

  private static Set<String> workerAddresses(SparkNamespace namespace, String cluster) {
    return namespace.pods(cluster, "worker").stream()
        .map(pod -> pod.getStatus().getPodIP())
        .collect(Collectors.toSet());
  }
}
