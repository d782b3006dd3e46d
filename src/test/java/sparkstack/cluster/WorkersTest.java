package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparkstack.Manifest;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class WorkersTest extends ProjectTest {
  private static final String CONTAINER = "spec.template.spec.containers.0.";

  private Manifest workers(Map<String, ?> config) {
    return Recording.of(project, config).object("Deployment", "spark-worker");
  }

  @Test
  void areTwoByDefault() {
    assertEquals(2.0, workers(Map.of()).at("spec.replicas"));
  }

  /** Pulumi waits for ten minutes by default. */
  @ParameterizedTest
  @CsvSource({"60, ''", "570, ''", "900, 930000000000ns"})
  void haveAsLongToEndAsTheirPodsHave(int seconds, String timeout) {
    var config =
        Map.of(
            "workerPod", Map.of("terminationGracePeriodSeconds", seconds),
            "masterPod", Map.of("terminationGracePeriodSeconds", seconds));
    var recording = Recording.of(project, config);
    for (var name : List.of("spark-worker", "spark-master")) {
      var deployment = recording.registration("kubernetes:apps/v1:Deployment", name);
      assertEquals(timeout, deployment.getCustomTimeouts().getDelete(), name);
    }
  }

  @Test
  void mayBeNone() {
    assertEquals(0.0, workers(Map.of("workerReplicas", "0")).at("spec.replicas"));
  }

  @Test
  void offerWhatTheConfigSaysToTheMasterBehindItsService() {
    assertEquals(
        List.of(
            "bash",
            "/etc/spark/watching-registration",
            "spark-master",
            "8080",
            "8081",
            "bash",
            "/etc/spark/bounding-work",
            "/opt/spark/work",
            "50",
            "20Gi",
            "spark-class",
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "$(POD_IP)",
            "--port",
            "7078",
            "--webui-port",
            "8081",
            "--cores",
            "3",
            "--memory",
            "2048m",
            "--properties-file",
            "/etc/spark/spark.conf",
            "spark://spark-master:7077"),
        workers(Map.of("workerCores", "3", "workerMemory", "2g", "workerStorage", "20Gi"))
            .containerArgs());
  }

  @Test
  void listenOnThePortsThatTheirContainerDeclares() {
    assertEquals(
        List.of(
            Map.of("name", "rpc", "containerPort", 7078.0),
            Map.of("name", "http", "containerPort", 8081.0)),
        workers(Map.of()).objects(CONTAINER + "ports"));
  }

  @Test
  void returnToTheServiceWhenTheMasterIsGone() {
    var properties = Recording.of(project, Map.of()).properties("worker");
    assertTrue(properties.contains("spark.worker.preferConfiguredMasterAddress=true"));
    assertTrue(properties.contains("spark.ui.reverseProxy=true"));
  }

  @Test
  void removeWhatApplicationsLeft() {
    var properties = Recording.of(project, Map.of()).properties("worker");
    assertTrue(properties.contains("spark.worker.cleanup.enabled=true"));
    assertTrue(properties.contains("spark.worker.cleanup.appDataTtl=43200"));

    var conf = Map.of("workerConf", Map.of("spark.worker.cleanup.appDataTtl", 3600));
    assertTrue(
        Recording.of(project, conf)
            .properties("worker")
            .contains("spark.worker.cleanup.appDataTtl=3600"));
  }

  @Test
  void limitTheLogsOfARunningExecutorUnlessTheUserDoes() {
    assertEquals(
        List.of(
            "spark.executor.logs.rolling.maxRetainedFiles=4",
            "spark.executor.logs.rolling.maxSize=16777216",
            "spark.executor.logs.rolling.strategy=size"),
        rolling(Map.of()));

    var daily = Map.of("spark.executor.logs.rolling.strategy", "time");
    assertEquals(
        List.of("spark.executor.logs.rolling.strategy=time"), rolling(Map.of("workerConf", daily)));
  }

  private List<String> rolling(Map<String, ?> config) {
    return Recording.of(project, config).properties("worker").stream()
        .filter(it -> it.startsWith("spark.executor.logs.rolling."))
        .toList();
  }

  @Test
  void areReadyWhileTheyRespondAndHaveSpace() {
    assertEquals(
        List.of("bash", "/etc/spark/worker-is-ready", "8081", "/tmp", "/opt/spark/work"),
        workers(Map.of()).at(CONTAINER + "readinessProbe.exec.command"));
    assertEquals("/json/", workers(Map.of()).at(CONTAINER + "livenessProbe.httpGet.path"));
    assertEquals("http", workers(Map.of()).at(CONTAINER + "livenessProbe.httpGet.port"));
  }

  @Test
  void requestAsMuchCpuAsTheyOfferUnlessToldOtherwise() {
    var four = workers(Map.of("workerCores", "4"));
    var less = workers(Map.of("workerCores", "4", "workerCpuRequest", "250m"));

    assertEquals("4", four.at(CONTAINER + "resources.requests.cpu"));
    assertEquals("250m", less.at(CONTAINER + "resources.requests.cpu"));
    assertEquals("4", less.option("--cores"));
  }

  /** 256 MiB for the worker's heap, 256 MiB beyond it, the executor's heap, and its overhead. */
  @ParameterizedTest
  @CsvSource({"512m, 1408Mi", "1g, 1920Mi", "8g, 9523Mi"})
  void haveMemoryForTheirOwnProcessAndAnExecutorWithItsOverhead(String memory, String limit) {
    var workers = workers(Map.of("workerMemory", memory));
    assertEquals("256m", workers.environment("SPARK_DAEMON_MEMORY"));
    assertEquals(limit, workers.at(CONTAINER + "resources.limits.memory"));
  }

  /** Four executors of 2 GiB: four times 384 MiB beyond their heaps. */
  @Test
  void haveMemoryForEachExecutorThatFits() {
    var config =
        Map.of(
            "workerCores", "8", "workerMemory", "8g", "executorCores", "2", "executorMemory", "2g");
    assertEquals("10240Mi", workers(config).at(CONTAINER + "resources.limits.memory"));
    var given = new HashMap<>(config);
    given.put("workerMemoryLimit", "12g");
    assertEquals("12288Mi", workers(given).at(CONTAINER + "resources.limits.memory"));
    given.put("workerMemoryOverhead", "2g");
    given.remove("workerMemoryLimit");
    assertEquals("10752Mi", workers(given).at(CONTAINER + "resources.limits.memory"));
  }

  @Test
  void mayWriteToTheirFoldersAsMuchAsTheyRequest() {
    var workers = workers(Map.of("workerStorage", "3Gi"));
    assertEquals(
        List.of("config", "authentication", "tmp", "work"),
        workers.objects("spec.template.spec.volumes").stream()
            .map(volume -> volume.get("name"))
            .toList());
    assertEquals("3Gi", workers.at("spec.template.spec.volumes.2.emptyDir.sizeLimit"));
    assertEquals("3Gi", workers.at("spec.template.spec.volumes.3.emptyDir.sizeLimit"));
    assertEquals("3Gi", workers.at(CONTAINER + "resources.limits.ephemeral-storage"));
  }

  @Test
  void mayHaveAVolumeOfTheirOwn() {
    var workers = workers(Map.of("workerStorage", "2Ti", "workerStorageClass", "fast"));
    assertEquals(
        List.of("config", "authentication", "tmp"),
        workers.objects("spec.template.spec.volumes").stream()
            .map(volume -> volume.get("name"))
            .toList());
    var claim = "spec.template.spec.volumes.2.ephemeral.volumeClaimTemplate.spec.";
    assertEquals("fast", workers.at(claim + "storageClassName"));
    assertEquals("2Ti", workers.at(claim + "resources.requests.storage"));
    assertEquals(List.of("ReadWriteOnce"), workers.at(claim + "accessModes"));
    var mounts = workers.objects(CONTAINER + "volumeMounts");
    for (var mount :
        List.of(
            Map.of("name", "tmp", "mountPath", "/tmp", "subPath", "tmp"),
            Map.of("name", "tmp", "mountPath", "/opt/spark/work", "subPath", "work"))) {
      assertTrue(mounts.contains(mount), () -> mount + " is not among " + mounts);
    }
    // The rest of the node's disk is for others.
    assertEquals("1Gi", workers.at(CONTAINER + "resources.requests.ephemeral-storage"));
  }

  @Test
  void areDecommissionedBeforeTheyEnd() {
    var workers = workers(Map.of("workerDecommissionSeconds", 600));
    assertEquals(
        List.of("bash", "/etc/spark/decommission-worker", "600"),
        workers.at(CONTAINER + "lifecycle.preStop.exec.command"));
    assertEquals(630.0, workers.at("spec.template.spec.terminationGracePeriodSeconds"));
    var properties = Recording.of(project, Map.of()).properties("worker");
    assertTrue(properties.contains("spark.decommission.enabled=true"));
  }

  @Test
  void endAtOnceIfTheConfigSaysSo() {
    var config = Map.of("workerDecommissionSeconds", 0);
    var workers = workers(config);
    assertNull(workers.at(CONTAINER + "lifecycle"));
    assertEquals(30.0, workers.at("spec.template.spec.terminationGracePeriodSeconds"));
    var properties = Recording.of(project, config).properties("worker");
    assertTrue(properties.contains("spark.decommission.enabled=false"));
  }

  /** The grace period includes the decommissioning. */
  @ParameterizedTest
  @CsvSource({"20, 0", "100, 70", "600, 120"})
  void areDecommissionedWithinTheGracePeriodOfTheUser(int gracePeriod, int decommission) {
    var workers =
        workers(Map.of("workerPod", Map.of("terminationGracePeriodSeconds", gracePeriod)));
    assertEquals(
        Double.valueOf(gracePeriod),
        workers.at("spec.template.spec.terminationGracePeriodSeconds"));
    assertEquals(
        decommission == 0
            ? null
            : List.of("bash", "/etc/spark/decommission-worker", String.valueOf(decommission)),
        decommission == 0
            ? workers.at(CONTAINER + "lifecycle")
            : workers.at(CONTAINER + "lifecycle.preStop.exec.command"));
  }

  @Test
  void keepTheUsersOtherHooks() {
    var hook = Map.of("exec", Map.of("command", List.of("true")));
    var workers = workers(Map.of("workerPod", Map.of("lifecycle", Map.of("postStart", hook))));
    assertEquals(List.of("true"), workers.at(CONTAINER + "lifecycle.postStart.exec.command"));
    assertEquals(
        "/etc/spark/decommission-worker",
        workers.at(CONTAINER + "lifecycle.preStop.exec.command.1"));
  }

  @Test
  void areReplacedWithoutRoomForMore() {
    var strategy = "spec.strategy.rollingUpdate.";
    assertEquals(0.0, workers(Map.of()).at(strategy + "maxSurge"));
    assertEquals("25%", workers(Map.of()).at(strategy + "maxUnavailable"));
    assertEquals(3.0, workers(Map.of("workerMaxUnavailable", 3)).at(strategy + "maxUnavailable"));
  }

  @Test
  void areReadyWhenTheMasterHasThem() {
    assertEquals(
        List.of("bash", "/etc/spark/worker-is-registered", "spark-master", "8080"),
        workers(Map.of()).at(CONTAINER + "startupProbe.exec.command"));
  }

  @Test
  void spreadOverTheNodesAwayFromTheMaster() {
    var spec = "spec.template.spec.";
    var spread = spec + "topologySpreadConstraints.0.";
    var away =
        spec
            + "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.podAffinityTerm.";
    var workers = workers(Map.of());
    assertEquals("ScheduleAnyway", workers.at(spread + "whenUnsatisfiable"));
    assertEquals(
        workers.at("spec.selector.matchLabels"), workers.at(spread + "labelSelector.matchLabels"));
    var master = Recording.of(project, Map.of()).object("Deployment", "spark-master");
    assertEquals(
        master.at("spec.selector.matchLabels"), workers.at(away + "labelSelector.matchLabels"));
    assertEquals(
        workers.at("spec.selector.matchLabels"), master.at(away + "labelSelector.matchLabels"));
  }

  @Test
  void runWhereTheUserSays() {
    var pod =
        Map.of(
            "affinity", Map.of("nodeAffinity", Map.of()), "topologySpreadConstraints", List.of());
    var recording = Recording.of(project, Map.of("workerPod", pod, "masterPod", pod));
    for (var name : List.of("spark-worker", "spark-master")) {
      var deployment = recording.object("Deployment", name);
      assertNull(deployment.at("spec.template.spec.affinity.podAntiAffinity"), name);
      assertNull(deployment.at("spec.template.spec.topologySpreadConstraints.0"), name);
    }
  }

  @Test
  void mayAllBeEvictedUnlessTheConfigSaysOtherwise() {
    var recording = Recording.of(project, Map.of());
    var limited = Recording.of(project, Map.of("workerDisruptionBudget", "25%"));
    var budget = "spec.maxUnavailable";
    assertEquals("100%", recording.object("PodDisruptionBudget", "spark-worker").at(budget));
    assertEquals("25%", limited.object("PodDisruptionBudget", "spark-worker").at(budget));
    assertEquals(1.0, limited.object("PodDisruptionBudget", "spark-master").at(budget));
    assertEquals(
        workers(Map.of()).at("spec.selector.matchLabels"),
        limited.object("PodDisruptionBudget", "spark-worker").at("spec.selector.matchLabels"));
  }
}
