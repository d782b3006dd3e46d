package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.Compose;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.StackImage;

/** A cluster with the stack's image on one Docker host, with examples/compose. */
@Tag("slow")
class ComposeIT {
  private static Compose compose;
  private static int uiPort;

  @BeforeAll
  static void start() throws Exception {
    var image = StackImage.reference(); // the build may take minutes
    uiPort = freePort();
    compose =
        new Compose(
            Path.of("examples/compose/docker-compose.yml"),
            "spark-e2e",
            Map.of("SPARK_IMAGE", image, "SPARK_UI_PORT", String.valueOf(uiPort)));
    compose.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (compose != null) {
      compose.remove();
    }
  }

  @Test
  void publishesTheMastersPageAndRunsTheJob() throws Exception {
    MasterPage.awaitAliveWorkers("http://localhost:" + uiPort, 1);
    var log = compose.logAtEnd("spark-driver");
    assertTrue(log.contains("weather: 48 months from 1461 days, scale 1, not written"), log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
