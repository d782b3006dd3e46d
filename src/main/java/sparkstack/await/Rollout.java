package sparkstack.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sparkstack.await.State.Kind;
import sparkstack.settings.KeyNames;

/**
 * The rollout of a Deployment. It is complete by the rules of {@code kubectl rollout status}.
 *
 * @param name name of the Deployment
 * @param least number of pods that must be ready; empty for all replicas
 * @param keys of the Deployment's cluster
 */
record Rollout(String name, Optional<Integer> least, KeyNames keys) {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  State state(
      Deployment deployment,
      Collection<ReplicaSet> replicaSets,
      Collection<Pod> pods,
      Events events) {
    var status = deployment.getStatus();
    var wanted = deployment.getSpec().getReplicas();
    var required = least.map(it -> Math.min(it, wanted)).orElse(wanted);
    var updated = number(status.getUpdatedReplicas());
    var available = number(status.getAvailableReplicas());
    var old = number(status.getReplicas()) - updated;
    var progress = "%d %d %d".formatted(updated, available, old);
    var isSeen = number(status.getObservedGeneration()) >= deployment.getMetadata().getGeneration();
    if (isSeen && updated >= required && old <= 0 && available >= required) {
      return new State(Kind.DONE, "", progress);
    }
    var summary = "%d of %d pods of Deployment %s are ready.".formatted(available, wanted, name);
    var newest = newest(deployment, replicaSets);
    return refused(deployment, newest, events)
        .map(it -> new State(Kind.FAILING, it + "\n" + summary, progress))
        .orElseGet(() -> of(newestPods(newest, pods), events, summary, progress));
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
    var uid = deployment.getMetadata().getUid();
    return replicaSets.stream()
        .filter(
            it ->
                it.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(uid)))
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
