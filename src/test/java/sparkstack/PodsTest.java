package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules for every pod of the stack. */
class PodsTest {
  private static final String POD = "spec.template.spec.";
  private static final String CONTAINER = POD + "containers.0.";

  @TempDir Path folder;
  private Recording recording;

  @BeforeEach
  void run() throws IOException {
    recording = Recording.of(ProjectFolder.in(folder), ProjectFolder.WITH_DRIVER);
  }

  @Test
  void areThoseOfMasterWorkersDriverAndTrial() {
    assertEquals(
        List.of("spark-master", "spark-worker", "spark-driver", "spark-trial"),
        recording.workloads().stream().map(Manifest::name).toList());
  }

  @Test
  void haveOneContainerEach() {
    for (var workload : recording.workloads()) {
      assertEquals(1, workload.objects(POD + "containers").size(), workload.name());
      assertNull(workload.at(POD + "initContainers"), workload.name());
    }
  }

  /** Pulumi's plugin would wait ten minutes for a pod that cannot start. */
  @Test
  void areWaitedForByTheProgramAndNotByThePlugin() {
    for (var workload : recording.workloads()) {
      var annotations = Manifest.object(workload.at("metadata.annotations"));
      var waitFor =
          switch (workload.name()) {
            case "spark-driver" -> "{.metadata.annotations['authentication-id']}=random";
            case "spark-trial" -> "{.metadata.uid}";
            default -> "{.status.observedGeneration}";
          };
      assertEquals("jsonpath=" + waitFor, annotations.get("pulumi.com/waitFor"), workload.name());
    }
  }

  @Test
  void runTheImageByItsDigest() {
    for (var workload : recording.workloads()) {
      assertEquals(
          "localhost:5000/spark@" + RecordingMocks.DIGEST,
          workload.at(CONTAINER + "image"),
          workload.name());
      assertEquals("IfNotPresent", workload.at(CONTAINER + "imagePullPolicy"), workload.name());
    }
  }

  @Test
  void haveNoServiceLinksForSparkToMisread() {
    for (var workload : recording.workloads()) {
      assertEquals(false, workload.at(POD + "enableServiceLinks"), workload.name());
    }
  }

  @Test
  void haveNoCredentialsForTheApiServer() {
    for (var workload : recording.workloads()) {
      assertEquals(false, workload.at(POD + "automountServiceAccountToken"), workload.name());
    }
  }

  @Test
  void meetThePodSecurityStandardRestricted() {
    for (var workload : recording.workloads()) {
      var role = workload.name();
      assertEquals(true, workload.at(POD + "securityContext.runAsNonRoot"), role);
      assertEquals(10_000.0, workload.at(POD + "securityContext.runAsUser"), role);
      assertEquals(
          "RuntimeDefault", workload.at(POD + "securityContext.seccompProfile.type"), role);
      assertEquals(
          false, workload.at(CONTAINER + "securityContext.allowPrivilegeEscalation"), role);
      assertEquals(
          List.of("ALL"), workload.texts(CONTAINER + "securityContext.capabilities.drop"), role);
      assertNull(workload.at(CONTAINER + "securityContext.privileged"), role);
      assertEquals(true, workload.at(CONTAINER + "securityContext.readOnlyRootFilesystem"), role);
      assertEquals("spark", workload.at(POD + "serviceAccountName"), role);
    }
  }

  @Test
  void nameNoUserWhereTheClusterAssignsOne() throws IOException {
    var config = new TreeMap<String, Object>(ProjectFolder.WITH_DRIVER);
    config.put("podUser", "assigned");
    for (var workload : Recording.of(ProjectFolder.in(folder), config).workloads()) {
      var context = POD + "securityContext.";
      for (var number : List.of("runAsUser", "runAsGroup", "fsGroup", "supplementalGroups")) {
        assertNull(workload.at(context + number), workload.name());
        assertNull(workload.at(CONTAINER + "securityContext." + number), workload.name());
      }
      // The other requirements of "restricted" stay.
      assertEquals(true, workload.at(context + "runAsNonRoot"), workload.name());
      assertEquals("RuntimeDefault", workload.at(context + "seccompProfile.type"), workload.name());
    }
  }

  @Test
  void leaveTheLastLinesOfTheirLogWhenTheyFail() {
    for (var workload : recording.workloads()) {
      assertEquals(
          "FallbackToLogsOnError",
          workload.at(CONTAINER + "terminationMessagePolicy"),
          workload.name());
    }
  }

  @Test
  void haveRequestsAndLimitsOfAllThree() {
    for (var workload : recording.workloads()) {
      var limit = workload.at(CONTAINER + "resources.limits.memory");
      assertTrue(limit.toString().matches("[0-9]+Mi"), workload.name());
      assertEquals(limit, workload.at(CONTAINER + "resources.requests.memory"), workload.name());
      for (var kind : List.of("requests.", "limits.")) {
        for (var resource : List.of("cpu", "ephemeral-storage")) {
          assertTrue(
              workload.at(CONTAINER + "resources." + kind + resource) != null,
              workload.name() + " " + kind + resource);
        }
      }
    }
  }

  @Test
  void startTheirProgramThroughTheImagesEntrypoint() {
    for (var workload : recording.workloads()) {
      assertNull(workload.at(CONTAINER + "command"), workload.name());
      assertTrue(
          workload.containerArgs().stream()
              .anyMatch(Set.of("spark-class", "spark-submit")::contains),
          workload.name());
    }
  }

  @Test
  void defineTheAddressThatTheirArgumentsReferTo() {
    for (var workload : recording.workloads()) {
      assertEquals(
          !workload.name().equals("spark-trial"),
          workload.containerArgs().toString().contains("$(POD_IP)"),
          workload.name());
      assertEquals("POD_IP", workload.at(CONTAINER + "env.0.name"), workload.name());
      assertEquals(
          "status.podIP",
          workload.at(CONTAINER + "env.0.valueFrom.fieldRef.fieldPath"),
          workload.name());
    }
  }

  @Test
  void haveTheLabelsThatTheirSelectorsAskFor() {
    for (var deployment : List.of("spark-master", "spark-worker")) {
      var manifest = recording.object("Deployment", deployment);
      var labels = Manifest.object(manifest.at("spec.template.metadata.labels"));
      var selector = Manifest.object(manifest.at("spec.selector.matchLabels"));
      assertTrue(labels.entrySet().containsAll(selector.entrySet()), deployment);
      assertFalse(selector.containsKey("app.kubernetes.io/version"), deployment);
    }
  }

  @Test
  void ofDifferentRolesDifferInTheLabelsThatAreSelected() {
    var selectors = new HashSet<Object>();
    for (var deployment : List.of("spark-master", "spark-worker")) {
      selectors.add(recording.object("Deployment", deployment).at("spec.selector.matchLabels"));
    }
    assertEquals(2, selectors.size());
  }

  @Test
  void ofTheMasterHaveEveryPortThatAServiceSendsTo() {
    var master = recording.object("Deployment", "spark-master");
    var ports = new HashSet<Object>();
    master.objects(CONTAINER + "ports").forEach(port -> ports.add(port.get("name")));
    for (var service : List.of("spark-master", "spark-ui")) {
      var manifest = recording.object("Service", service);
      assertEquals(master.at("spec.selector.matchLabels"), manifest.at("spec.selector"), service);
      for (var port : manifest.objects("spec.ports")) {
        assertTrue(ports.contains(port.get("targetPort")), service + " " + port);
      }
    }
  }
}
