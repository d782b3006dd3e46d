package sparkstack.preflight;

import static java.net.HttpURLConnection.HTTP_OK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
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

  @Test
  void namesTheApiGroupsThatTheServerServes() throws Exception {
    var groups =
        """
        {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
          {"name": "apps", "versions": [{"groupVersion": "apps/v1", "version": "v1"}]},
          {"name": "cilium.io", "versions": [{"groupVersion": "cilium.io/v2", "version": "v2"}]}]}
        """
            .getBytes(UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/apis",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(HTTP_OK, groups.length);
          exchange.getResponseBody().write(groups);
          exchange.close();
        });
    server.start();
    try {
      var api = new KubernetesApi(access("http://127.0.0.1:" + server.getAddress().getPort()));

      assertEquals(Set.of("apps", "cilium.io"), api.apiGroups());
    } finally {
      server.stop(0);
    }
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
