package sparkstack.state;

import com.pulumi.Context;
import com.pulumi.core.TypeShape;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.InvokeArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import sparkstack.settings.KubernetesAccess;

/**
 * The facts that the program needs from the stack's state, as the last update left it.
 *
 * <p>The engine needs a quarter of a second to read the state. The program reads its config
 * meanwhile: only the methods that return facts wait for the engine's answer.
 */
public final class StackState {
  /** Output of a component: the versions of the objects that it waited for. */
  public static final String AWAITED = "awaited";

  /** The state of a new stack. */
  public static final StackState EMPTY = of(Map.of());

  private static final String PROVIDER = "pulumi:providers:kubernetes";
  private static final String RESOURCES = "pulumi:pulumi:readStackResourceOutputs";

  private record Facts(
      Set<KubernetesAccess> clusters, Map<String, String> uids, Set<String> awaited) {}

  /**
   * Pulumi's error while the update writes the state, which it does when the program starts. A file
   * backend does not replace the file at once.
   */
  private static final String BEING_WRITTEN = "failed to load checkpoint";

  /**
   * Pulumi gives no answer if the state has an unknown output, as after {@code pulumi up --target}
   * of a part of a new stack. Without facts, the program asks the cluster, as for a new stack.
   */
  private static final Map<String, Object> NO_ANSWER = Map.of();

  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Supplier<CompletableFuture<Map<String, Object>>> engine;
  private CompletableFuture<Facts> facts;

  private StackState(Supplier<CompletableFuture<Map<String, Object>>> engine) {
    this.engine = engine;
    this.facts = ask();
  }

  /** Starts to read the state of the stack that Pulumi runs the program for. */
  public static StackState of(Context context) {
    var stack =
        "%s/%s/%s"
            .formatted(context.organizationName(), context.projectName(), context.stackName());
    var deployment = Deployment.getInstance();
    return of(
        () ->
            deployment.invokeAsync(
                RESOURCES, TypeShape.map(String.class, Object.class), new Stack(stack)));
  }

  /** Starts to ask the engine for its answer, as in {@link #of(Map)}. */
  static StackState of(Supplier<CompletableFuture<Map<String, Object>>> engine) {
    return new StackState(engine);
  }

  private CompletableFuture<Facts> ask() {
    return engine.get().thenApply(it -> facts(it == null ? NO_ANSWER : it));
  }

  /** Waits for the answer. If the state is just being written, asks again. */
  private synchronized Facts answer() {
    for (var attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return facts.join();
      } catch (CompletionException e) {
        if (!String.valueOf(e.getMessage()).contains(BEING_WRITTEN)) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        facts = ask();
      }
    }
    return facts.join();
  }

  /** The settings that selected a cluster at the last update; empty before the first update. */
  public Set<KubernetesAccess> clusters() {
    return answer().clusters();
  }

  /**
   * UIDs of the Kubernetes objects in the state, by their names as {@link ObjectName} writes them.
   */
  public Map<String, String> uids() {
    return answer().uids();
  }

  /** Versions of the objects that an update has waited for, without an error. */
  public Set<String> awaited() {
    return answer().awaited();
  }

  /** Reads the engine's answer: the type and the outputs of each resource, by its URN. */
  public static StackState of(Map<String, Object> answer) {
    return of(() -> CompletableFuture.completedFuture(answer));
  }

  private static Facts facts(Map<String, Object> answer) {
    var clusters = new HashSet<KubernetesAccess>();
    var uids = new TreeMap<String, String>();
    var awaited = new TreeSet<String>();
    for (var resource : map(answer.get("outputs")).values()) {
      var outputs = map(map(resource).get("outputs"));
      if (PROVIDER.equals(map(resource).get("type"))) {
        clusters.add(access(outputs));
      }
      addObject(outputs, uids);
      if (outputs.get(AWAITED) instanceof Collection<?> versions) {
        versions.forEach(version -> awaited.add(String.valueOf(version)));
      }
    }
    return new Facts(clusters, uids, awaited);
  }

  private static KubernetesAccess access(Map<?, ?> outputs) {
    return new KubernetesAccess(
        text(outputs.get("kubeconfig")),
        text(outputs.get("context")),
        text(outputs.get("cluster")));
  }

  private static void addObject(Map<?, ?> outputs, Map<String, String> uids) {
    var metadata = map(outputs.get("metadata"));
    if (outputs.get("kind") instanceof String kind && metadata.get("name") instanceof String name) {
      var namespace = kind.equals("Namespace") ? "" : text(metadata.get("namespace")).orElse("");
      uids.put(
          new ObjectName("", kind, namespace, name).toString(),
          text(metadata.get("uid")).orElse(""));
    }
  }

  private static Optional<String> text(Object value) {
    return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static final class Stack extends InvokeArgs {
    @Import(name = "stackName", required = true)
    private final String stackName;

    Stack(String stackName) {
      this.stackName = stackName;
    }
  }
}
