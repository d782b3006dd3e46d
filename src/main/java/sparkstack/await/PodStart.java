package sparkstack.await;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sparkstack.await.State.Kind;
import sparkstack.settings.KeyNames;

/**
 * How far a pod has come on its way to ready.
 *
 * @param kind DONE, STARTING or FAILING
 * @param text the reason, without the pod's name, so that pods with the same reason can be grouped
 * @param advice what the user can do about it
 */
record PodStart(Kind kind, String text, String advice) {
  private static final PodStart READY = new PodStart(Kind.DONE, "", "");

  private static final Set<String> PULL =
      Set.of("ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable");

  /**
   * Reasons of a waiting container that do not resolve with time: from kubelet's images and
   * container packages.
   */
  private static final Set<String> FAILING =
      Set.of(
          "InvalidImageName",
          "ErrImageNeverPull",
          "SignatureValidationFailed",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "PreCreateHookError",
          "PreStartHookError",
          "PostStartHookError",
          "CrashLoopBackOff");

  private static final Pattern MISSING =
      Pattern.compile(
          "(?:secret|configmap|persistentvolumeclaim|service account) \\S+ not found"
              + "|references non-existent (?:secret|config) key");

  /** Option of kubectl logs for the log before a restart. */
  private static final String PREVIOUS_LOG = "--previous ";

  private static final String FIX_MISSING =
      "Create the missing object in this namespace, or correct its name in the stack's config.";

  /**
   * The state of a pod that runs until it is deleted.
   *
   * @param keys of the pod's cluster
   */
  static PodStart of(Pod pod, Events events, KeyNames keys) {
    if (isTrue(pod, "Ready")) {
      return READY;
    }
    return unscheduled(pod, keys)
        .or(() -> first(pod, status -> waiting(pod, status, events, keys)))
        .or(() -> first(pod, status -> ended(pod, status)))
        .or(() -> notMounted(pod, events))
        .orElseGet(() -> starting(pod, events));
  }

  /** The state of a pod until its containers run. Ignores what the containers do afterwards. */
  static PodStart untilStarted(Pod pod, Events events, KeyNames keys) {
    return unscheduled(pod, keys)
        .or(() -> first(pod, status -> waiting(pod, status, events, keys)))
        .or(() -> notMounted(pod, events))
        .orElseGet(() -> starting(pod, events));
  }

  private static Optional<PodStart> unscheduled(Pod pod, KeyNames keys) {
    return condition(pod, "PodScheduled")
        .filter(it -> "False".equals(it.getStatus()))
        .map(
            it -> {
              var text = "%s: %s".formatted(it.getReason(), it.getMessage());
              return isMissing(text)
                  ? new PodStart(Kind.FAILING, text, FIX_MISSING)
                  : new PodStart(Kind.STARTING, text, fixSpace(keys));
            });
  }

  private static Optional<PodStart> waiting(
      Pod pod, ContainerStatus status, Events events, KeyNames keys) {
    var waiting = status.getState() == null ? null : status.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Optional.empty();
    }
    var reason = waiting.getReason();
    if (PULL.contains(reason)) {
      return Optional.of(
          failing(status, reason, pullMessage(pod, waiting.getMessage(), events), fixPull(keys)));
    }
    if (!FAILING.contains(reason)) {
      return Optional.empty();
    }
    var last = terminated(status.getLastState());
    if (last.isPresent()) {
      return last.map(it -> failing(pod, status, reason, it, PREVIOUS_LOG));
    }
    var advice =
        isMissing(String.valueOf(waiting.getMessage()))
            ? FIX_MISSING
            : "Correct the image, the command or the part of the pod that the message names.";
    return Optional.of(failing(status, reason, waiting.getMessage(), advice));
  }

  private static String fixSpace(KeyNames keys) {
    return "Add nodes, or request less cpu and memory. If an autoscaler adds nodes, raise %s."
        .formatted(keys.podStartTimeout());
  }

  private static String fixPull(KeyNames keys) {
    return "Check the image's name, and check that nodes may pull it: see the settings %s, %s and %s."
        .formatted(keys.imagePullSecrets(), keys.registryUsername(), keys.registryPassword());
  }

  /** Before Kubernetes 1.31, only the event had the registry's response. */
  private static String pullMessage(Pod pod, String message, Events events) {
    return events
        .last(pod, event -> "Failed".equals(event.getReason()) && isPull(event))
        .map(Event::getMessage)
        .filter(it -> message == null || !message.contains("rpc error"))
        .orElse(message);
  }

  private static boolean isPull(Event event) {
    return event.getMessage() != null && event.getMessage().startsWith("Failed to pull image");
  }

  /**
   * A container that has ended, or was restarted and is not ready. Kubernetes restarts it after
   * exit code 0 too. An init container that has ended with exit code 0 is ready.
   */
  private static Optional<PodStart> ended(Pod pod, ContainerStatus status) {
    if (Boolean.TRUE.equals(status.getReady())) {
      return Optional.empty();
    }
    return terminated(status.getState())
        .map(it -> failing(pod, status, it.getReason(), it, ""))
        .or(
            () ->
                terminated(status.getLastState())
                    .map(it -> failing(pod, status, it.getReason(), it, PREVIOUS_LOG)));
  }

  /** The end of a container in a state; empty if it has not ended. */
  static Optional<ContainerStateTerminated> terminated(ContainerState state) {
    return Optional.ofNullable(state).map(ContainerState::getTerminated);
  }

  private static String end(ContainerStateTerminated end) {
    var message =
        Optional.ofNullable(end.getMessage()).map(it -> LogReason.of(it.lines().toList()));
    return "exit code %d%s"
        .formatted(
            end.getExitCode(), message.filter(it -> !it.isBlank()).map(it -> ": " + it).orElse(""));
  }

  private static String logAdvice(Pod pod, ContainerStatus status, String option) {
    return "The full log: kubectl --namespace %s logs %s--container %s %s"
        .formatted(
            pod.getMetadata().getNamespace(),
            option,
            status.getName(),
            pod.getMetadata().getName());
  }

  private static Optional<PodStart> notMounted(Pod pod, Events events) {
    return events
        .last(
            pod, event -> "FailedMount".equals(event.getReason()) && isMissing(event.getMessage()))
        .filter(event -> !isTrue(pod, "ContainersReady") && statuses(pod).noneMatch(PodStart::runs))
        .map(event -> new PodStart(Kind.FAILING, text(event), FIX_MISSING));
  }

  /** All other states need time. The newest event says for what. */
  private static PodStart starting(Pod pod, Events events) {
    var text =
        events
            .last(pod, event -> true)
            .map(PodStart::text)
            .orElse("phase " + (pod.getStatus() == null ? "Pending" : pod.getStatus().getPhase()));
    return new PodStart(
        Kind.STARTING,
        text,
        "See what it waits for: kubectl --namespace %s describe pod %s"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
  }

  private static String text(Event event) {
    return "%s: %s".formatted(event.getReason(), event.getMessage());
  }

  /**
   * @param log option of kubectl logs for the log of the container that ended
   */
  private static PodStart failing(
      Pod pod, ContainerStatus status, String reason, ContainerStateTerminated end, String log) {
    return failing(status, reason, end(end), logAdvice(pod, status, log));
  }

  private static PodStart failing(
      ContainerStatus status, String reason, String message, String advice) {
    var text = "%s: container %s: %s".formatted(reason, status.getName(), message);
    return new PodStart(Kind.FAILING, text, advice);
  }

  private static Optional<PodStart> first(
      Pod pod, Function<ContainerStatus, Optional<PodStart>> state) {
    return statuses(pod).flatMap(status -> state.apply(status).stream()).findFirst();
  }

  static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.of()
        : Stream.of(
                pod.getStatus().getInitContainerStatuses(), pod.getStatus().getContainerStatuses())
            .flatMap(List::stream);
  }

  static boolean runs(ContainerStatus status) {
    return status.getState() != null && status.getState().getRunning() != null;
  }

  static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> type.equals(condition.getType()))
            .findFirst();
  }

  static boolean isTrue(Pod pod, String type) {
    return condition(pod, type).filter(it -> "True".equals(it.getStatus())).isPresent();
  }

  private static boolean isMissing(String message) {
    return message != null && MISSING.matcher(message).find();
  }

  static Predicate<Pod> isOwnedBy(String uid) {
    return pod ->
        pod.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> owner.getUid().equals(uid));
  }
}
