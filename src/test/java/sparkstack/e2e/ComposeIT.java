package sparkstack.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.Manifest;

/** The stack's image as a cluster on one Docker host, by examples/compose. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final Path FILE = Path.of("examples/compose/docker-compose.yml");
  private static final String PROJECT = "spark-e2e";
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);

  private static Map<String, String> environment;

  @BeforeAll
  static void start() throws Exception {
    if (!LocalEnvironment.isOnPath("docker-compose")) {
      throw new IllegalStateException("docker-compose is missing: apt-get install docker-compose");
    }
    environment = Map.of("SPARK_IMAGE", image(), "SPARK_UI_PORT", String.valueOf(freePort()));
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
                      run(List.of(
                              "docker",
                              "inspect",
                              "--format",
                              "{{.State.Status}} {{.State.ExitCode}}",
                              driver))
                          .strip(),
                  state -> state.startsWith("exited"));
          assertEquals("exited 0", end);
          var log = compose("logs", "--no-color", "spark-driver");
          assertTrue(log.contains("weather: 48 months from 1461 days, scale 1, not written"), log);
        });
  }

  /** The image that a stack pushes. Nothing but the image is deployed for it. */
  private static String image() throws Exception {
    var stack = SCENARIO.stack("e2e-image");
    stack.up("**spark:index:SparkImage**");
    var outputs = Manifest.object(stack.resource("docker:index/image:Image").get("outputs"));
    return (String) outputs.get("repoDigest");
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
    var command =
        new ArrayList<>(
            List.of("docker-compose", "--file", FILE.toString(), "--project-name", PROJECT));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs a command and returns what it printed. */
  private static String run(List<String> command) throws Exception {
    var output = Files.createTempFile("compose", ".log");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      var process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "%s did not end:%n%s".formatted(command, Files.readString(output)));
      }
      assertEquals(0, process.exitValue(), command + " failed:\n" + Files.readString(output));
      return Files.readString(output);
    } finally {
      Files.delete(output);
    }
  }
}
