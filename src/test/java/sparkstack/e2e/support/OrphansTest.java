package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrphansTest {
  private static final List<Map<String, Object>> STATE =
      List.of(
          Map.of("type", "kubernetes:apps/v1:Deployment", "id", "spark-mine/spark-worker"),
          Map.of("type", "kubernetes:core/v1:ConfigMap", "id", "spark-mine/spark-worker-1"),
          Map.of("type", "pulumi:providers:kubernetes", "id", "0123"),
          Map.of("type", "spark:index:SparkCluster"));

  private static final HasMetadata DEPLOYMENT =
      new DeploymentBuilder()
          .withNewMetadata()
          .withName("spark-worker")
          .withUid("deployment")
          .endMetadata()
          .build();

  @Test
  void objectsOfTheStateAndWhatBelongsToThemAreNoOrphans() {
    var objects =
        List.of(
            DEPLOYMENT,
            configMap("spark-worker-1"),
            configMap("kube-root-ca.crt"),
            replicaSet("old", 1, 0),
            replicaSet("new", 2, 2),
            pod("new"));

    assertEquals(Set.of(), Orphans.among(objects, STATE));
  }

  @Test
  void anObjectThatTheStateLacksIsAnOrphan() {
    var objects = List.of(DEPLOYMENT, configMap("spark-worker-1"), configMap("spark-worker-2"));

    assertEquals(Set.of("ConfigMap spark-worker-2"), Orphans.among(objects, STATE));
  }

  @Test
  void anObjectWhoseOwnerIsGoneIsAnOrphan() {
    var objects = List.of(DEPLOYMENT, pod("deleted"));

    assertEquals(Set.of("Pod pod-of-deleted"), Orphans.among(objects, STATE));
  }

  @Test
  void aFormerReplicaSetWithPodsIsAnOrphan() {
    var objects =
        List.<HasMetadata>of(DEPLOYMENT, replicaSet("old", 9, 1), replicaSet("new", 10, 2));

    assertEquals(Set.of("ReplicaSet old"), Orphans.among(objects, STATE));
  }

  private static HasMetadata configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid(name)
        .endMetadata()
        .build();
  }

  private static ReplicaSet replicaSet(String name, int revision, int replicas) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid(name)
        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(revision))
        .addNewOwnerReference()
        .withUid("deployment")
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .endSpec()
        .build();
  }

  private static HasMetadata pod(String owner) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod-of-" + owner)
        .withUid("pod-of-" + owner)
        .addNewOwnerReference()
        .withUid(owner)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
