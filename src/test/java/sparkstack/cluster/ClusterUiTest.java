package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparkstack.Manifest;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class ClusterUiTest extends ProjectTest {
  private static final Map<String, Object> DRIVER =
      Map.of("driverJar", "local:///opt/app.jar", "driverClass", "example.Main");

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

  /** By default, the plugin also waits ten minutes for pods that are not ready. */
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
  void isFoundAtAnIpv6AddressInBrackets() {
    for (var host : List.of("2001:db8::1", "[2001:db8::1]")) {
      var config = Map.of("uiServiceType", "NodePort", "uiHost", host);
      assertEquals("http://[2001:db8::1]:30080", Recording.of(project, config).output("uiUrl"));
    }
    // The form in a load balancer's status.
    assertEquals("http://[2001:db8::1]:8080", ClusterUi.url("http", "2001:db8::1", 8080));
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

  @ParameterizedTest
  @ValueSource(strings = {"NodePort", "LoadBalancer", "ClusterIP", "Ingress"})
  void keepsLinksOnTheHostThatTheBrowserAskedFor(String wayIn) {
    var config = new HashMap<String, Object>(DRIVER);
    if (wayIn.equals("Ingress")) {
      config.put("uiIngressHost", "spark.example.com");
    } else {
      config.put("uiServiceType", wayIn);
    }
    var recording = Recording.of(project, config);

    for (var role : List.of("master", "worker", "driver")) {
      var properties = recording.properties(role);
      assertTrue(properties.contains("spark.ui.reverseProxy=true"), role);
      assertTrue(properties.contains("spark.ui.reverseProxyUrl=/"), role);
      assertFalse(recording.file(role, "spark.conf").contains("proxyRedirectUri"), role);
    }
  }

  @Test
  void redirectsFromADriversPagesToHttpsBehindAnIngressWithTls() {
    var config = new HashMap<String, Object>(DRIVER);
    config.put("uiIngressHost", "spark.example.com");
    config.put("uiIngressTlsSecret", "spark-tls");
    var recording = Recording.of(project, config);

    assertTrue(
        recording
            .properties("driver")
            .contains("spark.ui.proxyRedirectUri=https://spark.example.com"),
        recording.properties("driver")::toString);
    for (var role : List.of("master", "worker")) {
      assertFalse(recording.file(role, "spark.conf").contains("proxyRedirectUri"), role);
    }
  }

  @Test
  void leavesRedirectsToTheUserWhoKnowsAnotherFrontEnd() {
    var config = new HashMap<String, Object>(DRIVER);
    config.put("uiIngressHost", "spark.example.com");
    config.put("uiIngressTlsSecret", "spark-tls");
    config.put("sparkConf", Map.of("spark.ui.proxyRedirectUri", "https://login.example.com"));

    assertTrue(
        Recording.of(project, config)
            .properties("driver")
            .contains("spark.ui.proxyRedirectUri=https://login.example.com"));
  }

  private static Map<String, Object> annotations(Manifest object) {
    return object.annotationsBesideOwner();
  }
}
