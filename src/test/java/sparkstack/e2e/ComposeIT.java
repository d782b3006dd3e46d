package sparkstack.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stack's image as a cluster on one Docker host, by examples/compose. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final Path FILE = Path.of("examples/compose/docker-compose.yml");
  private static final String PROJECT = "spark-e2e";

  private static Map<String, String> environment;

  @BeforeAll
  static void start() throws Exception {
    if (!LocalEnvironment.isOnPath("docker-compose")) {
      throw new IllegalStateException("docker-compose is missing: apt-get install docker-compose");
    }
    environment =
        Map.of("SPARK_IMAGE", StackImage.reference(), "SPARK_UI_PORT", String.valueOf(freePort()));
    compose("down", "--volumes", "--remove-orphans");
    compose("up", "--detach");
  }

  @AfterAll
  static void stop() throws Exception {
    if (environment != null) {
      compose("down", "--volumes", "--remove-orphans");
    }
  }

  @Test
  @Order(1)
  void theMastersPageIsPublishedAndItsWorkerAlive() throws Exception {
    reportingOnFailure(
        () ->
            MasterPage.awaitAliveWorkers(
                "http://localhost:" + environment.get("SPARK_UI_PORT"), 1));
  }

  @Test
  @Order(2)
  void theDriverEndsWithTheRightNumbers() throws Exception {
    reportingOnFailure(
        () -> {
          var driver = compose("ps", "--quiet", "spark-driver").strip();
          var end =
              Await.until(
                  "the end of the driver's container",
                  Duration.ofMinutes(3),
                  () ->
                      Command.docker(
                              "inspect",
                              "--format",
                              "{{.State.Status}} {{.State.ExitCode}}",
                              driver)
                          .run()
                          .strip(),
                  state -> state.startsWith("exited"));
          assertEquals("exited 0", end);
          var log = compose("logs", "--no-color", "spark-driver");
          assertTrue(log.contains("weather: 48 months from 1461 days, scale 1, not written"), log);
        });
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void reportingOnFailure(Step step) throws Exception {
    try {
      step.run();
    } catch (Exception | AssertionError e) {
      System.err.println(compose("ps"));
      System.err.println(compose("logs", "--no-color", "--tail=60"));
      throw e;
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static String compose(String... arguments) throws Exception {
    return Command.of("docker-compose", "--file", FILE.toString(), "--project-name", PROJECT)
        .and(arguments)
        .withEnvironment(environment)
        .run();
  }
}
