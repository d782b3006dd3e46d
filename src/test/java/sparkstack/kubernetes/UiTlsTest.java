package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class UiTlsTest extends ProjectTest {
  private static final String CONTAINER = "spec.template.spec.containers.0.";

  private Recording recording;
  private Manifest master;

  @BeforeEach
  void run() throws IOException {
    recording = recording(Map.of());
    master = recording.object("Deployment", "spark-master");
  }

  private Recording recording(Map<String, ?> config) {
    var all = new HashMap<String, Object>(ProjectFolder.WITH_DRIVER);
    all.put("tls", "certificate");
    all.putAll(config);
    return Recording.of(project, all);
  }

  @Test
  void theMastersPageHasTheCertificateOfTheSecret() {
    var volumes = master.objects("spec.template.spec.volumes");
    assertTrue(
        volumes.contains(
            Map.of(
                "name",
                "ui-certificate",
                "secret",
                Map.of("secretName", "certificate", "defaultMode", 288.0))),
        volumes.toString());
    assertTrue(
        volumes.contains(
            Map.of(
                "name",
                "ui-key-store",
                "emptyDir",
                Map.of("medium", "Memory", "sizeLimit", "1Mi"))),
        volumes.toString());
    assertEquals(
        List.of(
            "spark.ssl.standalone.enabled=true",
            "spark.ssl.standalone.keyStore=/run/spark-ui-key-store/keystore",
            "spark.ssl.standalone.keyStoreType=PKCS12",
            "spark.ssl.standalone.port=8080"),
        recording.properties("master").stream().filter(it -> it.contains("ssl")).sorted().toList());
  }

  @Test
  void theKeyStoreIsMadeBeforeTheMasterStarts() {
    assertEquals(
        List.of(
            "bash",
            "/etc/spark/serving-tls",
            "/etc/spark-ui-certificate",
            "/run/spark-ui-key-store",
            "restart",
            "sh",
            "/etc/spark/recovering-master"),
        master.containerArgs().subList(0, 7));
    assertEquals("0", master.option("--webui-port"));
  }

  /** A restart would lose the running applications. */
  @Test
  void aMasterWithoutRecoveryKeepsItsCertificate() {
    var args =
        recording(Map.of("masterRecovery", "none"))
            .object("Deployment", "spark-master")
            .containerArgs();
    assertEquals(List.of("keep", "spark-class"), args.subList(4, 6));
  }

  /** Spark's reverse proxy checks a certificate against the address of a pod. */
  @Test
  void workersAndDriversHaveNoTls() {
    for (var role : List.of("worker", "driver")) {
      assertFalse(recording.file(role, "spark.conf").contains("ssl"), role);
    }
    for (var workload : recording.workloads()) {
      assertEquals(
          workload.name().equals("spark-master"),
          workload.at("spec.template.spec.volumes").toString().contains("certificate"),
          workload.name());
    }
  }

  @Test
  void probesAndWorkersAskOverTls() {
    var probe = CONTAINER + "livenessProbe.httpGet.";
    assertEquals("HTTPS", master.at(probe + "scheme"));
    assertEquals("https", master.at(probe + "port"));
    for (var role : List.of("master", "worker")) {
      assertEquals("https\n", recording.file(role, "master-scheme"), role);
      assertEquals("http\n", plain().file(role, "master-scheme"), role);
    }
    var worker = recording.object("Deployment", "spark-worker");
    assertEquals("http", worker.at(probe + "port"));
    assertEquals(null, worker.at(probe + "scheme"));
  }

  private Recording plain() {
    return Recording.of(project, ProjectFolder.WITH_DRIVER);
  }

  @Test
  void thePortKeepsItsNumberAndTellsItsProtocol() {
    assertTrue(
        master
            .objects(CONTAINER + "ports")
            .contains(Map.of("name", "https", "containerPort", 8080.0)));
    assertEquals(
        List.of(
            Map.of("name", "https", "port", 8080.0, "targetPort", "https", "appProtocol", "https")),
        recording.object("Service", "spark-ui").objects("spec.ports"));
    assertTrue(
        recording
            .object("Service", "spark-master")
            .objects("spec.ports")
            .contains(Map.of("name", "https", "port", 8080.0, "targetPort", "https")));
  }

  @Test
  void theUrlFollows() {
    for (var type :
        Map.of(
                "NodePort", "https://localhost:30080",
                "LoadBalancer", "https://192.0.2.10:8080",
                "ClusterIP", "https://spark-ui.spark-dev.svc:8080")
            .entrySet()) {
      assertEquals(
          type.getValue(), recording(Map.of("uiServiceType", type.getKey())).output("uiUrl"));
    }
  }

  @Test
  void anIngressAsksForThePageOverTls() {
    var config = Map.of("uiIngressHost", "spark.example.com", "uiIngressTlsSecret", "certificate");
    var recording = recording(config);
    var ingress = recording.object("Ingress", "spark-ui");

    assertEquals("https://spark.example.com", recording.output("uiUrl"));
    assertEquals("https", ingress.at("spec.rules.0.http.paths.0.backend.service.port.name"));
    var protocol = "nginx.ingress.kubernetes.io/backend-protocol";
    assertEquals("HTTPS", ingress.annotationsBesideOwner().get(protocol));

    var users = new HashMap<String, Object>(config);
    users.put("uiIngressAnnotations", Map.of(protocol, "AUTO_HTTP"));
    assertEquals(
        "AUTO_HTTP",
        recording(users).object("Ingress", "spark-ui").annotationsBesideOwner().get(protocol));
  }

  @Test
  void theTrialFindsAnImageThatCannotMakeAKeyStore() {
    var needs = recording.object("Job", "spark-trial").containerArgs().get(4);
    assertTrue(needs.contains("\nopenssl serving-tls (spark:tls)\n"), needs);
  }
}
