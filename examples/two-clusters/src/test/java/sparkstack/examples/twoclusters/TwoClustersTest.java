package sparkstack.examples.twoclusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.test.TestOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;
import sparkstack.await.Readiness;
import sparkstack.preflight.Preflight;

/** Tests the resources of the example, and its errors for an invalid config. */
class TwoClustersTest {
  private static final Map<String, Object> IMAGE =
      Map.of("imageReference", "registry.example.com/spark@sha256:" + "0".repeat(64));

  private static final Map<String, Object> ETL =
      Map.of(
          "workerReplicas", 3,
          "workerMemory", "2g",
          "driverJar", "local:///opt/spark/application/app.jar",
          "driverClass", "example.Main");

  private static final Map<String, Object> ADHOC = Map.of("workerReplicas", 1);

  @TempDir Path checkout;
  private TestOptions.Builder options;

  @BeforeEach
  void createProject() throws IOException {
    ProjectFolder.in(checkout);
    options =
        TestOptions.builder()
            .projectName("two-clusters")
            .stackName("dev")
            .rootDirectory(checkout.resolve("examples/two-clusters").toString());
  }

  private Recording recording(Map<String, ?> image, Map<String, ?> etl, Map<String, ?> adhoc) {
    return Recording.of(
        options,
        context ->
            TwoClusters.define(
                context,
                Recording.passed(config(image, etl, adhoc)),
                Preflight.none(),
                Readiness.none()));
  }

  private String error(Map<String, ?> image, Object etl, Map<String, ?> adhoc) {
    return Recording.errorOf(
        options,
        context ->
            TwoClusters.define(
                context,
                Recording.passed(config(image, etl, adhoc)),
                Preflight.none(),
                Readiness.none()));
  }

  private static Map<String, Object> config(Map<String, ?> image, Object etl, Object adhoc) {
    return Map.of(
        "two-clusters:image", image, "two-clusters:etl", etl, "two-clusters:adhoc", adhoc);
  }

  @Test
  void eachClusterHasItsOwnNamespaceAndSizes() {
    var recording = recording(IMAGE, ETL, ADHOC);

    var etl = recording.object("Deployment", "etl-worker");
    var adhoc = recording.object("Deployment", "adhoc-worker");
    assertEquals("etl-dev", etl.at("metadata.namespace"));
    assertEquals("adhoc-dev", adhoc.at("metadata.namespace"));
    assertEquals(List.of(3.0, 1.0), List.of(etl.at("spec.replicas"), adhoc.at("spec.replicas")));
    assertEquals(
        List.of("2048m", "1024m"), List.of(etl.option("--memory"), adhoc.option("--memory")));
    assertEquals("spark://etl-master.etl-dev.svc:7077", recording.output("etlMasterUrl"));
    assertEquals("spark://adhoc-master.adhoc-dev.svc:7077", recording.output("adhocMasterUrl"));
  }

  @Test
  void bothClustersRunTheSameImage() {
    var built = recording(Map.of(), ETL, ADHOC);

    assertEquals(
        1, built.all().stream().filter(it -> it.type().startsWith("docker:index/image")).count());
    for (var workload : built.workloads()) {
      assertEquals(built.output("image"), workload.at("spec.template.spec.containers.0.image"));
    }
  }

  @Test
  void theImageIsBuiltInTheCheckoutWithTheDriversJar() {
    var etl = Map.of("driverJar", ProjectFolder.JAR, "driverClass", "example.Main");

    var image = recording(Map.of(), etl, ADHOC).image();

    assertEquals("../..", image.at("build.context"));
    assertEquals("../../docker/Dockerfile", image.at("build.dockerfile"));
    assertEquals(ProjectFolder.JAR, image.at("build.args.APPLICATION_JAR"));
  }

  @Test
  void everyObjectHasAUniqueName() {
    assertUniqueNames(recording(IMAGE, ETL, ADHOC));
    assertUniqueNames(recording(IMAGE, inTeam(ETL), inTeam(ADHOC)));
  }

  @Test
  void selectorsInASharedNamespaceSelectThePodsOfOneCluster() {
    var recording = recording(IMAGE, inTeam(ETL), inTeam(ADHOC));

    var pods =
        recording.workloads().stream()
            .map(it -> Manifest.object(it.at("spec.template.metadata.labels")))
            .toList();
    assertEquals(7, pods.size());
    for (var object : recording.kubernetesObjects()) {
      var selector = selector(object);
      if (!selector.isEmpty()) {
        var selected = pods.stream().filter(it -> it.entrySet().containsAll(selector.entrySet()));
        assertEquals(
            List.of(cluster(Manifest.object(object.at("metadata.labels")))),
            selected.map(TwoClustersTest::cluster).toList(),
            object::toString);
      }
    }
  }

  @Test
  void networkPoliciesInASharedNamespaceCloseThePodsOfOneCluster() {
    var recording = recording(IMAGE, inTeam(ETL), inTeam(ADHOC));

    var policies =
        recording.kubernetesObjects().stream()
            .filter(it -> it.kind().equals("NetworkPolicy"))
            .toList();
    assertEquals(8, policies.size());
    for (var policy : policies) {
      assertEquals(
          cluster(Manifest.object(policy.at("metadata.labels"))),
          cluster(Manifest.object(policy.at("spec.podSelector.matchLabels"))),
          policy::toString);
    }
  }

  @Test
  void scalingOneClusterChangesOneResource() {
    var one = recording(IMAGE, ETL, Map.of("workerReplicas", 1));
    var four = recording(IMAGE, ETL, Map.of("workerReplicas", 4));

    var changed = new HashSet<>(four.all());
    changed.removeAll(one.all());
    assertEquals(List.of("adhoc-worker"), changed.stream().map(Manifest::name).toList());
  }

  @Test
  void oneErrorReportsTheInvalidKeysOfBothClusters() {
    assertEquals(
        """
        The stack's config is wrong:
          two-clusters:etl.workerReplicas: "many" must be a whole number from 0 to 10000
          two-clusters:etl.sparkVersion: unknown key; did you mean two-clusters:image.sparkVersion?
          two-clusters:adhoc.workerMemory: "2x" must be a whole number with the unit m, g or t, such as 1g or 1536m, from 512m to 4t
          two-clusters:adhoc.workerCore: unknown key; did you mean two-clusters:adhoc.workerCores?""",
        error(
            IMAGE,
            Map.of("workerReplicas", "many", "sparkVersion", "4.3.0"),
            Map.of("workerMemory", "2x", "workerCore", 2)));
  }

  @Test
  void clustersInASharedNamespaceNeedDifferentNamesAndMustNotOwnIt() {
    var error =
        error(
            IMAGE,
            Map.of("namespace", "team"),
            Map.of("namespace", "team", "createNamespace", false, "clusterName", "etl"));

    assertEquals(
        Set.of(
            "two-clusters:adhoc.clusterName: \"etl\" must be different from the name of two-clusters:etl, which is in the same namespace",
            "two-clusters:adhoc.createNamespace: must be false here and for two-clusters:etl, which is in the same namespace team: otherwise, one of them would delete the namespace with both"),
        error.lines().skip(1).map(String::strip).collect(Collectors.toSet()));
  }

  @Test
  void theConfigOfAClusterMustBeAMap() {
    assertTrue(error(IMAGE, 3, ADHOC).contains("two-clusters:etl: \"3\" must be a map"));
    assertFalse(error(IMAGE, 3, ADHOC).contains("adhoc"));
  }

  /** The selector of an object; empty if it has none. */
  private static Map<String, Object> selector(Manifest object) {
    return switch (object.kind()) {
      case "Service" -> Manifest.object(object.at("spec.selector"));
      case "Deployment" -> Manifest.object(object.at("spec.selector.matchLabels"));
      default -> Map.of();
    };
  }

  private static Object cluster(Map<String, Object> labels) {
    return labels.get("app.kubernetes.io/instance");
  }

  private static Map<String, Object> inTeam(Map<String, Object> cluster) {
    var moved = new TreeMap<>(cluster);
    moved.put("namespace", "team");
    moved.put("createNamespace", false);
    return moved;
  }

  private static void assertUniqueNames(Recording recording) {
    var inPulumi = recording.all().stream().map(it -> it.type() + " " + it.name()).toList();
    var inKubernetes =
        recording.kubernetesObjects().stream()
            .map(
                it ->
                    List.of(
                        it.kind(),
                        String.valueOf(it.at("metadata.namespace")),
                        it.at("metadata.name")))
            .toList();
    assertEquals(inPulumi.size(), Set.copyOf(inPulumi).size(), inPulumi::toString);
    assertEquals(inKubernetes.size(), Set.copyOf(inKubernetes).size(), inKubernetes::toString);
  }
}
