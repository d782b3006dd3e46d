package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void canBeSwitchedOff() {
    var recording = recording(Map.of("authentication", false));
    assertTrue(recording.kubernetesObjects().stream().noneMatch(it -> it.kind().equals("Secret")));
    assertTrue(
        recording.properties("master").stream().noneMatch(it -> it.contains("authenticate")));
    assertFalse(
        recording
            .object("Deployment", "spark-master")
            .at("spec.template.spec")
            .toString()
            .contains("spark-authentication"));
  }
}
