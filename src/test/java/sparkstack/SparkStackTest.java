package sparkstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparkstack.ProjectFolder.WITH_DRIVER;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SparkStackTest extends ProjectTest {

  @Test
  void consistsOfImageClusterAndDriver() {
    var recording = Recording.of(project, WITH_DRIVER);

    assertEquals(
        List.of(
            "docker:index/image:Image spark",
            "kubernetes:apps/v1:Deployment spark-master",
            "kubernetes:apps/v1:Deployment spark-worker",
            "kubernetes:batch/v1:Job spark-driver",
            "kubernetes:batch/v1:Job spark-trial",
            "kubernetes:core/v1:ConfigMap spark-driver",
            "kubernetes:core/v1:ConfigMap spark-master",
            "kubernetes:core/v1:ConfigMap spark-owner",
            "kubernetes:core/v1:ConfigMap spark-worker",
            "kubernetes:core/v1:Namespace spark",
            "kubernetes:core/v1:PersistentVolumeClaim spark-recovery",
            "kubernetes:core/v1:Secret spark-authentication-0",
            "kubernetes:core/v1:Service spark-master",
            "kubernetes:core/v1:Service spark-ui",
            "kubernetes:core/v1:ServiceAccount spark",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy spark",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy spark-driver",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy spark-master",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy spark-worker",
            "kubernetes:policy/v1:PodDisruptionBudget spark-master",
            "kubernetes:policy/v1:PodDisruptionBudget spark-worker",
            "pulumi:providers:docker docker",
            "pulumi:providers:kubernetes kubernetes",
            "spark:index:SparkApplication spark-driver",
            "spark:index:SparkCluster spark",
            "spark:index:SparkImage spark"),
        recording.all().stream().map(SparkStackTest::typeAndName).toList());
  }

  @Test
  void hasNoDriverUnlessOneIsConfigured() {
    var withDriver = Recording.of(project, WITH_DRIVER);
    var without = Recording.of(project, Map.of());

    assertEquals(
        Set.of(
            "kubernetes:batch/v1:Job spark-driver",
            "kubernetes:core/v1:ConfigMap spark-driver",
            "spark:index:SparkApplication spark-driver"),
        missing(withDriver, without));
  }

  @Test
  void scalingTheWorkersChangesOnlyTheWorkerDeployment() {
    var two = Recording.of(project, with("workerReplicas", "2"));
    var five = Recording.of(project, with("workerReplicas", "5"));

    assertEquals(Set.of("kubernetes:apps/v1:Deployment spark-worker"), changed(two, five));
    assertEquals(2.0, two.object("Deployment", "spark-worker").at("spec.replicas"));
    assertEquals(5.0, five.object("Deployment", "spark-worker").at("spec.replicas"));
  }

  /** Only the workers' pods mount that ConfigMap. */
  @Test
  void aLogLevelOfTheWorkersChangesOnlyTheirConfigMapAndDeployment() {
    var info = Recording.of(project, WITH_DRIVER);
    var debug = Recording.of(project, with("workerLogLevels", Map.of("root", "debug")));

    assertEquals(
        Set.of(
            "kubernetes:apps/v1:Deployment spark-worker",
            "kubernetes:core/v1:ConfigMap spark-worker"),
        changed(info, debug));
    assertTrue(debug.file("worker", "log4j2.properties").contains("rootLogger.level=debug\n"));
  }

  @Test
  void aPropertyOfTheApplicationRollsNeitherMasterNorWorkers() {
    var before = Recording.of(project, WITH_DRIVER);
    var after = Recording.of(project, with("sparkConf", Map.of("spark.task.maxFailures", 2)));

    assertEquals(
        Set.of("kubernetes:batch/v1:Job spark-driver", "kubernetes:core/v1:ConfigMap spark-driver"),
        changed(before, after));
  }

  @Test
  void buildsNothingAndNeedsNoDockerWithAnImageThatIsThere() {
    var reference = "registry.example.com/spark@sha256:" + "0".repeat(64);
    var recording = Recording.of(project, Map.of("imageReference", reference));

    assertTrue(recording.all().stream().noneMatch(it -> it.type().contains("docker")));
    assertEquals(reference, recording.output("image"));
  }

  @Test
  void leavesANamespaceThatIsThereAlone() {
    var recording =
        Recording.of(
            project, Map.of("namespace", "team", "createNamespace", false, "clusterName", "etl"));

    assertTrue(
        recording.kubernetesObjects().stream().noneMatch(it -> it.kind().equals("Namespace")));
    assertNotNull(recording.object("Deployment", "etl-worker"));
    assertEquals("spark://etl-master.team.svc:7077", recording.output("masterUrl"));
  }

  @Test
  void keepsItsNamespaceToTheRestrictedPodSecurityStandard() {
    var labels =
        Manifest.object(
            Recording.of(project, Map.of()).object("Namespace", "spark-dev").at("metadata.labels"));
    assertEquals("restricted", labels.get("pod-security.kubernetes.io/enforce"));
  }

  @Test
  void givesTheNodesTheCredentialsOfTheRegistry() {
    var recording =
        Recording.of(
            project,
            Map.of("registryUsername", "secret robot", "registryPassword", "secret s3cret"));

    assertEquals(
        "kubernetes.io/dockerconfigjson", recording.object("Secret", "spark-registry").at("type"));
    for (var workload : recording.workloads()) {
      assertEquals("spark-registry", workload.at("spec.template.spec.imagePullSecrets.0.name"));
    }
    assertEquals("robot", recording.image().at("registry.username"));
    assertEquals(login("localhost:5000"), dockerConfig(recording));
  }

  @Test
  void givesTheNodesTheCredentialsOfTheRegistryOfAnImageThatIsThere() {
    var registries =
        Map.of(
            "registry.example.com:5000/data/spark", "registry.example.com:5000",
            "localhost/spark", "localhost",
            "apache/spark", "https://index.docker.io/v1/",
            "docker.io/apache/spark", "https://index.docker.io/v1/",
            "spark", "https://index.docker.io/v1/");
    registries.forEach(
        (repository, registry) -> {
          var recording =
              Recording.of(
                  project,
                  Map.of(
                      "imageReference",
                      repository + "@sha256:" + "0".repeat(64),
                      "registryUsername",
                      "robot",
                      "registryPassword",
                      "secret s3cret"));
          assertEquals(login(registry), dockerConfig(recording), repository);
        });
  }

  private static String login(String registry) {
    return "{\"auths\":{\"%s\":{\"password\":\"s3cret\",\"username\":\"robot\"}}}"
        .formatted(registry);
  }

  /** The login that the nodes find in the Secret. */
  private static String dockerConfig(Recording recording) {
    var data = Manifest.object(recording.object("Secret", "spark-registry").at("data"));
    var encoded = (String) data.get(".dockerconfigjson");
    return new String(Base64.getDecoder().decode(encoded), UTF_8);
  }

  @Test
  void addsToPodsWhatTheConfigSaysInKubernetesWords() {
    var pod =
        Map.of(
            "labels", Map.of("team", "data"),
            "nodeSelector", Map.of("disk", "ssd"),
            "tolerations", List.of(Map.of("key", "spot", "operator", "Exists")),
            "env", List.of(Map.of("name", "REGION", "value", "north")),
            "volumes", List.of(Map.of("name", "extra", "emptyDir", Map.of())),
            "volumeMounts", List.of(Map.of("name", "extra", "mountPath", "/extra")));
    var worker =
        Recording.of(project, Map.of("workerPod", pod)).object("Deployment", "spark-worker");

    var spec = "spec.template.spec.";
    assertEquals("ssd", worker.at(spec + "nodeSelector.disk"));
    assertEquals("Exists", worker.at(spec + "tolerations.0.operator"));
    assertEquals("north", worker.environment("REGION"));
    assertEquals("/extra", worker.at(spec + "containers.0.volumeMounts.4.mountPath"));
    assertEquals("data", Manifest.object(worker.at("spec.template.metadata.labels")).get("team"));
    assertEquals(1, worker.objects(spec + "containers").size());
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
    assertEquals("", kubernetesProvider(Map.of()).at("kubeconfig"));
  }

  @Test
  void rendersWhereTheKubernetesPluginsOwnConfigSays() {
    var config = Map.of("kubernetes:renderYamlToDirectory", "manifests");

    assertEquals("manifests", kubernetesProvider(config).at("renderYamlToDirectory"));
    assertNull(kubernetesProvider(Map.of()).at("renderYamlToDirectory"));
  }

  @Test
  void talksToTheClusterAndTheEngineThatTheConfigNames() {
    var config =
        Map.of(
            "kubernetes:context", "prod",
            "kubernetes:cluster", "north",
            "kubernetes:kubeconfig", "secret /home/robot/kubeconfig",
            "docker:host", "ssh://builder.example.com");

    var kubernetes = kubernetesProvider(config);
    assertEquals("prod", kubernetes.at("context"));
    assertEquals("north", kubernetes.at("cluster"));
    assertEquals("/home/robot/kubeconfig", kubernetes.at("kubeconfig"));
    assertEquals("ssh://builder.example.com", provider("docker", config).at("host"));
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

  private Manifest kubernetesProvider(Map<String, ?> config) {
    return provider("kubernetes", config);
  }

  private Manifest provider(String plugin, Map<String, ?> config) {
    return Recording.of(project, config).all().stream()
        .filter(manifest -> manifest.type().equals("pulumi:providers:" + plugin))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> with(String key, Object value) {
    return ProjectFolder.withDriver(Map.of(key, value));
  }

  private static String typeAndName(Manifest manifest) {
    return manifest.type() + " " + manifest.name();
  }

  /** The resources of {@code one} that {@code other} lacks. */
  private static Set<String> missing(Recording one, Recording other) {
    var names = new HashSet<>(one.all().stream().map(SparkStackTest::typeAndName).toList());
    other.all().stream().map(SparkStackTest::typeAndName).forEach(names::remove);
    return names;
  }

  /** The resources of {@code after} that are new or changed since {@code before}. */
  private static Set<String> changed(Recording before, Recording after) {
    var names = new HashSet<String>();
    after.all().stream()
        .filter(manifest -> !before.all().contains(manifest))
        .forEach(manifest -> names.add(typeAndName(manifest)));
    return names;
  }
}
