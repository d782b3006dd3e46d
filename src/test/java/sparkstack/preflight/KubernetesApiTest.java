package sparkstack.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.preflight.LiveCluster.LookupException.Failure;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.ObjectName;

class KubernetesApiTest {
  private static final ObjectName OBJECT = new ObjectName("v1", "ConfigMap", "spark", "owner");

  @Test
  void anApiServerThatDoesNotRespondIsTheReason() throws IOException {
    var api = new KubernetesApi(access("http://127.0.0.1:" + closedPort()));

    var error = assertThrows(LookupException.class, () -> api.find(OBJECT));

    assertEquals(Failure.NO_RESPONSE, error.failure());
    assertTrue(error.getMessage().contains("ConnectException"), error::getMessage);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static KubernetesAccess access(String server) {
    var kubeconfig =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: local, cluster: {server: "%s"}}]
        contexts: [{name: local, context: {cluster: local, user: nobody}}]
        current-context: local
        users: [{name: nobody, user: {}}]
        """
            .formatted(server);
    return new KubernetesAccess(Optional.of(kubeconfig), Optional.empty(), Optional.empty());
  }
}
