package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class ImageTrialTest extends ProjectTest {
  private static final String POD = "spec.template.spec.";

  private Manifest trial(Map<String, ?> config) {
    return Recording.of(project, config).object("Job", "spark-trial");
  }

  @Test
  void startsAJvmOfSpark() {
    var trial = trial(Map.of());
    var args = trial.containerArgs();
    assertEquals(
        List.of(
            "recovering-master",
            "",
            "ROCKSDB",
            "spark-class",
            "org.apache.spark.deploy.master.Master",
            "--help"),
        args.subList(8, args.size()));
    var withoutRecovery = trial(Map.of("masterRecovery", "none")).containerArgs();
    assertEquals(
        List.of("spark-class", "org.apache.spark.deploy.master.Master", "--help"),
        withoutRecovery.subList(5, withoutRecovery.size()));
    assertEquals("Never", trial.at(POD + "restartPolicy"));
    assertEquals(0.0, trial.at("spec.backoffLimit"));
  }

  /** Of all roles: the image is theirs too. */
  @Test
  void findsAnImageWithoutTheProgramsOfTheScripts() {
    var args = trial(Map.of()).containerArgs();
    assertEquals(List.of("sh", "-c"), args.subList(0, 2));
    assertTrue(args.get(2).contains("command -v"), args.get(2));
    assertEquals("has-programs", args.get(3));

    var needs = needs(Map.of());
    assertTrue(needs.contains("du bounding-work"), needs.toString());
    assertTrue(needs.contains("tail decommission-worker, watching-master"), needs.toString());
    assertTrue(
        needs.contains("sleep bounding-work, watching-master, watching-registration"),
        needs.toString());
  }

  @Test
  void asksOnlyForProgramsThatTheConfigNeeds() {
    var flock = "flock recovering-master (spark:masterRecovery)";
    var openssl = "openssl serving-tls (spark:tls)";
    var all = needs(Map.of("tls", "certificate"));
    assertTrue(all.containsAll(List.of(flock, openssl)), all.toString());

    var few = needs(Map.of("masterRecovery", "none"));
    assertFalse(few.contains(flock), few.toString());
    assertFalse(few.contains(openssl), few.toString());
  }

  private List<String> needs(Map<String, ?> config) {
    return trial(config).containerArgs().get(4).lines().toList();
  }

  /** A sidecar would never end, and a volume may belong to the master. */
  @Test
  void runsWhereTheMasterRunsButWithoutItsAdditions() {
    var pod =
        Map.of(
            "nodeSelector", Map.of("pool", "spark"),
            "containers",
                List.of(
                    Map.of(
                        "name", "sidecar",
                        "args", List.of("sleep"),
                        "securityContext",
                            Map.of(
                                "allowPrivilegeEscalation",
                                false,
                                "capabilities",
                                Map.of("drop", List.of("ALL"))))),
            "volumes", List.of(Map.of("name", "more", "emptyDir", Map.of())),
            "volumeMounts", List.of(Map.of("name", "more", "mountPath", "/more")),
            "env", List.of(Map.of("name", "MORE", "value", "1")));
    var trial = trial(Map.of("masterPod", pod, "masterMemory", "2g"));
    assertEquals(Map.of("pool", "spark"), trial.at(POD + "nodeSelector"));
    assertEquals(1, trial.objects(POD + "containers").size());
    assertEquals(
        List.of("tmp"),
        trial.objects(POD + "volumes").stream().map(volume -> volume.get("name")).toList());
    assertEquals(1, trial.objects(POD + "containers.0.volumeMounts").size());
    assertEquals(
        List.of("POD_IP", "SPARK_DAEMON_MEMORY"),
        trial.objects(POD + "containers.0.env").stream().map(it -> it.get("name")).toList());
    assertNull(trial.at(POD + "initContainers"));
  }

  /** A change of the config must not run it again. */
  @Test
  void dependsOnNoConfigMap() {
    assertEquals(
        trial(Map.of()).at("spec"),
        trial(Map.of("masterLogLevels", Map.of("root", "warn"))).at("spec"));
  }
}
