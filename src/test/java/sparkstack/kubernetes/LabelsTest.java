package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

class LabelsTest {
  private static final String PART_OF = "app.kubernetes.io/part-of";

  @TempDir Path folder;

  @Test
  void onlyTheProgramsOwnAreReserved() throws IOException {
    for (var workload :
        Recording.of(ProjectFolder.in(folder), ProjectFolder.WITH_DRIVER).workloads()) {
      var keys = Manifest.object(workload.at("spec.template.metadata.labels")).keySet();
      assertTrue(keys.stream().allMatch(Labels::isReserved), keys::toString);
    }
    assertFalse(Labels.isReserved(PART_OF));
  }

  @Test
  void aPodTakesTheOtherRecommendedOnes() throws IOException {
    var pod = Map.of("labels", Map.of(PART_OF, "lakehouse"));
    var recording = Recording.of(ProjectFolder.in(folder), Map.of("workerPod", pod));

    var labels = recording.object("Deployment", "spark-worker").at("spec.template.metadata.labels");
    assertEquals("lakehouse", Manifest.object(labels).get(PART_OF));
  }
}
