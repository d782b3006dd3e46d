package sparkstack.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sparkstack.await.State.Kind;
import sparkstack.settings.KeyNames;

/**
 * The rollout of a Deployment. It is complete by the rules of {@code kubectl rollout status}, but
 * does not wait for {@code minReadySeconds} of the last pods.
 *
 * @param name name of the Deployment
 * @param least number of pods that must be ready; empty for all replicas
 * @param keys of the Deployment's cluster
 */
record Rollout(String name, Optional<Integer> least, KeyNames keys) {
  /** How much later than its grace period a pod may end. */
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private static final String REVISION = "deployment.kubernetes.io/revision";

  State state(
      Deployment deployment,
      Collection<ReplicaSet> replicaSets,
      Collection<Pod> pods,
      Events events,
      Instant now) {
    var status = deployment.getStatus();
    var wanted = deployment.getSpec().getReplicas();
    var required = least.map(it -> Math.min(it, wanted)).orElse(wanted);
    var updated = number(status.getUpdatedReplicas());
    var ready = number(status.getReadyReplicas());
    var old = number(status.getReplicas()) - updated;
    var leaving = leaving(deployment, replicaSets, pods, now);
    var progress = "%d %d %d %d".formatted(updated, ready, old, leaving);
    var isSeen = number(status.getObservedGeneration()) >= deployment.getMetadata().getGeneration();
    if (isSeen && updated >= required && old <= 0 && ready >= required) {
      return new State(Kind.DONE, "", progress);
    }
    var summary = "%d of %d pods of Deployment %s are ready.".formatted(ready, wanted, name);
    var newest = newest(deployment, replicaSets);
    var state =
        refused(deployment, newest, events)
            .map(it -> new State(Kind.FAILING, it + "\n" + summary, progress))
            .orElseGet(() -> of(newestPods(newest, pods), events, summary, progress));
    // New workers wait for those that are being decommissioned, which have a limit of their own.
    return state.kind() == Kind.STARTING && leaving > 0
        ? new State(Kind.RUNNING, state.text(), progress)
        : state;
  }

  /**
   * The number of the Deployment's pods that have been deleted and may still run. Not those that
   * are overdue: they are on a node that does not respond.
   */
  private static long leaving(
      Deployment deployment,
      Collection<ReplicaSet> replicaSets,
      Collection<Pod> pods,
      Instant now) {
    var own = replicaSets.stream().filter(it -> isOwnedBy(it, deployment)).toList();
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
        // The time of the deletion includes the grace period.
        .filter(
            pod ->
                now.isBefore(Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(OVERDUE)))
        .filter(
            pod ->
                own.stream()
                    .anyMatch(it -> PodStart.isOwnedBy(it.getMetadata().getUid()).test(pod)))
        .count();
  }

  private static boolean isOwnedBy(ReplicaSet replicaSet, Deployment deployment) {
    var uid = deployment.getMetadata().getUid();
    return replicaSet.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(uid));
  }

  private State of(List<Pod> pods, Events events, String summary, String progress) {
    var starts = new TreeMap<String, PodStart>();
    pods.forEach(pod -> starts.put(pod.getMetadata().getName(), PodStart.of(pod, events, keys)));
    starts.values().removeIf(start -> start.kind() == Kind.DONE);
    if (starts.isEmpty()) {
      return new State(Kind.STARTING, summary, progress);
    }
    var worst =
        starts.values().stream().anyMatch(it -> it.kind() == Kind.FAILING)
            ? Kind.FAILING
            : Kind.STARTING;
    starts.values().removeIf(start -> start.kind() != worst);
    return new State(worst, text(starts) + "\n" + summary, progress);
  }

  /** Lists each reason once, with the pods that have it. */
  static String text(Map<String, PodStart> starts) {
    var byReason =
        starts.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.getValue().text(),
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return byReason.entrySet().stream()
        .map(
            it ->
                "%s (%s)%n%s"
                    .formatted(
                        it.getKey(),
                        names(it.getValue()),
                        starts.get(it.getValue().get(0)).advice()))
        .collect(Collectors.joining("\n"));
  }

  private static String names(List<String> pods) {
    return pods.size() == 1
        ? "pod " + pods.get(0)
        : "pod %s and %d more".formatted(pods.get(0), pods.size() - 1);
  }

  /** The error if the API server refuses the Deployment's pods, because of a quota or a policy. */
  private static Optional<String> refused(
      Deployment deployment, Optional<ReplicaSet> newest, Events events) {
    return deployment.getStatus().getConditions().stream()
        .filter(it -> "ReplicaFailure".equals(it.getType()) && "True".equals(it.getStatus()))
        .map(it -> refusal(it.getReason(), it.getMessage()))
        .findFirst()
        .or(
            () ->
                newest
                    .filter(it -> number(it.getStatus().getReplicas()) == 0)
                    .flatMap(it -> events.last(it, Rollout::isRefusal))
                    .map(event -> refusal(event.getReason(), event.getMessage())));
  }

  static boolean isRefusal(Event event) {
    return "FailedCreate".equals(event.getReason());
  }

  static String refusal(String reason, String message) {
    var advice =
        message != null && message.contains("exceeded quota")
            ? "Raise the quota of the namespace, or request less cpu, less memory or fewer pods."
            : "The API server refuses the pod. Change the field that the message names, or the policy that refuses it.";
    return "%s: %s%n%s".formatted(reason, message, advice);
  }

  private static Optional<ReplicaSet> newest(
      Deployment deployment, Collection<ReplicaSet> replicaSets) {
    var revision = revision(deployment.getMetadata().getAnnotations());
    return replicaSets.stream()
        .filter(it -> isOwnedBy(it, deployment))
        .filter(it -> revision.equals(revision(it.getMetadata().getAnnotations())))
        .findFirst();
  }

  private static List<Pod> newestPods(Optional<ReplicaSet> newest, Collection<Pod> pods) {
    return newest
        .map(
            it ->
                pods.stream()
                    .filter(PodStart.isOwnedBy(it.getMetadata().getUid()))
                    .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                    .toList())
        .orElse(List.of());
  }

  private static String revision(Map<String, String> annotations) {
    return annotations == null ? "" : annotations.getOrDefault(REVISION, "");
  }

  private static long number(Number number) {
    return number == null ? 0 : number.longValue();
  }
}
