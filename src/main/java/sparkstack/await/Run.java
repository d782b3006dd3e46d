package sparkstack.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import sparkstack.await.State.Kind;
import sparkstack.settings.KeyNames;

/**
 * The run of a Job that has one pod and does not retry it.
 *
 * @param name name of the Job
 * @param program that the Job runs
 * @param master the cluster's master
 * @param keys of the Job's cluster
 * @param logs returns the last lines of a container's log; empty if the log is not available
 */
record Run(
    String name,
    Program program,
    UnresponsiveMaster master,
    KeyNames keys,
    BiFunction<Pod, String, List<String>> logs) {
  /** The exit code of a process that a signal ended is 128 plus the signal's number. */
  private static final int SIGKILL = 137;

  private static final int SIGTERM = 143;

  /** Reasons of a container whose command could not be started. */
  private static final Set<String> NOT_STARTED = Set.of("StartError", "ContainerCannotRun");

  /**
   * The current state.
   *
   * @param pods the Job's pods that exist
   * @param known the last states of all its pods, including deleted ones
   */
  State state(Job job, Collection<Pod> pods, Collection<Pod> known, Events events) {
    if (condition(job, "Complete").isPresent()) {
      return new State(Kind.DONE, "", "");
    }
    var isOwn = PodStart.isOwnedBy(job.getMetadata().getUid());
    var present = pods.stream().filter(isOwn).findFirst();
    var pod = present.or(() -> known.stream().filter(isOwn).findFirst());
    var failed = condition(job, "Failed");
    if (failed.isPresent()) {
      var reason =
          pod.flatMap(it -> reason(it, present.isEmpty(), events))
              .orElseGet(() -> unknown(failed.get(), pod.isPresent()));
      return new State(Kind.FAILED, reason, "failed");
    }
    if (pod.isEmpty()) {
      return events
          .last(job, Rollout::isRefusal)
          .map(
              it ->
                  new State(
                      Kind.FAILING, Rollout.refusal(it.getReason(), it.getMessage()), "no pod"))
          .orElse(new State(Kind.STARTING, "Job %s has no pod yet.".formatted(name), "no pod"));
    }
    if (PodStart.statuses(pod.get()).anyMatch(it -> isMain(it) && !isWaiting(it))) {
      return new State(
          Kind.RUNNING,
          "Pod %s runs. Its log: kubectl --namespace %s logs --follow job/%s"
              .formatted(podName(pod.get()), job.getMetadata().getNamespace(), name),
          "running");
    }
    var start = PodStart.untilStarted(pod.get(), events, keys);
    return new State(
        start.kind(),
        "%s (pod %s)%n%s".formatted(start.text(), podName(pod.get()), start.advice()),
        "not started");
  }

  /** The reason without the pod's state. A failed Job keeps its pod, unless the pod was deleted. */
  private String unknown(JobCondition failed, boolean hasPod) {
    var text = "%s: %s".formatted(failed.getReason(), failed.getMessage());
    return hasPod
        ? text
        : "Deleted: the %s's pod no longer exists. A request to the API server deleted it, or its node is gone.%n%s"
            .formatted(program.container(), text);
  }

  /**
   * Why the pod failed. The first that applies: who ended the pod, then the container's own error.
   */
  private Optional<String> reason(Pod pod, boolean isGone, Events events) {
    return disrupted(pod)
        .or(() -> evicted(pod))
        .or(() -> deleted(pod, isGone))
        .or(() -> failed(pod, events));
  }

  /** Kubernetes records who ended a pod in the condition DisruptionTarget since 1.26. */
  private Optional<String> disrupted(Pod pod) {
    return PodStart.condition(pod, "DisruptionTarget")
        .filter(it -> "True".equals(it.getStatus()))
        .map(
            it ->
                "%s: %s%n%s"
                    .formatted(it.getReason(), it.getMessage(), ofDisruption(it.getReason(), pod)));
  }

  private String ofDisruption(String reason, Pod pod) {
    var node = pod.getSpec().getNodeName();
    var who =
        switch (String.valueOf(reason)) {
          case "EvictionByEvictionAPI" ->
              "An eviction request ended the %s's pod %s: kubectl drain, a node upgrade, or an autoscaler or descheduler that drains node %s.";
          case "PreemptionByScheduler" ->
              "The scheduler preempted the %s's pod %s on node %s to make room for a pod with a higher priority.";
          case "DeletionByTaintManager" ->
              "The %s's pod %s was ended because it does not tolerate a taint of node %s. An unreachable node has such a taint.";
          case "DeletionByPodGC" ->
              "The %s's pod %s was removed because its node %s no longer exists.";
          case "TerminationByKubelet" ->
              "The kubelet ended the %s's pod %s: node %s is short of a resource or is shutting down.";
          default -> "The %s's pod %s on node %s was ended by another component.";
        };
    return who.formatted(program.container(), podName(pod), node) + evictionMessage(pod) + again();
  }

  private static String evictionMessage(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getMessage()).map(it -> "\n" + it).orElse("");
  }

  /** The node evicts a pod for its own usage: the pod exceeded its storage limit. */
  private Optional<String> evicted(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getReason())
        .filter("Evicted"::equals)
        .map(
            it ->
                "%s: %s%nNode %s evicted the %s's pod %s. If the pod exceeded its storage limit, raise %s.%s"
                    .formatted(
                        it,
                        pod.getStatus().getMessage(),
                        pod.getSpec().getNodeName(),
                        program.container(),
                        podName(pod),
                        program.storageKey(),
                        again()));
  }

  private Optional<String> deleted(Pod pod, boolean isGone) {
    if (!isGone && pod.getMetadata().getDeletionTimestamp() == null) {
      return Optional.empty();
    }
    return Optional.of(
        "Deleted: a request to the API server deleted the %s's pod %s while it ran, for example by kubectl delete.%nKubernetes does not record who sent the request. The API server's audit log has it, if enabled.%s"
            .formatted(program.container(), podName(pod), again()));
  }

  private Optional<String> failed(Pod pod, Events events) {
    return PodStart.statuses(pod)
        .filter(it -> ended(it).filter(end -> end.getExitCode() != 0).isPresent())
        .reduce((first, second) -> isMain(first) ? first : second)
        .map(it -> failed(pod, it, ended(it).get(), events));
  }

  private String failed(
      Pod pod, ContainerStatus status, ContainerStateTerminated end, Events events) {
    var where =
        "Container %s of pod %s ended with exit code %d. The full log: kubectl --namespace %s logs job/%s --container %s"
            .formatted(
                status.getName(),
                podName(pod),
                end.getExitCode(),
                pod.getMetadata().getNamespace(),
                name,
                status.getName());
    var lines = logs.apply(pod, status.getName());
    if (lines.isEmpty()) {
      lines = Optional.ofNullable(end.getMessage()).map(it -> it.lines().toList()).orElse(lines);
    }
    var reason = LogReason.of(lines);
    // The script that reports this also sends the signal.
    var killed =
        LogReason.isForgotten(reason)
            ? ""
            : killed(pod, status, end).map(it -> it + "\n").orElse("");
    var notStarted =
        NOT_STARTED.contains(String.valueOf(end.getReason())) ? end.getReason() + ": " : "";
    var silence = master.explain(reason, pod, events).map(it -> it + "\n").orElse("");
    return "%s%s%s%s%s"
        .formatted(killed, notStarted, reason.isBlank() ? "" : reason + "\n", silence, where);
  }

  private Optional<String> killed(Pod pod, ContainerStatus status, ContainerStateTerminated end) {
    if ("OOMKilled".equals(end.getReason())) {
      return Optional.of(
          "OOMKilled: container %s used more memory than its limit (%s), and the kernel killed it. %s"
              .formatted(
                  status.getName(), memoryLimit(pod, status.getName()), program.memoryAdvice()));
    }
    return switch (end.getExitCode()) {
      case SIGKILL ->
          Optional.of(
              "Killed by SIGKILL: by the kernel, because the container or its node ran out of memory, or by a process in the container.");
      case SIGTERM ->
          Optional.of(
              "Ended by SIGTERM: by a process in the container, or by its node, which is shutting down.");
      default -> Optional.empty();
    };
  }

  private static String memoryLimit(Pod pod, String container) {
    return pod.getSpec().getContainers().stream()
        .filter(it -> it.getName().equals(container))
        .map(Container::getResources)
        .filter(it -> it != null && it.getLimits() != null && it.getLimits().containsKey("memory"))
        .map(it -> it.getLimits().get("memory").toString())
        .findFirst()
        .orElse("none");
  }

  private static String again() {
    return "\nThe next pulumi up runs it again.";
  }

  private boolean isMain(ContainerStatus status) {
    return status.getName().equals(program.container());
  }

  private static boolean isWaiting(ContainerStatus status) {
    return status.getState() == null
        || status.getState().getRunning() == null && status.getState().getTerminated() == null;
  }

  private static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
    return PodStart.terminated(status.getState());
  }

  static boolean hasFailed(Job job) {
    return condition(job, "Failed").isPresent();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(it -> type.equals(it.getType()) && "True".equals(it.getStatus()))
            .findFirst();
  }

  private static String podName(Pod pod) {
    return pod.getMetadata().getName();
  }
}
