package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

/** The user's own labels, in a stack with an object of every kind. */
class LabelsTest extends ProjectTest {
  private static final String PART_OF = "app.kubernetes.io/part-of";
  private static final String POD_LABELS = "spec.template.metadata.labels";
  private static final Map<String, String> LABELS =
      Map.of("team", "data", "example.org/cost-centre", "c-1.2_3");

  private Recording recording(Map<String, ?> more) {
    var config =
        ProjectFolder.withDriver(
            Map.of(
                "registryUsername", "robot",
                "registryPassword", "secret s3cret",
                "dataVolumeSize", "10Gi",
                "workerMaxReplicas", 5,
                "uiIngressHost", "spark.example.com"));
    config.putAll(more);
    return Recording.of(project, config);
  }

  private static Map<String, Object> labels(Manifest manifest, String path) {
    return Manifest.object(manifest.at(path));
  }

  @Test
  void areOnEveryObject() {
    var labelled =
        recording(Map.of("labels", LABELS)).kubernetesObjects().stream()
            .filter(it -> hasAll(labels(it, "metadata.labels")))
            .collect(Collectors.groupingBy(Manifest::kind, TreeMap::new, Collectors.counting()));

    assertEquals(
        Map.ofEntries(
            Map.entry("ConfigMap", 4L),
            Map.entry("Deployment", 2L),
            Map.entry("HorizontalPodAutoscaler", 1L),
            Map.entry("Ingress", 1L),
            Map.entry("Job", 2L),
            Map.entry("Namespace", 1L),
            Map.entry("NetworkPolicy", 4L),
            Map.entry("PersistentVolumeClaim", 2L),
            Map.entry("PodDisruptionBudget", 2L),
            Map.entry("Secret", 2L),
            Map.entry("Service", 2L),
            Map.entry("ServiceAccount", 1L)),
        labelled);
    assertEquals(
        labelled.values().stream().mapToLong(Long::longValue).sum(),
        recording(Map.of()).kubernetesObjects().size());
  }

  @Test
  void areOnThePodsOfEveryRole() {
    assertEquals(
        List.of("spark-master", "spark-worker", "spark-driver", "spark-trial"),
        recording(Map.of("labels", LABELS)).workloads().stream()
            .filter(it -> hasAll(labels(it, POD_LABELS)))
            .map(Manifest::name)
            .toList());
  }

  private static boolean hasAll(Map<String, Object> labels) {
    return labels.entrySet().containsAll(LABELS.entrySet());
  }

  @Test
  void areInNoSelectorOrName() {
    var without = recording(Map.of()).kubernetesObjects();
    var with = recording(Map.of("labels", LABELS)).kubernetesObjects();

    for (var field : List.of("metadata.name", "spec.selector")) {
      assertEquals(
          without.stream().map(it -> it.at(field)).toList(),
          with.stream().map(it -> it.at(field)).toList());
    }
    for (var manifest : with) {
      assertFalse(String.valueOf(manifest.at("spec.selector")).contains("team"), manifest.name());
    }
  }

  @Test
  void takeNothingAwayFromTheProgramsOwn() {
    var with = recording(Map.of("labels", LABELS)).object("Namespace", "spark-dev");
    var without = recording(Map.of()).object("Namespace", "spark-dev");

    var labels = new HashMap<>(labels(without, "metadata.labels"));
    labels.putAll(LABELS);
    assertEquals(labels, labels(with, "metadata.labels"));
  }

  @Test
  void ofThePodsOfARoleWinOnThese() {
    var recording =
        recording(
            Map.of("labels", LABELS, "workerPod", Map.of("labels", Map.of("team", "platform"))));

    var workers = recording.object("Deployment", "spark-worker");
    assertEquals("platform", labels(workers, POD_LABELS).get("team"));
    assertEquals("c-1.2_3", labels(workers, POD_LABELS).get("example.org/cost-centre"));
    assertEquals("data", labels(workers, "metadata.labels").get("team"));
    var master = recording.object("Deployment", "spark-master");
    assertEquals("data", labels(master, POD_LABELS).get("team"));
  }

  @Test
  void onlyTheProgramsOwnAreReserved() {
    for (var workload : Recording.of(project, ProjectFolder.WITH_DRIVER).workloads()) {
      var keys = Manifest.object(workload.at("spec.template.metadata.labels")).keySet();
      assertTrue(keys.stream().allMatch(Labels::isReserved), keys::toString);
    }
    assertFalse(Labels.isReserved(PART_OF));
  }

  @Test
  void aPodTakesTheOtherRecommendedOnes() {
    var pod = Map.of("labels", Map.of(PART_OF, "lakehouse"));
    var recording = Recording.of(project, Map.of("workerPod", pod));

    var labels = recording.object("Deployment", "spark-worker").at("spec.template.metadata.labels");
    assertEquals("lakehouse", Manifest.object(labels).get(PART_OF));
  }
}
