package sparkstack.state;

import com.pulumi.Context;
import com.pulumi.core.TypeShape;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.InvokeArgs;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * The facts that the program needs from the stack's state, as the last update left it.
 *
 * <p>The engine needs a quarter of a second to read the state. The program reads its config
 * meanwhile: only {@link #objects} and {@link #awaited} wait for the engine's answer.
 */
public final class StackState {
  /** Output of a component: the versions of the objects that it waited for. */
  public static final String AWAITED = "awaited";

  /** The state of a new stack. */
  public static final StackState EMPTY =
      new StackState(CompletableFuture.completedFuture(new Facts(Set.of(), Set.of())));

  private static final String RESOURCES = "pulumi:pulumi:readStackResourceOutputs";

  private record Facts(Set<String> objects, Set<String> awaited) {}

  private final CompletableFuture<Facts> facts;

  private StackState(CompletableFuture<Facts> facts) {
    this.facts = facts;
  }

  /** Starts to read the state of the stack that Pulumi runs the program for. */
  public static StackState of(Context context) {
    var stack =
        "%s/%s/%s"
            .formatted(context.organizationName(), context.projectName(), context.stackName());
    return new StackState(
        Deployment.getInstance()
            .invokeAsync(RESOURCES, TypeShape.map(String.class, Object.class), new Stack(stack))
            .thenApply(StackState::facts));
  }

  /** Names of the Kubernetes objects in the state, as {@link ObjectName} writes them. */
  public Set<String> objects() {
    return facts.join().objects();
  }

  /** Versions of the objects that an update has waited for, without an error. */
  public Set<String> awaited() {
    return facts.join().awaited();
  }

  private static Facts facts(Map<String, Object> result) {
    var objects = new TreeSet<String>();
    var awaited = new TreeSet<String>();
    for (var resource : map(result.get("outputs")).values()) {
      var outputs = map(map(resource).get("outputs"));
      addObject(outputs, objects);
      if (outputs.get(AWAITED) instanceof Collection<?> versions) {
        versions.forEach(version -> awaited.add(String.valueOf(version)));
      }
    }
    return new Facts(objects, awaited);
  }

  private static void addObject(Map<?, ?> outputs, Set<String> objects) {
    var metadata = map(outputs.get("metadata"));
    if (outputs.get("kind") instanceof String kind && metadata.get("name") instanceof String name) {
      var namespace = metadata.get("namespace") instanceof String it ? it : "";
      objects.add(
          new ObjectName("", kind, kind.equals("Namespace") ? "" : namespace, name).toString());
    }
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
