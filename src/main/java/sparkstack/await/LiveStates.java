package sparkstack.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sparkstack.await.State.Kind;

/**
 * The states of objects in a namespace, as the API server reports them.
 *
 * <p>Each method starts the watches that the state needs, and returns a supplier of the current
 * state.
 *
 * @param watched ends the watches
 */
record LiveStates(KubernetesClient client, Watched watched, String namespace) {
  /** Enough for the reason and the lines after it. */
  private static final int LOG_LINES = 2000;

  private static final int FORBIDDEN = 403;

  /** The state of a Deployment's rollout. */
  Supplier<State> of(Rollout rollout) {
    var apps = client.apps();
    var deployments =
        watched.watch(apps.deployments().inNamespace(namespace).withName(rollout.name()));
    var replicaSets = watched.watch(apps.replicaSets().inNamespace(namespace));
    var pods = watched.watch(client.pods().inNamespace(namespace));
    var events = events();
    return () ->
        deployments.present().stream()
            .findFirst()
            .map(
                it ->
                    rollout.state(
                        it, replicaSets.present(), pods.present(), events.get(), Instant.now()))
            .orElse(deleted());
  }

  /** The state of a Job's run. */
  Supplier<State> of(Run run) {
    var jobs =
        watched.watch(client.batch().v1().jobs().inNamespace(namespace).withName(run.name()));
    var ownPods = client.pods().inNamespace(namespace).withLabel("job-name", run.name());
    var pods = watched.watch(ownPods);
    var events = events();
    return () ->
        jobs.present().stream()
            .findFirst()
            .map(
                job ->
                    // The watch of pods can lag behind the watch of Jobs. Once the Job has failed,
                    // list the pods for their final states.
                    run.state(
                        job,
                        Run.hasFailed(job) ? ownPods.list().getItems() : pods.present(),
                        Stream.concat(pods.present().stream(), pods.deleted().stream()).toList(),
                        events.get()))
            .orElse(deleted());
  }

  private static State deleted() {
    return new State(Kind.FAILED, "It was deleted while the update waited for it.", "");
  }

  /** Events are optional: without the permission to read them, the wait continues. */
  private Supplier<Events> events() {
    try {
      Watched.Objects<Event> events = watched.watch(client.v1().events().inNamespace(namespace));
      return () -> Events.of(events.present());
    } catch (KubernetesClientException e) {
      if (e.getCode() != FORBIDDEN) {
        throw e;
      }
      return () -> Events.of(List.of());
    }
  }

  /** The last lines of a log. Empty if the pod is gone or the account may not read its log. */
  static List<String> lastLines(KubernetesClient client, Pod pod, String container) {
    try {
      return client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .inContainer(container)
          .tailingLines(LOG_LINES)
          .getLog()
          .lines()
          .toList();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }
}
