package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class UiAccessTest extends ProjectTest {
  private static final String CONTAINER = "spec.template.spec.containers.0.";
  private static final String FILTER = "spark.ui.filters=sparkstack.ui.AccessFilter";

  /** The default of spark.redaction.regex before Spark 4.3; newer ones find more. */
  private static final Pattern REDACTED =
      Pattern.compile("(?i)secret|password|token|access[.]?key");

  private Recording recording(Map<String, ?> config) {
    var all = new HashMap<String, Object>(ProjectFolder.WITH_DRIVER);
    all.putAll(config);
    return Recording.of(project, all);
  }

  @Test
  void nobodyEndsApplicationsFromAPage() {
    var recording = recording(Map.of());
    for (var role : List.of("master", "driver")) {
      assertTrue(recording.properties(role).contains("spark.ui.killEnabled=false"), role);
    }
  }

  @Test
  void theUserMayAllowIt() {
    var allowed = Map.of("spark.ui.killEnabled", "true");
    var recording = recording(Map.of("masterConf", allowed, "sparkConf", allowed));
    for (var role : List.of("master", "driver")) {
      assertTrue(recording.properties(role).contains("spark.ui.killEnabled=true"), role);
    }
  }

  /** Spark hides the values of properties whose names this expression finds. */
  @Test
  void sparkHidesTheSecretsOfTheProgram() throws Exception {
    for (var property : List.of(Authentication.SECRET_PROPERTY, UiTls.PASSWORD_PROPERTY)) {
      assertTrue(REDACTED.matcher(property).find(), property);
    }
    var script = Files.readString(Path.of("src/main/resources/sparkstack/cluster/serving-tls"));
    assertTrue(script.contains("'-D" + UiTls.PASSWORD_PROPERTY + "=%s"), script);
  }

  @Test
  void everyPageIsOpenWithoutUsers() {
    var recording = recording(Map.of());
    for (var role : List.of("master", "worker", "driver")) {
      assertFalse(recording.file(role, "spark.conf").contains("spark.ui.filters"), role);
    }
  }

  @Test
  void everyPageHasTheFilterWithUsers() {
    var recording = recording(Map.of("uiUsers", "team"));
    for (var role : List.of("master", "worker", "driver")) {
      assertTrue(recording.properties(role).contains(FILTER), role);
    }
  }

  /** An application could read the hashes of passwords in a driver or a worker. */
  @Test
  void onlyTheMasterHasTheUsers() {
    var recording = recording(Map.of("uiUsers", "team"));

    var users = "spark.sparkstack.ui.AccessFilter.param.users=/etc/spark-ui-users/users";
    assertTrue(recording.properties("master").contains(users));
    for (var role : List.of("worker", "driver")) {
      assertFalse(recording.properties(role).contains(users), role);
    }
    for (var workload : recording.workloads()) {
      assertEquals(
          workload.name().equals("spark-master"),
          workload.at("spec.template.spec").toString().contains("team"),
          workload.name());
    }
    var master = recording.object("Deployment", "spark-master");
    assertTrue(
        master
            .objects("spec.template.spec.volumes")
            .contains(
                Map.of(
                    "name",
                    "ui-users",
                    "secret",
                    Map.of("secretName", "team", "defaultMode", 288.0))));
    assertTrue(
        master
            .objects(CONTAINER + "volumeMounts")
            .contains(
                Map.of("name", "ui-users", "mountPath", "/etc/spark-ui-users", "readOnly", true)));
  }

  /** A restart would cost running applications, and not change the secret of the pod. */
  @Test
  void livenessNeedsNoCredential() {
    var recording = recording(Map.of("uiUsers", "team"));

    assertEquals(
        List.of("bash", "/etc/spark/responds", "8080", "http"),
        liveness(recording, "spark-master"));
    assertEquals(
        List.of("bash", "/etc/spark/responds", "8081", "http"),
        liveness(recording, "spark-worker"));
    for (var role : List.of("master", "worker")) {
      assertFalse(recording.file(role, "responds").contains("authentication"), role);
    }
  }

  @Test
  void theKubeletAsksAUiWithoutALogin() {
    var recording = recording(Map.of());
    for (var name : List.of("spark-master", "spark-worker")) {
      var probe = recording.object("Deployment", name).at(CONTAINER + "livenessProbe.httpGet.path");
      assertEquals("/json/", probe, name);
    }
  }

  /** A header of a probe would be in the pod's spec. */
  @Test
  void probesReadTheirCredentialFromAFile() {
    var recording = recording(Map.of("uiUsers", "team"));

    for (var role : List.of("master", "worker")) {
      assertTrue(
          recording.file(role, "state-page").contains("/etc/spark-authentication/java-options"));
    }
  }

  private static Object liveness(Recording recording, String deployment) {
    return recording.object("Deployment", deployment).at(CONTAINER + "livenessProbe.exec.command");
  }

  /** Another command would replace the Deployment. */
  @Test
  void startupProbesStay() {
    var open = recording(Map.of());
    var closed = recording(Map.of("uiUsers", "team", "tls", "certificate"));
    for (var name : List.of("spark-master", "spark-worker")) {
      var probe = CONTAINER + "startupProbe";
      assertEquals(
          open.object("Deployment", name).at(probe), closed.object("Deployment", name).at(probe));
    }
  }

  @Test
  void theTrialFindsAnImageWithoutTheLogin() {
    var args = trial(Map.of("uiUsers", "team")).containerArgs();
    assertEquals(List.of("sh", "-c"), args.subList(5, 7));
    assertTrue(args.get(7).contains("sparkstack-ui.jar"), args.get(7));
    assertEquals(List.of("has-ui-filter", "sh"), args.subList(8, 10));
  }

  private Manifest trial(Map<String, ?> config) {
    return recording(config).object("Job", "spark-trial");
  }
}
