package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sparkstack.await.Readiness;
import sparkstack.preflight.Preflight;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.StackState;

/** Which objects an update waits for. The kubeconfig has no cluster, so that every wait fails. */
class ReadinessTest extends ProjectTest {
  private static final String TRIAL = "spark-trial";
  private static final String MASTER = "spark-master";
  private static final String WORKER = "spark-worker";

  private static final KubernetesAccess NO_CLUSTER =
      new KubernetesAccess(
          Optional.of("apiVersion: v1\nkind: Config\n"), Optional.empty(), Optional.of("missing"));

  @Test
  void aFirstUpdateWaits() {
    var errors = errors(List.of());

    assertTrue(errors.get(0).contains("\"missing\" is not a cluster"), errors.get(0));
  }

  @Test
  void anUpdateDoesNotWaitForObjectsThatItDoesNotChange() {
    assertEquals(
        List.of(), errors(List.of(version(TRIAL, 1), version(MASTER, 1), version(WORKER, 1))));
  }

  @Test
  void anUpdateWaitsForAnObjectThatItChanges() {
    var errors = errors(List.of(version(TRIAL, 1), version(MASTER, 1), version(WORKER, 0)));

    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).contains("Deployment " + WORKER), errors.get(0));
  }

  /**
   * Master, workers and driver take their image from the failed wait, and must not fail as well.
   */
  @Test
  void theReasonOfAFailedWaitIsTheOnlyError() {
    for (int attempt = 0; attempt < 20; attempt++) { // the SDK reports the first failed task
      var errors = errors(List.of());

      assertEquals(1, errors.size(), errors.toString());
      assertTrue(errors.get(0).startsWith("Job " + TRIAL), errors.get(0));
      assertFalse(errors.get(0).contains("exception"), errors.get(0));
    }
  }

  private static String version(String name, int generation) {
    return "uid-of-%s %d".formatted(name, generation);
  }

  /** The errors of an update, by a state that has waited for the objects of these versions. */
  private List<String> errors(List<String> awaited) {
    return Recording.errorsOf(
        project,
        new Cluster(awaited),
        context ->
            SparkStack.define(
                context,
                Recording.passed(Map.of("imageReference", "registry.example.com/spark:4.3.0")),
                Preflight.none(),
                Readiness.of(NO_CLUSTER, StackState.of(context), text -> {})));
  }

  /** Gives each object a UID, and the generation 1. */
  private record Cluster(List<String> awaited) implements Mocks {
    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs resource) {
      var state = new HashMap<String, Object>(resource.inputs);
      if (resource.inputs.get("metadata") instanceof Map<?, ?> inputs) {
        var metadata = new HashMap<>(Manifest.object(inputs));
        metadata.put("uid", "uid-of-" + metadata.get("name"));
        metadata.put("generation", 1);
        state.put("metadata", metadata);
      }
      return CompletableFuture.completedFuture(
          ResourceResult.of(Optional.of(resource.name + "-id"), state));
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs call) {
      var cluster = Map.of("outputs", Map.of(StackState.AWAITED, awaited));
      return CompletableFuture.completedFuture(Map.of("outputs", Map.of("urn", cluster)));
    }
  }
}
