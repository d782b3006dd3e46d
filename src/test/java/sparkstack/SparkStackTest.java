package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparkstack.ProjectFolder.WITH_DRIVER;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkStackTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void createProject() throws IOException {
    project = ProjectFolder.in(folder);
  }

  @Test
  void consistsOfImageClusterAndDriver() {
    var recording = Recording.of(project, WITH_DRIVER);

    assertEquals(
        List.of(
            "docker:index/image:Image spark",
            "kubernetes:apps/v1:Deployment spark-master",
            "kubernetes:apps/v1:Deployment spark-worker",
            "kubernetes:batch/v1:Job spark-driver",
            "kubernetes:core/v1:Namespace spark",
            "kubernetes:core/v1:Service spark-master",
            "kubernetes:core/v1:Service spark-ui",
            "pulumi:providers:docker docker",
            "pulumi:providers:kubernetes kubernetes",
            "spark:index:SparkCluster spark",
            "spark:index:SparkImage spark"),
        recording.all().stream().map(SparkStackTest::typeAndName).toList());
  }

  @Test
  void hasNoDriverUnlessOneIsConfigured() {
    var withDriver = Recording.of(project, WITH_DRIVER);
    var without = Recording.of(project, Map.of());

    assertEquals(Set.of("kubernetes:batch/v1:Job spark-driver"), missing(withDriver, without));
  }

  @Test
  void scalingTheWorkersChangesOnlyTheWorkerDeployment() {
    var two = Recording.of(project, with("workerReplicas", "2"));
    var five = Recording.of(project, with("workerReplicas", "5"));

    assertEquals(Set.of("kubernetes:apps/v1:Deployment spark-worker"), changed(two, five));
    assertEquals(2.0, two.object("Deployment", "spark-worker").at("spec.replicas"));
    assertEquals(5.0, five.object("Deployment", "spark-worker").at("spec.replicas"));
  }

  @Test
  void asksForTheSameTwice() {
    var first = Recording.of(project, WITH_DRIVER);
    var second = Recording.of(project, WITH_DRIVER);

    assertEquals(first.all(), second.all());
    assertEquals(first.outputs(), second.outputs());
  }

  @Test
  void hasNoTwoResourcesOfOneTypeAndName() {
    var seen = new HashSet<String>();
    for (var manifest : Recording.of(project, WITH_DRIVER).all()) {
      assertTrue(seen.add(typeAndName(manifest)), typeAndName(manifest));
    }
  }

  @Test
  void givesEveryKubernetesObjectAnExplicitNameAndTheStacksNamespace() {
    for (var manifest : Recording.of(project, WITH_DRIVER).kubernetesObjects()) {
      assertNotNull(manifest.at("metadata.name"), manifest.name());
      if (!manifest.kind().equals("Namespace")) {
        assertEquals("spark-dev", manifest.at("metadata.namespace"), manifest.name());
      }
    }
  }

  @Test
  void recordsNoInputsInComponentsSoThatAnEditCountsOnce() {
    Recording.of(project, WITH_DRIVER).all().stream()
        .filter(manifest -> manifest.type().startsWith("spark:"))
        .forEach(manifest -> assertEquals(Map.of(), manifest.inputs(), manifest.name()));
  }

  @Test
  void talksToKubernetesAndDockerThroughItsOwnProviders() {
    var recording = Recording.of(project, WITH_DRIVER);

    for (var manifest : recording.kubernetesObjects()) {
      assertTrue(
          manifest.provider().contains("pulumi:providers:kubernetes::kubernetes::"),
          manifest.name() + " has provider " + manifest.provider());
    }
    assertTrue(recording.image().provider().contains("pulumi:providers:docker::docker::"));
  }

  @Test
  void keepsTheMachinesKubeconfigOutOfTheState() {
    var provider =
        Recording.of(project, Map.of()).all().stream()
            .filter(manifest -> manifest.type().equals("pulumi:providers:kubernetes"))
            .findFirst()
            .orElseThrow();

    assertEquals("", provider.at("kubeconfig"));
  }

  @Test
  void takesTheNamespaceFromTheConfig() {
    var recording = Recording.of(project, with("namespace", "team-a"));

    assertNotNull(recording.object("Namespace", "team-a"));
    assertEquals("team-a", recording.object("Service", "spark-ui").at("metadata.namespace"));
    assertEquals("team-a", recording.output("namespace"));
    assertEquals("spark://spark-master.team-a.svc:7077", recording.output("masterUrl"));
  }

  @Test
  void exportsWhatItsUsersNeed() {
    var recording = Recording.of(project, Map.of());

    assertEquals(
        Map.of(
            "image", "localhost:5000/spark@" + RecordingMocks.DIGEST,
            "namespace", "spark-dev",
            "masterUrl", "spark://spark-master.spark-dev.svc:7077",
            "uiUrl", "http://192.0.2.10:8080",
            "workerReplicas", 2),
        recording.outputs());
  }

  @Test
  void leavesToAFirstPreviewUnknownWhatOnlyTheClusterKnows() {
    for (var type : List.of("NodePort", "LoadBalancer")) {
      assertEquals(
          Set.of("masterUrl", "namespace", "workerReplicas"),
          Recording.outputsKnownToAFirstPreview(project, with("uiServiceType", type)));
    }
  }

  private static Map<String, String> with(String key, String value) {
    var config = new HashMap<>(WITH_DRIVER);
    config.put(key, value);
    return config;
  }

  private static String typeAndName(Manifest manifest) {
    return manifest.type() + " " + manifest.name();
  }

  /** Resources of {@code one} that {@code other} lacks. */
  private static Set<String> missing(Recording one, Recording other) {
    var names = new HashSet<>(one.all().stream().map(SparkStackTest::typeAndName).toList());
    other.all().stream().map(SparkStackTest::typeAndName).forEach(names::remove);
    return names;
  }

  /** Resources of {@code after} that are not as they are in {@code before}. */
  private static Set<String> changed(Recording before, Recording after) {
    var names = new HashSet<String>();
    after.all().stream()
        .filter(manifest -> !before.all().contains(manifest))
        .forEach(manifest -> names.add(typeAndName(manifest)));
    return names;
  }
}
