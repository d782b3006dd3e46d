package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

class ClusterUiTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void createProject() throws IOException {
    project = ProjectFolder.in(folder);
  }

  @Test
  void isTheMastersWebUiAndNotItsRpcPort() {
    assertEquals(
        List.of(Map.of("name", "http", "port", 8080.0, "targetPort", "http")),
        Recording.of(project, Map.of()).object("Service", "spark-ui").objects("spec.ports"));
  }

  @Test
  void isFoundAtTheLoadBalancersAddress() {
    var recording = Recording.of(project, Map.of("uiServiceType", "LoadBalancer"));

    assertEquals("LoadBalancer", recording.object("Service", "spark-ui").at("spec.type"));
    assertEquals("http://192.0.2.10:8080", recording.output("uiUrl"));
  }

  @Test
  void isFoundAtTheNodePortOfTheConfiguredHost() {
    var recording =
        Recording.of(project, Map.of("uiServiceType", "NodePort", "uiHost", "node-1.example.org"));

    assertEquals("NodePort", recording.object("Service", "spark-ui").at("spec.type"));
    assertEquals("http://node-1.example.org:30080", recording.output("uiUrl"));
  }

  /** By itself the plugin also waits for pods, for ten minutes where they are not ready. */
  @Test
  void isAwaitedOnlyForAnAddressOutsideOfTheCluster() {
    var balanced = Recording.of(project, Map.of("uiServiceType", "LoadBalancer"));
    var local = Recording.of(project, Map.of("uiServiceType", "NodePort"));

    assertEquals(
        "jsonpath={.status.loadBalancer.ingress}",
        annotations(balanced.object("Service", "spark-ui")).get("pulumi.com/waitFor"));
    assertEquals(
        "true", annotations(local.object("Service", "spark-ui")).get("pulumi.com/skipAwait"));
  }

  @Test
  void isFoundInTheClusterAlone() {
    var recording = Recording.of(project, Map.of("uiServiceType", "ClusterIP"));

    assertEquals("ClusterIP", recording.object("Service", "spark-ui").at("spec.type"));
    assertEquals("http://spark-ui.spark-dev.svc:8080", recording.output("uiUrl"));
  }

  @Test
  void hasALoadBalancerOfAClassThatLetsInSome() {
    var service =
        Recording.of(
                project,
                Map.of(
                    "uiLoadBalancerClass", "service.k8s.aws/nlb",
                    "uiLoadBalancerSourceRanges", List.of("10.0.0.0/8", "2001:db8::/32"),
                    "uiServiceAnnotations", Map.of("example.org/team", "data")))
            .object("Service", "spark-ui");

    assertEquals("service.k8s.aws/nlb", service.at("spec.loadBalancerClass"));
    assertEquals(
        List.of("10.0.0.0/8", "2001:db8::/32"), service.texts("spec.loadBalancerSourceRanges"));
    assertEquals("data", annotations(service).get("example.org/team"));
    assertEquals("background", annotations(service).get("pulumi.com/deletionPropagationPolicy"));
  }

  @Test
  void leavesALoadBalancerToTheClusterUnlessToldOtherwise() {
    var service = Recording.of(project, Map.of()).object("Service", "spark-ui");

    assertNull(service.at("spec.loadBalancerClass"));
    assertNull(service.at("spec.loadBalancerSourceRanges"));
  }

  @Test
  void isFoundAtTheHostOfAnIngressBeforeAServiceThatIsNoOtherWayIn() {
    var recording = Recording.of(project, Map.of("uiIngressHost", "spark.example.com"));
    var ingress = recording.object("Ingress", "spark-ui");

    assertEquals("http://spark.example.com", recording.output("uiUrl"));
    assertEquals("ClusterIP", recording.object("Service", "spark-ui").at("spec.type"));
    assertEquals("spark.example.com", ingress.at("spec.rules.0.host"));
    assertEquals("/", ingress.at("spec.rules.0.http.paths.0.path"));
    assertEquals("Prefix", ingress.at("spec.rules.0.http.paths.0.pathType"));
    assertEquals(
        Map.of("service", Map.of("name", "spark-ui", "port", Map.of("name", "http"))),
        ingress.at("spec.rules.0.http.paths.0.backend"));
    assertNull(ingress.at("spec.ingressClassName"));
    assertNull(ingress.at("spec.tls"));
  }

  @Test
  void isServedByItsIngressWithTlsAClassAndAnnotations() {
    var recording =
        Recording.of(
            project,
            Map.of(
                "uiIngressHost", "spark.example.com",
                "uiIngressClass", "nginx",
                "uiIngressTlsSecret", "spark-tls",
                "uiIngressAnnotations", Map.of("cert-manager.io/cluster-issuer", "letsencrypt")));
    var ingress = recording.object("Ingress", "spark-ui");

    assertEquals("https://spark.example.com", recording.output("uiUrl"));
    assertEquals("nginx", ingress.at("spec.ingressClassName"));
    assertEquals(
        List.of(Map.of("hosts", List.of("spark.example.com"), "secretName", "spark-tls")),
        ingress.objects("spec.tls"));
    assertEquals(
        Map.of(
            "cert-manager.io/cluster-issuer", "letsencrypt",
            "pulumi.com/deletionPropagationPolicy", "background",
            "pulumi.com/skipAwait", "true"),
        annotations(ingress));
  }

  @Test
  void hasNoIngressUnlessItHasAHost() {
    assertEquals(
        List.of(),
        Recording.of(project, Map.of()).kubernetesObjects().stream()
            .filter(object -> object.kind().equals("Ingress"))
            .toList());
  }

  @Test
  void tellsEveryRoleTheUrlThatItsLinksStartWith() {
    var driver = Map.of("driverJar", "local:///opt/app.jar", "driverClass", "example.Main");
    var throughIngress = new HashMap<String, Object>(driver);
    throughIngress.put("uiIngressHost", "spark.example.com");
    throughIngress.put("uiIngressTlsSecret", "spark-tls");
    var without = Recording.of(project, driver);
    var with = Recording.of(project, throughIngress);

    for (var role : List.of("master", "worker", "driver")) {
      assertTrue(without.properties(role).contains("spark.ui.reverseProxy=true"), role);
      assertFalse(without.file(role, "spark.conf").contains("reverseProxyUrl"), role);
      assertTrue(
          with.properties(role).contains("spark.ui.reverseProxyUrl=https://spark.example.com"),
          with.properties(role)::toString);
    }
  }

  private static Map<String, Object> annotations(Manifest object) {
    return object.annotationsBesideOwner();
  }
}
