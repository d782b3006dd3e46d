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
  void isReadyWhenItsStatePageAnswers() {
    var container = "spec.template.spec.containers.0.";
    for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertEquals("/json/", deployment.at(container + probe + ".httpGet.path"), probe);
      assertEquals("http", deployment.at(container + probe + ".httpGet.port"), probe);
    }
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
