package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.Compose;
import sparkstack.e2e.support.DockerBuild;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.StackImage;

/**
 * Users migrate from michalklempa/docker-spark: its commands and manifests work with this image.
 */
class SeedIT {
  private static final Path FOLDER = Path.of("src/test/resources/seed");
  private static final Path JAR = Path.of("examples/weather/target/weather.jar").toAbsolutePath();
  private static final SparkNamespace NAMESPACE = new SparkNamespace("spark-e2e-seed");
  private static final String BUILD_STAGE = "spark-e2e-seed:build";
  private static final String DERIVED = "spark-e2e-seed:example";
  private static final Duration JOB = Duration.ofMinutes(10);
  private static final String RESULT = "weather: 48 months from 1461 days, scale 1, not written";

  /** Builds the stage to inspect the release. The article of docker-spark then lists /tmp/spark. */
  @Test
  void theCommandForTheBuildStageWorks() throws Exception {
    try {
      DockerBuild.of(BUILD_STAGE, DockerBuild.arguments(), "--target=build").run();
      var list = Command.docker("run", "--rm", "--entrypoint=sh", BUILD_STAGE, "-c");
      var names = list.and("cd /tmp/spark && ls -d bin jars sbin examples data").run();
      assertEquals(List.of("bin", "data", "examples", "jars", "sbin"), names.lines().toList());
    } finally {
      Command.docker("image", "rm", "--force", BUILD_STAGE).run();
    }
  }

  /**
   * The Compose file uses an image that is derived from the Spark image and has the application.
   */
  @Test
  void theComposeFileRunsAClusterAndAJob() throws Exception {
    var compose =
        new Compose(
            FOLDER.resolve("docker-compose.yml"),
            "spark-e2e-seed",
            Map.of("SPARK_IMAGE", derivedImage()));
    try {
      compose.start();
      MasterPage.awaitAliveWorkers(compose.url("spark-master", 8080), 3);
      var log = compose.logAtEnd("spark-driver");
      assertTrue(log.contains(RESULT), log);
    } finally {
      compose.remove();
      Command.docker("image", "rm", "--force", DERIVED).run();
    }
  }

  private static String derivedImage() throws Exception {
    var dockerfile =
        """
        FROM %s
        COPY --chmod=0644 weather.jar /
        ENV MAIN_CLASS=sparkstack.examples.weather.Weather JAR=/weather.jar
        """;
    Command.docker("build", "--tag=" + DERIVED, "--file=-", JAR.getParent().toString())
        .withInput(dockerfile.formatted(StackImage.reference()))
        .run();
    return DERIVED;
  }

  @Test
  void theManifestRunsAClusterAndAJob() throws Exception {
    try (var client = new KubernetesClientBuilder().build()) {
      NAMESPACE.delete();
      // Without a Pod Security level, because the manifest sets no users and capabilities.
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(NAMESPACE.name())
                  .endMetadata()
                  .build())
          .create();
      try {
        awaitServiceAccount(client);
        loadImage(client);
        Command.of("kubectl", "--namespace=" + NAMESPACE.name(), "create", "--filename=-")
            .withInput(manifest())
            .run();
        awaitJob();
        var log = NAMESPACE.driverLog();
        assertTrue(log.contains(RESULT), log);
      } catch (Exception | AssertionError e) {
        System.err.println(NAMESPACE.describe());
        throw e;
      } finally {
        NAMESPACE.delete();
      }
    }
  }

  /** Waits for the service account, without which the API server refuses pods. */
  private static void awaitServiceAccount(KubernetesClient client) {
    Await.until(
        "the namespace's service account",
        Duration.ofMinutes(1),
        () -> client.serviceAccounts().inNamespace(NAMESPACE.name()).withName("default").get(),
        Objects::nonNull);
  }

  /** Runs a pod that pulls the image to the node, because the manifest never pulls it. */
  private static void loadImage(KubernetesClient client) throws Exception {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("load-image")
            .withNamespace(NAMESPACE.name())
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .addNewContainer()
            .withName("load-image")
            .withImage(StackImage.reference())
            .withCommand("true")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    client
        .resource(pod)
        .waitUntilCondition(
            seen -> seen != null && "Succeeded".equals(seen.getStatus().getPhase()),
            JOB.toSeconds(),
            TimeUnit.SECONDS);
  }

  private static String manifest() throws Exception {
    return Files.readString(FOLDER.resolve("manifest.yaml"))
        .replace("@IMAGE@", StackImage.reference())
        .replace("@JAR@", JAR.toString());
  }

  private static void awaitJob() {
    Await.until(
        "the Job's completion",
        JOB,
        () -> Optional.of(NAMESPACE.driverJob()).map(Job::getStatus).orElseThrow(),
        status -> Integer.valueOf(1).equals(status.getSucceeded()));
  }
}
