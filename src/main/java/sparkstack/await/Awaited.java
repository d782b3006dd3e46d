package sparkstack.await;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.meta.v1.outputs.ObjectMeta;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Optional;

/**
 * An object whose pods are ready, or whose Job is complete.
 *
 * @param version UID and generation of the object. While a component has it as an output, the next
 *     update does not wait for the object again: its specification is the same
 */
public record Awaited(Resource resource, String version) {
  /** The output of a component that waited for these objects. */
  public static Output<List<String>> versions(List<Output<Awaited>> objects) {
    return Output.all(objects).applyValue(all -> all.stream().map(Awaited::version).toList());
  }

  /** Empty for an object that an update with {@code --target} does not create. */
  static String version(ObjectMeta metadata) {
    return Optional.ofNullable(metadata)
        .flatMap(
            it ->
                it.uid().flatMap(uid -> it.generation().map(generation -> uid + " " + generation)))
        .orElse("");
  }
}
