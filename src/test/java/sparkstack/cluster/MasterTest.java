package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class MasterTest extends ProjectTest {
  private Recording recording;
  private Manifest deployment;
  private Manifest service;

  @BeforeEach
  void run() throws IOException {
    recording = Recording.of(project, Map.of());
    deployment = recording.object("Deployment", "spark-master");
    service = recording.object("Service", "spark-master");
  }

  @Test
  void isOneAndNeverTwo() {
    assertEquals(1.0, deployment.at("spec.replicas"));
    assertEquals("Recreate", deployment.at("spec.strategy.type"));
  }

  @Test
  void bindsToItsPodsAddress() {
    assertEquals(
        List.of(
            "sh",
            "/etc/spark/recovering-master",
            "/var/lib/spark",
            "ROCKSDB",
            "spark-class",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "$(POD_IP)",
            "--port",
            "7077",
            "--webui-port",
            "8080",
            "--properties-file",
            "/etc/spark/spark.conf"),
        deployment.containerArgs());
  }

  @Test
  void listensOnThePortsThatItsContainerDeclares() {
    assertEquals(
        List.of(
            Map.of("name", "rpc", "containerPort", 7077.0),
            Map.of("name", "http", "containerPort", 8080.0)),
        deployment.objects("spec.template.spec.containers.0.ports"));
  }

  @Test
  void isReachedOnItsOwnPorts() {
    assertEquals("ClusterIP", service.at("spec.type"));
    assertEquals(
        List.of(
            Map.of("name", "rpc", "port", 7077.0, "targetPort", "rpc"),
            Map.of("name", "http", "port", 8080.0, "targetPort", "http")),
        service.objects("spec.ports"));
  }

  @Test
  void doesNotMakeItsWorkersWaitForEndpoints() {
    assertEquals(
        "true", Manifest.object(service.at("metadata.annotations")).get("pulumi.com/skipAwait"));
  }

  @Test
  void isReadyWhenItTakesApplications() {
    var container = "spec.template.spec.containers.0.";
    assertEquals(
        List.of("bash", "/etc/spark/master-is-alive", "/var/lib/spark", "8080"),
        deployment.at(container + "startupProbe.exec.command"));
    assertEquals(
        List.of("bash", "/etc/spark/master-is-ready", "/var/lib/spark", "8080"),
        deployment.at(container + "readinessProbe.exec.command"));
    assertEquals("/json/", deployment.at(container + "livenessProbe.httpGet.path"));
    assertEquals("http", deployment.at(container + "livenessProbe.httpGet.port"));
    assertEquals(true, service.at("spec.publishNotReadyAddresses"));
  }

  @Test
  void keepsItsStateOnAVolume() {
    var settings = Map.of("masterRecoverySize", "2Gi", "masterRecoveryStorageClass", "fast");
    var withClass = Recording.of(project, settings);
    var claim = withClass.object("PersistentVolumeClaim", "spark-recovery-fast");
    assertEquals("2Gi", claim.at("spec.resources.requests.storage"));
    assertEquals("fast", claim.at("spec.storageClassName"));
    assertEquals(List.of("ReadWriteOnce"), claim.at("spec.accessModes"));
    assertUsesClaim("spark-recovery-fast", withClass.object("Deployment", "spark-master"));
    assertUsesClaim("spark-recovery", deployment);
    assertEquals(List.of("spark.deploy.recoveryTimeout=6"), recoveryProperties(recording));
  }

  private static void assertUsesClaim(String claim, Manifest master) {
    assertTrue(
        master
            .objects("spec.template.spec.volumes")
            .contains(
                Map.of("name", "recovery", "persistentVolumeClaim", Map.of("claimName", claim))));
  }

  @Test
  void hasRocksDbSinceSpark4() {
    var recording = Recording.of(project, Map.of("sparkVersion", "3.5.9"));
    assertEquals(
        "FILESYSTEM", recording.object("Deployment", "spark-master").containerArgs().get(3));
  }

  @Test
  void hasNoVolumeWithoutRecovery() {
    var recording = Recording.of(project, Map.of("masterRecovery", "none"));
    assertEquals(List.of(), recoveryProperties(recording));
    assertTrue(
        recording.kubernetesObjects().stream()
            .noneMatch(it -> it.kind().equals("PersistentVolumeClaim")));
    var master = recording.object("Deployment", "spark-master");
    assertEquals("spark-class", master.containerArgs().get(0));
    // The same probe: another one would replace the Deployment, and the application would run
    // again.
    assertEquals(
        deployment.at("spec.template.spec.containers.0.startupProbe"),
        master.at("spec.template.spec.containers.0.startupProbe"));
  }

  private static List<String> recoveryProperties(Recording recording) {
    return recording.properties("master").stream()
        .filter(it -> it.startsWith("spark.deploy.recovery"))
        .sorted()
        .toList();
  }

  @Test
  void isLeftAloneWhileItIsOnlySlow() {
    var probe = "spec.template.spec.containers.0.livenessProbe.";
    assertEquals(30.0, deployment.at(probe + "periodSeconds"));
    assertEquals(10.0, deployment.at(probe + "failureThreshold"));
  }

  @Test
  void takesNoSubmissionsOverRest() {
    assertTrue(recording.properties("master").contains("spark.master.rest.enabled=false"));
  }

  @Test
  void servesTheOtherRolesUisBehindItsOwn() {
    assertTrue(recording.properties("master").contains("spark.ui.reverseProxy=true"));
  }

  @Test
  void hasMemoryForMoreThanItsHeap() {
    assertEquals("512m", deployment.environment("SPARK_DAEMON_MEMORY"));
    assertEquals("768Mi", deployment.at("spec.template.spec.containers.0.resources.limits.memory"));
  }
}
