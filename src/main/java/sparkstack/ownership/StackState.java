package sparkstack.ownership;

import com.pulumi.Context;
import com.pulumi.core.TypeShape;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.InvokeArgs;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The objects in a stack's state. The stack owns them. */
final class StackState {
  private static final String RESOURCES = "pulumi:pulumi:readStackResourceOutputs";

  private StackState() {}

  /** The names of the Kubernetes objects that are in the stack's state now. */
  static Set<String> objects(Context context) {
    var stack =
        "%s/%s/%s"
            .formatted(context.organizationName(), context.projectName(), context.stackName());
    var result =
        Deployment.getInstance()
            .invokeAsync(RESOURCES, TypeShape.map(String.class, Object.class), new Stack(stack))
            .join();
    var objects = new TreeSet<String>();
    for (var resource : map(result.get("outputs")).values()) {
      var outputs = map(map(resource).get("outputs"));
      var metadata = map(outputs.get("metadata"));
      if (outputs.get("kind") instanceof String kind
          && metadata.get("name") instanceof String name) {
        var namespace = metadata.get("namespace") instanceof String it ? it : "";
        objects.add(
            new ObjectName("", kind, kind.equals("Namespace") ? "" : namespace, name).toString());
      }
    }
    return objects;
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
