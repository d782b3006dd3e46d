package sparkstack.kubernetes;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The options of a component's children.
 *
 * <p>Each child depends on everything that its component depends on. Without that, Pulumi creates a
 * child after those resources, but may delete the resources before the child.
 *
 * @param parent the component
 * @param neededByAll dependencies of the component
 */
public record ChildOptions(Resource parent, Output<List<Resource>> neededByAll) {
  public static ChildOptions of(Resource parent, ComponentResourceOptions options) {
    return new ChildOptions(parent, options.getDependsOn());
  }

  /** For a child that is created after, and deleted before, each resource in {@code needed}. */
  public CustomResourceOptions after(List<Resource> needed) {
    var all =
        neededByAll.applyValue(some -> Stream.concat(some.stream(), needed.stream()).toList());
    return CustomResourceOptions.builder().parent(parent).dependsOn(all).build();
  }

  /** The same as {@link #after(List)}, for the resources of both lists. */
  public CustomResourceOptions after(List<Resource> some, List<Resource> others) {
    return after(Stream.concat(some.stream(), others.stream()).toList());
  }
}
