package sparkstack.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sparkstack.await.State.Kind;

class RolloutTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:30Z");

  private static final String NONE = "{observedGeneration: 2}";
  private static final String WAITING =
      """
      phase: Pending
      containerStatuses:
        - {name: worker, ready: false, state: {waiting: {reason: %s, message: '%s'}}}
      """;

  private static Deployment deployment(int replicas, String status) {
    return ApiObjects.read(
        Deployment.class,
        """
        metadata:
          name: spark-worker
          uid: deployment
          generation: 2
          annotations: {deployment.kubernetes.io/revision: "3"}
        spec: {replicas: %d}
        status: %s
        """
            .formatted(replicas, status));
  }

  private static List<ReplicaSet> replicaSets() {
    return List.of(replicaSet("old", "2"), replicaSet("new", "3"));
  }

  private static ReplicaSet replicaSet(String uid, String revision) {
    return ApiObjects.read(
        ReplicaSet.class,
        """
        metadata:
          uid: %s
          ownerReferences: [{uid: deployment}]
          annotations: {deployment.kubernetes.io/revision: "%s"}
        status: {replicas: 0}
        """
            .formatted(uid, revision));
  }

  private static State state(Deployment deployment, List<Pod> pods, Event... events) {
    return new Rollout("spark-worker", Optional.empty(), ApiObjects.KEYS)
        .state(deployment, replicaSets(), pods, Events.of(List.of(events)), NOW);
  }

  private static State state(String podStatus, Event... events) {
    return state(
        deployment(1, NONE), List.of(ApiObjects.pod("worker-1", "new", podStatus)), events);
  }

  @Test
  void isDoneWhenAllPodsAreNewAndReady() {
    var status = "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2}";
    assertEquals(Kind.DONE, state(deployment(2, status), List.of()).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2}",
        "{observedGeneration: 2, replicas: 2, updatedReplicas: 1, readyReplicas: 2}",
        "{observedGeneration: 2, replicas: 3, updatedReplicas: 2, readyReplicas: 2}",
        "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 1}",
      })
  void isNotDoneBefore(String status) {
    assertEquals(Kind.STARTING, state(deployment(2, status), List.of()).kind());
  }

  /** The time of decommissioning does not count as the start of the new pods. */
  @Test
  void startsNewPodsWithoutALimitWhileOldOnesEnd() {
    var old = ApiObjects.pod("worker-1", "old", "phase: Running");
    old.getMetadata().setDeletionTimestamp("2026-01-01T00:00:01Z");
    var other = ApiObjects.pod("other-1", "others", "phase: Running");
    other.getMetadata().setDeletionTimestamp("2026-01-01T00:00:01Z");
    var starting = ApiObjects.pod("worker-2", "new", "phase: Pending");

    assertEquals(Kind.RUNNING, state(deployment(1, NONE), List.of(old, starting)).kind());
    assertEquals(Kind.STARTING, state(deployment(1, NONE), List.of(other, starting)).kind());

    // On a node that does not respond, a pod never ends.
    old.getMetadata().setDeletionTimestamp("2025-12-31T23:59:00Z");
    assertEquals(Kind.STARTING, state(deployment(1, NONE), List.of(old, starting)).kind());
  }

  @Test
  void withAnAutoscalerIsDoneWithTheFewestWorkers() {
    var status = "{observedGeneration: 2, replicas: 9, updatedReplicas: 9, readyReplicas: 2}";
    var rollout = new Rollout("spark-worker", Optional.of(2), ApiObjects.KEYS);
    assertEquals(
        Kind.DONE,
        rollout
            .state(deployment(9, status), List.of(), List.of(), Events.of(List.of()), NOW)
            .kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ErrImagePull",
        "ImagePullBackOff",
        "InvalidImageName",
        "ErrImageNeverPull",
        "CreateContainerConfigError",
        "CreateContainerError",
        "RunContainerError",
        "CrashLoopBackOff",
      })
  void failsWithAContainerThatCannotStart(String reason) {
    var state = state(WAITING.formatted(reason, "the message"));

    assertEquals(Kind.FAILING, state.kind());
    assertTrue(
        state.text().startsWith(reason + ": container worker: the message (pod worker-1)"),
        state.text());
    assertTrue(state.text().endsWith("0 of 1 pods of Deployment spark-worker are ready."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ContainerCreating", "PodInitializing"})
  void waitsForOneThatStarts(String reason) {
    var pulling =
        ApiObjects.event(
            "Normal", "worker-1", "Pulling", "Pulling image \"i\"", "2026-01-01T00:00:02Z");
    var scheduled =
        ApiObjects.event("Normal", "worker-1", "Scheduled", "assigned", "2026-01-01T00:00:01Z");

    var state = state(WAITING.formatted(reason, ""), pulling, scheduled);

    assertEquals(Kind.STARTING, state.kind());
    assertTrue(
        state.text().startsWith("Pulling: Pulling image \"i\" (pod worker-1)"), state.text());
  }

  @Test
  void readsARegistrysAnswerFromTheEventWhereThePodLacksIt() {
    var event =
        ApiObjects.event(
            "Warning",
            "worker-1",
            "Failed",
            "Failed to pull image \"i\": rpc error: not found",
            "2026-01-01T00:00:00Z");

    var state = state(WAITING.formatted("ImagePullBackOff", "Back-off pulling image \"i\""), event);

    assertTrue(
        state.text().startsWith("ImagePullBackOff: container worker: Failed to pull"),
        state.text());
  }

  @ParameterizedTest
  @CsvSource({
    "0/3 nodes are available: 3 Insufficient cpu., STARTING",
    "0/3 nodes are available: persistentvolumeclaim \"orders\" not found., FAILING",
  })
  void waitsForANodeUnlessNoNodeCouldHelp(String message, Kind kind) {
    var state =
        state(
            """
            conditions:
              - {type: PodScheduled, status: "False", reason: Unschedulable, message: '%s'}
            """
                .formatted(message));

    assertEquals(kind, state.kind());
    assertTrue(state.text().startsWith("Unschedulable: " + message), state.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret \"keys\" not found",
        "references non-existent secret key: token",
        "references non-existent config key: site.xml"
      })
  void failsWithAVolumeOfSomethingThatIsMissing(String missing) {
    var event =
        ApiObjects.event(
            "Warning",
            "worker-1",
            "FailedMount",
            "MountVolume.SetUp failed for volume \"keys\" : " + missing,
            "2026-01-01T00:00:00Z");

    var state = state(WAITING.formatted("ContainerCreating", ""), event);

    assertEquals(Kind.FAILING, state.kind());
    assertTrue(state.text().contains(missing), state.text());
  }

  @Test
  void failsWithAContainerThatKeepsEnding() {
    var running =
        """
        containerStatuses:
          - name: worker
            ready: false
            restartCount: 1
            state: {running: {}}
            lastState:
              terminated: {exitCode: 1, reason: Error, message: "26/01/01 00:00:00 INFO W: x\\nError: bad"}
        """;

    var state = state(running);

    assertEquals(Kind.FAILING, state.kind());
    assertTrue(
        state.text().startsWith("Error: container worker: exit code 1: Error: bad"), state.text());
    assertTrue(state.text().contains("kubectl --namespace spark-dev logs --previous"));
  }

  /** Kubernetes restarts it as well, with a delay that grows to five minutes. */
  @Test
  void failsWithAContainerThatEndsWithoutAnError() {
    var state =
        state(
            """
            containerStatuses:
              - name: worker
                ready: false
                state: {terminated: {exitCode: 0, reason: Completed}}
            """);

    assertEquals(Kind.FAILING, state.kind());
    assertTrue(
        state.text().startsWith("Completed: container worker: exit code 0 (pod worker-1)"),
        state.text());
  }

  @Test
  void waitsAfterAnInitContainerThatHasEnded() {
    var state =
        state(
            """
            initContainerStatuses:
              - {name: init, ready: true, state: {terminated: {exitCode: 0, reason: Completed}}}
            containerStatuses:
              - {name: worker, ready: false, state: {running: {}}}
            """);

    assertEquals(Kind.STARTING, state.kind());
  }

  @Test
  void failsWhereTheApiServerTakesNoPods() {
    var status =
        """
        {observedGeneration: 2, conditions: [{type: ReplicaFailure, status: "True",
          reason: FailedCreate, message: 'pods "w" is forbidden: exceeded quota: small'}]}
        """;

    var state = state(deployment(2, status), List.of());

    assertEquals(Kind.FAILING, state.kind());
    assertTrue(state.text().startsWith("FailedCreate: pods \"w\" is forbidden: exceeded quota"));
    assertTrue(state.text().contains("Raise the quota"));
  }

  @Test
  void saysAReasonOnceForAllPodsThatHaveIt() {
    var status = WAITING.formatted("ErrImagePull", "rpc error: not found");
    var pods =
        List.of(
            ApiObjects.pod("worker-1", "new", status),
            ApiObjects.pod("worker-2", "new", status),
            ApiObjects.pod("worker-3", "new", WAITING.formatted("ContainerCreating", "")),
            ApiObjects.pod("worker-0", "old", WAITING.formatted("CrashLoopBackOff", "")));

    var text = state(deployment(3, NONE), pods).text();

    assertTrue(
        text.startsWith(
            "ErrImagePull: container worker: rpc error: not found (pod worker-1 and 1 more)"),
        text);
    assertFalse(text.contains("worker-0"), text);
    assertFalse(text.contains("worker-3"), text);
  }
}
