package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

  private Manifest workers(Map<String, String> config) {
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
        workers(Map.of("workerCores", "3", "workerMemory", "2g")).containerArgs());
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
  void areReadyWhenTheirStatePageAnswers() {
    for (var probe : List.of("startupProbe", "readinessProbe")) {
      assertEquals("/json/", workers(Map.of()).at(CONTAINER + probe + ".httpGet.path"), probe);
      assertEquals("http", workers(Map.of()).at(CONTAINER + probe + ".httpGet.port"), probe);
    }
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
        List.of("config", "tmp", "work"),
        workers.objects("spec.template.spec.volumes").stream()
            .map(volume -> volume.get("name"))
            .toList());
    assertEquals("3Gi", workers.at("spec.template.spec.volumes.1.emptyDir.sizeLimit"));
    assertEquals("3Gi", workers.at("spec.template.spec.volumes.2.emptyDir.sizeLimit"));
    assertEquals("3Gi", workers.at(CONTAINER + "resources.limits.ephemeral-storage"));
  }
}
