package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class DataVolumeTest extends ProjectTest {
  private Recording recording;

  @BeforeEach
  void run() throws IOException {
    recording = Recording.of(project, withVolume(Map.of()));
  }

  private static Map<String, Object> withVolume(Map<String, String> more) {
    var config = ProjectFolder.withDriver(more);
    config.put("dataVolumeSize", "10Gi");
    return config;
  }

  @Test
  void isClaimedForManyWritersFromTheDefaultClass() {
    var claim = recording.object("PersistentVolumeClaim", "spark-data");

    assertEquals(List.of("ReadWriteMany"), claim.texts("spec.accessModes"));
    assertEquals("10Gi", claim.at("spec.resources.requests.storage"));
    assertNull(claim.at("spec.storageClassName"));
  }

  @Test
  void isClaimedAsTheConfigSays() throws IOException {
    var claim =
        Recording.of(
                project,
                withVolume(
                    Map.of(
                        "dataVolumeStorageClass", "local-path",
                        "dataVolumeAccessMode", "ReadWriteOnce")))
            .object("PersistentVolumeClaim", "spark-data");

    assertEquals(List.of("ReadWriteOnce"), claim.texts("spec.accessModes"));
    assertEquals("local-path", claim.at("spec.storageClassName"));
  }

  @Test
  void isNotAwaitedSinceOnlyItsFirstPodMayBindIt() {
    var claim = recording.object("PersistentVolumeClaim", "spark-data");
    assertEquals(
        "true", Manifest.object(claim.at("metadata.annotations")).get("pulumi.com/skipAwait"));
  }

  @Test
  void isMountedByWorkersAndDriverAtTheSamePath() {
    for (var workload :
        List.of(
            recording.object("Deployment", "spark-worker"),
            recording.object("Job", "spark-driver"))) {
      assertTrue(
          workload
              .objects("spec.template.spec.volumes")
              .contains(
                  Map.of(
                      "name", "data", "persistentVolumeClaim", Map.of("claimName", "spark-data"))));
      assertTrue(
          workload
              .objects("spec.template.spec.containers.0.volumeMounts")
              .contains(Map.of("name", "data", "mountPath", "/data")));
    }
  }

  @Test
  void isNotTheMasters() {
    var master = recording.object("Deployment", "spark-master");
    assertTrue(
        master.objects("spec.template.spec.volumes").stream()
            .noneMatch(volume -> "data".equals(volume.get("name"))));
  }
}
