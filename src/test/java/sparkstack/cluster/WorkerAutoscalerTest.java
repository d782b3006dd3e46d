package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class WorkerAutoscalerTest extends ProjectTest {
  private static final String METRIC = "spec.metrics.0.containerResource.";

  private Recording upTo(int most, Map<String, ?> more) {
    var config = new HashMap<String, Object>(more);
    config.put("workerMaxReplicas", most);
    return Recording.of(project, config);
  }

  private Manifest autoscaler(int most, Map<String, ?> more) {
    return upTo(most, more).object("HorizontalPodAutoscaler", "spark-worker");
  }

  @Test
  void isThereOnlyWithAnUpperBound() {
    assertTrue(
        Recording.of(project, Map.of()).kubernetesObjects().stream()
            .noneMatch(object -> object.kind().equals("HorizontalPodAutoscaler")));
  }

  @Test
  void scalesTheWorkerDeploymentBetweenItsBounds() {
    var autoscaler = autoscaler(9, Map.of("workerReplicas", 4, "workerMinReplicas", 2));

    assertEquals(
        Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", "spark-worker"),
        autoscaler.at("spec.scaleTargetRef"));
    assertEquals(2.0, autoscaler.at("spec.minReplicas"));
    assertEquals(9.0, autoscaler.at("spec.maxReplicas"));
  }

  @Test
  void leavesAtLeastTheWorkersThatItBeginsWith() {
    assertEquals(4.0, autoscaler(9, Map.of("workerReplicas", 4)).at("spec.minReplicas"));
  }

  @Test
  void looksAtTheCoresThatTheWorkersContainerUses() {
    var autoscaler = autoscaler(9, Map.of("workerCores", 4));

    assertEquals("cpu", autoscaler.at(METRIC + "name"));
    assertEquals("worker", autoscaler.at(METRIC + "container"));
    assertEquals("AverageValue", autoscaler.at(METRIC + "target.type"));
    assertEquals("2400m", autoscaler.at(METRIC + "target.averageValue"));
  }

  @Test
  void takesItsTargetFromTheConfig() {
    var autoscaler = autoscaler(9, Map.of("workerCores", 4, "workerTargetCpu", "1"));

    assertEquals("1", autoscaler.at(METRIC + "target.averageValue"));
  }

  @Test
  void isFastOutAndSlowIn() {
    var autoscaler = autoscaler(9, Map.of());

    assertEquals(0.0, autoscaler.at("spec.behavior.scaleUp.stabilizationWindowSeconds"));
    assertEquals(600.0, autoscaler.at("spec.behavior.scaleDown.stabilizationWindowSeconds"));
    assertEquals(
        List.of(
            Map.of("type", "Percent", "value", 10.0, "periodSeconds", 60.0),
            Map.of("type", "Pods", "value", 1.0, "periodSeconds", 60.0)),
        autoscaler.objects("spec.behavior.scaleDown.policies"));
  }

  @Test
  void isNamedByTheDeploymentWhoseReplicasItSets() {
    var workers = upTo(9, Map.of("workerReplicas", 4)).object("Deployment", "spark-worker");

    assertEquals(
        "HorizontalPodAutoscaler/spark-worker",
        Manifest.object(workers.at("metadata.annotations")).get("replicas-set-by"));
    assertEquals(4.0, workers.at("spec.replicas"), "of a new stack");
  }
}
