package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.kubernetes.meta.v1.outputs.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class AuthenticationTest extends ProjectTest {
  private static final String SECRET = "spark-authentication-0";
  private static final String OPTION = "@/etc/spark-authentication/java-options";

  private Recording recording(Map<String, ?> config) {
    var all = new HashMap<String, Object>(ProjectFolder.WITH_DRIVER);
    all.putAll(config);
    return Recording.of(project, all);
  }

  @Test
  void hasARandomSecret() {
    var option = decoded(Authentication.randomOption());

    assertTrue(option.matches("-Dspark\\.authenticate\\.secret=[0-9a-f]{64}\n"), option);
    assertNotEquals(option, decoded(Authentication.randomOption()));
    assertEquals(
        Map.of("java-options", "random"), recording(Map.of()).object("Secret", SECRET).at("data"));
  }

  private static String decoded(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  @Test
  void isRequiredByEveryRole() {
    var recording = recording(Map.of());
    for (var role : List.of("master", "worker", "driver")) {
      var properties = recording.properties(role);
      for (var property :
          List.of(
              "spark.authenticate=true",
              "spark.network.crypto.enabled=true",
              "spark.network.crypto.saslFallback=false",
              "spark.network.crypto.cipher=AES/GCM/NoPadding")) {
        assertTrue(properties.contains(property), role + " " + properties);
      }
    }
  }

  @Test
  void hasNoAesGcmWhereItLosesMessages() {
    var properties = recording(Map.of("sparkVersion", "4.1.2")).properties("master");

    assertTrue(properties.contains("spark.network.crypto.enabled=true"), properties.toString());
    assertFalse(properties.toString().contains("spark.network.crypto.cipher"));
  }

  @Test
  void isReadFromAFile() {
    var recording = recording(Map.of());
    for (var name : List.of("spark-master", "spark-worker")) {
      var daemon = recording.object("Deployment", name);
      var env = daemon.objects("spec.template.spec.containers.0.env").toString();
      assertTrue(env.contains(OPTION), env);
    }
    assertTrue(
        recording.properties("driver").stream()
            .anyMatch(
                it -> it.startsWith("spark.driver.extraJavaOptions=") && it.endsWith(OPTION)));
    for (var workload : recording.workloads()) {
      var mounts = workload.objects("spec.template.spec.containers.0.volumeMounts").toString();
      assertEquals(
          !workload.name().equals("spark-trial"),
          mounts.contains("/etc/spark-authentication"),
          workload.name());
    }
  }

  @Test
  void aRotationIsAnotherSecret() {
    var recording = recording(Map.of("secretRotation", 1));
    assertEquals(
        "spark-authentication-1", recording.object("Secret", "spark-authentication-1").name());
    var pod = recording.object("Deployment", "spark-master").at("spec.template.spec").toString();
    assertTrue(pod.contains("spark-authentication-1"), pod);
  }

  /** The id of a secret that an update generates again replaces the pods with the old value. */
  @Test
  void hasAnIdInEachObjectWhosePodsReadIt() {
    var recording = recording(Map.of());
    var metadata = "metadata.annotations.authentication-id";
    assertEquals("random", recording.object("Secret", SECRET).at(metadata));
    for (var name : List.of("spark-master", "spark-worker")) {
      var deployment = recording.object("Deployment", name);
      assertEquals("random", deployment.at("spec.template." + metadata), name);
      assertNull(deployment.at(metadata), name);
    }
    // An update that takes over a Job cannot change its template.
    var job = recording.object("Job", "spark-driver");
    assertEquals("random", job.at(metadata));
    assertNull(job.at("spec.template." + metadata));
    assertNull(recording.object("Job", "spark-trial").at(metadata));
  }

  @Test
  void keepsTheIdOfTheSecretAndReplacesTheJobForAnother() {
    var recording = recording(Map.of());
    var id = "metadata.annotations.authentication-id";
    assertEquals(
        List.of("data", id),
        recording.registration("kubernetes:core/v1:Secret", SECRET).getIgnoreChangesList());
    var job = recording.registration("kubernetes:batch/v1:Job", "spark-driver");
    assertEquals(List.of(id), job.getReplaceOnChangesList());
    assertTrue(job.getDeleteBeforeReplace());
  }

  @Test
  void itsIdStaysBesideTheUsersAnnotations() {
    var pod = Map.of("annotations", Map.of("team", "a"));
    var annotations =
        recording(Map.of("workerPod", pod))
            .object("Deployment", "spark-worker")
            .at("spec.template.metadata.annotations");
    assertEquals(Map.of("team", "a", "authentication-id", "random"), annotations);
  }

  /** An update with {@code --target} that leaves out the Secret has no metadata of it. */
  @Test
  void hasNoIdWithoutMetadataOrAnnotations() {
    assertEquals(Map.of(), Authentication.idIn(null));
    assertEquals(Map.of(), Authentication.idIn(metadata(null)));
    assertEquals(Map.of(), Authentication.idIn(metadata(Map.of("team", "a"))));
    assertEquals(
        Map.of("authentication-id", "1"),
        Authentication.idIn(metadata(Map.of("team", "a", "authentication-id", "1"))));
  }

  private static ObjectMeta metadata(Map<String, String> annotations) {
    return ObjectMeta.builder().annotations(annotations).build();
  }

  @Test
  void canBeSwitchedOff() {
    var recording = recording(Map.of("authentication", false));
    assertTrue(recording.kubernetesObjects().stream().noneMatch(it -> it.kind().equals("Secret")));
    assertTrue(
        recording.properties("master").stream().noneMatch(it -> it.contains("authenticate")));
    var template = recording.object("Deployment", "spark-master").at("spec.template").toString();
    assertFalse(template.contains("authentication"), template);
  }
}
