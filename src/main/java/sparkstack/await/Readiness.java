package sparkstack.await;

import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import com.pulumi.deployment.Deployment;
import com.pulumi.exceptions.ResourceException;
import com.pulumi.kubernetes.batch.v1.Job;
import com.pulumi.kubernetes.meta.v1.outputs.ObjectMeta;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.Resource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sparkstack.await.State.Kind;
import sparkstack.kubernetes.ClientConfig;
import sparkstack.kubernetes.ClientErrors;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.StackState;

/**
 * Waits until pods are ready or a Job is complete, and fails the resource with the reason
 * otherwise.
 *
 * <p>Each wait is a thread of the program; an update lasts until the program ends. The objects must
 * have {@link sparkstack.kubernetes.Annotations#WAIT_FOR}, or Pulumi's plugin waits as well.
 */
public final class Readiness {
  private final Optional<KubernetesAccess> access;
  private final StackState state;
  private final Consumer<String> screen;

  private Readiness(Optional<KubernetesAccess> access, StackState state, Consumer<String> screen) {
    this.access = access;
    this.state = state;
    this.screen = screen;
  }

  /**
   * Waits for states that the API server reports. A preview does not wait.
   *
   * @param state the stack's state: an update does not wait for an object that it does not change
   *     and that an earlier update has waited for
   * @param screen shows the progress of a wait
   */
  public static Readiness of(KubernetesAccess access, StackState state, Consumer<String> screen) {
    return new Readiness(Optional.of(access), state, screen);
  }

  /** Waits for nothing. For a program without a cluster, which only renders manifests. */
  public static Readiness none() {
    return new Readiness(Optional.empty(), StackState.EMPTY, text -> {});
  }

  /**
   * Returns a Deployment once its pods are ready.
   *
   * @param cluster that the Deployment belongs to
   * @param least number of pods that must be ready; empty for all replicas
   */
  public Awaited rollout(
      com.pulumi.kubernetes.apps.v1.Deployment deployment,
      ClusterSettings cluster,
      String name,
      Optional<Integer> least) {
    var namespace = cluster.namespace().name();
    return after(
        deployment,
        deployment.metadata(),
        "Deployment %s in namespace %s".formatted(name, namespace),
        new Limits(cluster, Optional.empty()),
        (client, watched) ->
            new LiveStates(client, watched, namespace)
                .of(new Rollout(name, least, cluster.keys())));
  }

  /**
   * Returns a Job once it is complete.
   *
   * @param cluster that the Job belongs to
   * @param master name of the Deployment of the cluster's master
   * @param program that the Job runs
   */
  public Awaited run(
      Job job, ClusterSettings cluster, String name, String master, Program program) {
    var namespace = cluster.namespace().name();
    return after(
        job,
        job.metadata(),
        "Job %s in namespace %s".formatted(name, namespace),
        new Limits(cluster, Optional.of(program)),
        (client, watched) ->
            new LiveStates(client, watched, namespace)
                .of(
                    new Run(
                        name,
                        program,
                        new UnresponsiveMaster(master, namespace),
                        cluster.keys(),
                        (pod, of) -> LiveStates.lastLines(client, pod, of))));
  }

  private record Limits(ClusterSettings cluster, Optional<Program> program) {
    Patience patience(Instant now) {
      return new Patience(cluster.podStart(), cluster.keys().podStartTimeout(), program, now);
    }
  }

  /** Starts the watches, and returns a supplier of the current state. */
  private interface Watch {
    Supplier<State> states(KubernetesClient client, Watched watched);
  }

  private Awaited after(
      CustomResource resource,
      Output<ObjectMeta> metadata,
      String what,
      Limits limits,
      Watch watch) {
    var version = metadata.applyValue(Awaited::version);
    if (access.isEmpty() || Deployment.getInstance().isDryRun()) {
      return new Awaited(Output.of(resource), version);
    }
    var wait =
        Output.tuple(resource.id(), version)
            .applyValue(
                it ->
                    // With --target, an update of other resources does not create the object.
                    it.t1.isBlank() || state.awaited().contains(it.t2)
                        ? completed(resource)
                        : started(() -> await(resource, what, limits, watch), resource, what));
    wait.apply(Output::of); // a failure ends the program with its reason
    return new Awaited(
        success(resource, wait),
        Output.tuple(wait, version)
            .apply(it -> Output.of(it.t1.handle((done, error) -> error == null ? it.t2 : ""))));
  }

  /**
   * An output that never completes if the wait fails. Whatever takes an input from it would
   * otherwise fail too. The SDK reports only one failed task, and that one with frames and without
   * the reason.
   *
   * <p>It does not depend on the object: Pulumi deletes everything whose inputs depend on an object
   * that it deletes before it creates the replacement. With another image it replaces the trial,
   * and would delete master and workers first.
   */
  private static Output<Resource> success(
      Resource resource, Output<CompletableFuture<Resource>> wait) {
    var success = new CompletableFuture<Resource>();
    // The public methods do not run for an unknown output. An update with --target has these.
    Internal.of(wait)
        .getDataAsync()
        .thenCompose(it -> it.isKnown() ? it.getValueNullable() : completed(resource))
        .thenAccept(success::complete);
    return Output.of(success);
  }

  private static CompletableFuture<Resource> completed(Resource resource) {
    return CompletableFuture.completedFuture(resource);
  }

  private static CompletableFuture<Resource> started(
      Runnable wait, CustomResource resource, String name) {
    return CompletableFuture.supplyAsync(
        () -> {
          wait.run();
          return resource;
        },
        task -> inThread(name, task));
  }

  /** A thread of its own: the SDK needs the few threads of the common pool. */
  private static void inThread(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void await(CustomResource resource, String what, Limits limits, Watch watch) {
    try (var client = connect();
        var watched = new Watched()) {
      awaitEnd(resource, what, limits, watched, watch.states(client, watched));
    } catch (KubernetesClientException | IllegalArgumentException | UncheckedIOException e) {
      throw error(
          resource,
          what,
          "Cannot watch the object: %s.%nThe account in the kubeconfig needs the verbs get, list and watch for Deployments, ReplicaSets, Jobs, pods and events."
              .formatted(ClientErrors.message(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(resource, what, "The wait was interrupted.");
    }
  }

  private KubernetesClient connect() {
    return new KubernetesClientBuilder().withConfig(ClientConfig.of(access.get())).build();
  }

  private void awaitEnd(
      CustomResource resource, String what, Limits limits, Watched watched, Supplier<State> states)
      throws InterruptedException {
    var clock = Clock.systemUTC();
    var patience = limits.patience(clock.instant());
    var announcements = new Announcements();
    for (var state = states.get(); state.kind() != Kind.DONE; state = states.get()) {
      var error = patience.errorOf(state, clock.instant());
      if (error.isPresent()) {
        throw error(resource, what, error.get());
      }
      announcements
          .of(state, clock.instant())
          .ifPresent(text -> screen.accept("Waiting for %s: %s".formatted(what, text)));
      var now = clock.instant();
      var left = patience.left(now);
      watched.awaitChange(
          announcements.left(now).filter(it -> it.compareTo(left) < 0).orElse(left));
    }
  }

  private static ResourceException error(CustomResource resource, String what, String reason) {
    return new ResourceException(what + ":\n" + reason, resource, true);
  }
}
