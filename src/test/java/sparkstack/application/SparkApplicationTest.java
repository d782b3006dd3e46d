package sparkstack.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class SparkApplicationTest extends ProjectTest {
  private static final String CONTAINER = "spec.template.spec.containers.0.";

  private Manifest job(Map<String, ?> more) {
    return recording(more).object("Job", "spark-driver");
  }

  private Recording recording(Map<String, ?> more) {
    return Recording.of(project, ProjectFolder.withDriver(more));
  }

  private List<String> properties(Map<String, ?> more) {
    return recording(more).properties("driver");
  }

  /**
   * In version 0.1.0, both were children of the stack itself. Without the alias, an upgrade would
   * replace the Job and run the application again.
   */
  @Test
  void areTheSameJobAndConfigMapAsThoseOfVersion010() {
    var recording = recording(Map.of());
    for (var type : List.of("kubernetes:batch/v1:Job", "kubernetes:core/v1:ConfigMap")) {
      var registration = recording.registration(type, "spark-driver");
      assertTrue(
          registration.getParent().endsWith("spark:index:SparkApplication::spark-driver"), type);
      assertEquals(
          List.of(true),
          registration.getAliasesList().stream().map(it -> it.getSpec().getNoParent()).toList(),
          type);
    }
  }

  /** Pulumi waits until a running driver that is replaced has ended. */
  @Test
  void hasAsLongToEndAsItsPodHas() {
    var pod = Map.of("driverPod", Map.of("terminationGracePeriodSeconds", 300));

    assertEquals("60000000000ns", deletionTimeout(Map.of()));
    assertEquals("330000000000ns", deletionTimeout(pod));
  }

  private String deletionTimeout(Map<String, ?> more) {
    var job = recording(more).registration("kubernetes:batch/v1:Job", "spark-driver");
    return job.getCustomTimeouts().getDelete();
  }

  @Test
  void runsOnceAndStaysForAsLongAsTheStack() {
    var job = job(Map.of());

    assertEquals(0.0, job.at("spec.backoffLimit"));
    assertEquals("Never", job.at("spec.template.spec.restartPolicy"));
    assertNull(job.at("spec.ttlSecondsAfterFinished"));
  }

  @Test
  void runsAgainOnTheNextUpIfItHasFailed() {
    var annotations = Manifest.object(job(Map.of()).at("metadata.annotations"));
    assertEquals("true", annotations.get("pulumi.com/replaceUnready"));
  }

  @Test
  void submitsTheApplicationInClientModeToTheMaster() {
    var job = job(Map.of());

    assertEquals(
        List.of(
            "bash",
            "/etc/spark/watching-master",
            "spark-master",
            "8080",
            "spark://spark-master:7077",
            "4040",
            "30",
            "spark-submit"),
        job.containerArgs().subList(0, 8));
    assertEquals("spark://spark-master:7077", job.option("--master"));
    assertEquals("client", job.option("--deploy-mode"));
    assertEquals("example.weather.Main", job.option("--class"));
  }

  @Test
  void aForgottenDriverHasTheGracePeriodOfItsPod() {
    var pod = Map.of("driverPod", Map.of("terminationGracePeriodSeconds", 90));
    assertEquals("90", job(pod).containerArgs().get(6));
  }

  @Test
  void hasTheScriptsThatAskTheMaster() {
    var recording = recording(Map.of());
    for (var script : List.of("watching-master", "state-page")) {
      assertTrue(recording.file("driver", script).startsWith("#!/bin/bash\n"), script);
    }
    assertEquals("http\n", recording.file("driver", "master-scheme"));
    assertEquals(
        "https\n", recording(Map.of("tls", "certificate")).file("driver", "master-scheme"));
  }

  @Test
  void givesTheApplicationItsArgumentsAfterTheJar() {
    var args = job(Map.of("driverArguments", List.of("--scale", "3 4"))).containerArgs();

    assertEquals(
        List.of("local:///opt/spark/application/weather.jar", "--scale", "3 4"),
        args.subList(args.size() - 3, args.size()));
  }

  @Test
  void keepsKubernetesFromExpandingTheApplicationsArguments() {
    var args = job(Map.of("driverArguments", List.of("$(POD_IP)", "a$$b"))).containerArgs();
    assertEquals(List.of("$$(POD_IP)", "a$$$$b"), args.subList(args.size() - 2, args.size()));
  }

  @Test
  void takesAJarThatTheImageAlreadyHasAsItIs() {
    var args = job(Map.of("driverJar", "local:///opt/other/app.jar")).containerArgs();
    assertEquals("local:///opt/other/app.jar", args.get(args.size() - 1));
  }

  @Test
  void asksForExecutorsThatFillAWorker() {
    var properties = properties(Map.of("workerCores", "2", "workerMemory", "3g"));

    assertTrue(properties.contains("spark.executor.memory=3072m"));
    assertTrue(properties.contains("spark.executor.cores=2"));
  }

  @Test
  void isReachedByExecutorsAtItsPodOnPortsThatItsContainerDeclares() {
    var job = job(Map.of());

    assertTrue(
        job.sparkProperties()
            .containsAll(
                List.of("spark.driver.host=$(POD_IP)", "spark.driver.bindAddress=$(POD_IP)")));
    assertTrue(
        properties(Map.of())
            .containsAll(
                List.of(
                    "spark.driver.port=7079",
                    "spark.driver.blockManager.port=7080",
                    "spark.ui.port=4040")));
    assertEquals(
        List.of(7079.0, 7080.0, 4040.0),
        job.objects(CONTAINER + "ports").stream().map(port -> port.get("containerPort")).toList());
  }

  @Test
  void runsWithTheUsersPropertiesAndItsOwn() {
    var properties =
        properties(
            Map.of(
                "sparkConf",
                Map.of(
                    "spark.sql.shuffle.partitions", 16,
                    "spark.executor.extraJavaOptions", "-XX:+UseParallelGC",
                    "spark.local.pattern", "C:\\temp")));

    assertTrue(properties.contains("spark.sql.shuffle.partitions=16"));
    assertTrue(properties.contains("spark.local.pattern=C:\\\\temp"));
    assertTrue(
        properties.contains(
            "spark.executor.extraJavaOptions=-Dlog4j2.configurationFile=/etc/spark/log4j2.properties"
                + " -XX:+UseParallelGC"));
  }

  @Test
  void givesBackExecutorsIfAskedTo() {
    assertTrue(
        properties(Map.of("dynamicAllocation", true, "dynamicAllocationMaxExecutors", 4))
            .containsAll(
                List.of(
                    "spark.dynamicAllocation.enabled=true",
                    "spark.dynamicAllocation.shuffleTracking.enabled=true",
                    "spark.dynamicAllocation.minExecutors=0",
                    "spark.dynamicAllocation.maxExecutors=4")));
    assertTrue(properties(Map.of()).stream().noneMatch(it -> it.contains("dynamicAllocation")));
  }

  @Test
  void runsTasksElsewhereIfTheyFailOnAWorker() {
    var enabled = "spark.excludeOnFailure.taskAndStage.enabled=true";
    assertTrue(properties(Map.of()).contains(enabled));
    for (var config :
        List.of(
            Map.of("workerReplicas", 1),
            Map.of("sparkConf", Map.of("spark.task.maxFailures", 2)),
            Map.of("sparkConf", Map.of("spark.cores.max", 1)),
            Map.of("sparkConf", Map.of("spark.excludeOnFailure.enabled", false)))) {
      assertFalse(properties(config).contains(enabled), config.toString());
    }
  }

  @Test
  void movesTheBlocksOfWorkersThatEnd() {
    var shuffle = "spark.storage.decommission.shuffleBlocks.enabled=";
    assertTrue(properties(Map.of()).contains("spark.decommission.enabled=true"));
    assertTrue(properties(Map.of()).contains(shuffle + true));
    var conf = Map.of("spark.storage.decommission.shuffleBlocks.enabled", false);
    assertTrue(properties(Map.of("sparkConf", conf)).contains(shuffle + false));
    assertTrue(
        properties(Map.of("workerDecommissionSeconds", 0)).stream()
            .noneMatch(it -> it.contains("decommission")));
  }

  /** Some networks drop what is sent to the address of a pod that is gone. */
  @Test
  void connectsToExecutorsThatAreGoneForAShortTimeOnly() {
    var timeout = "spark.shuffle.io.connectionCreationTimeout=";
    assertTrue(properties(Map.of()).contains(timeout + "10s"));
    var conf = Map.of("spark.shuffle.io.connectionCreationTimeout", "1m");
    assertTrue(properties(Map.of("sparkConf", conf)).contains(timeout + "1m"));
  }

  @Test
  void looksOftenWhetherTheBlocksOfWorkersThatEndHaveMoved() {
    assertTrue(
        properties(Map.of())
            .contains("spark.storage.decommission.replicationReattemptInterval=5s"));
  }

  @Test
  void hasItsUiBehindTheMasters() {
    assertTrue(properties(Map.of()).contains("spark.ui.reverseProxy=true"));
  }

  @Test
  void hasMemoryForMoreThanItsHeap() {
    var job = job(Map.of("driverMemory", "2g", "driverCpuRequest", "0.25"));

    assertEquals("2048m", job.option("--driver-memory"));
    assertEquals("2432Mi", job.at(CONTAINER + "resources.limits.memory"));
    assertEquals("250m", job.at(CONTAINER + "resources.requests.cpu"));

    var roomy = job(Map.of("driverMemory", "2g", "driverMemoryOverhead", "1g"));
    assertEquals("3072Mi", roomy.at(CONTAINER + "resources.limits.memory"));
  }
}
