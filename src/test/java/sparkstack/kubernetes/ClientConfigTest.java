package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.settings.KubernetesAccess;

class ClientConfigTest {
  private static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      current-context: staging
      clusters:
        - name: one
          cluster: {server: "https://one.example.com"}
        - name: two
          cluster: {server: "https://two.example.com", insecure-skip-tls-verify: true}
      contexts:
        - name: staging
          context: {cluster: one, user: robot}
        - name: prod
          context: {cluster: two, user: robot}
      users:
        - name: robot
          user: {token: t0ken}
      """;

  private static String server(String kubeconfig, String context, String cluster) {
    var access =
        new KubernetesAccess(
            Optional.of(kubeconfig), Optional.ofNullable(context), Optional.ofNullable(cluster));
    return ClientConfig.of(access, Map.of()).getMasterUrl();
  }

  @Test
  void takesAKubeconfigsContent() {
    assertEquals("https://one.example.com/", server(KUBECONFIG, null, null));
    assertEquals("https://two.example.com/", server(KUBECONFIG, "prod", null));
  }

  @Test
  void takesAKubeconfigsPath(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("config"), KUBECONFIG).toString();
    assertEquals("https://one.example.com/", server(file, null, null));
    assertEquals("https://two.example.com/", server(file, "prod", null));
  }

  @Test
  void takesAnotherClusterWithTheContextsUser() {
    var access =
        new KubernetesAccess(Optional.of(KUBECONFIG), Optional.empty(), Optional.of("two"));

    var config = ClientConfig.of(access, Map.of());

    assertEquals("https://two.example.com/", config.getMasterUrl());
    assertTrue(config.isTrustCerts());
    assertEquals("t0ken", config.getAutoOAuthToken());
  }

  @Test
  void refusesAClusterThatTheKubeconfigLacks() {
    var error =
        assertThrows(IllegalArgumentException.class, () -> server(KUBECONFIG, null, "three"));
    assertTrue(error.getMessage().contains("kubernetes:cluster: \"three\""), error.getMessage());
  }
}
