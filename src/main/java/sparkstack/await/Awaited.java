package sparkstack.await;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.meta.v1.outputs.ObjectMeta;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Optional;

/**
 * An object that an update waits for.
 *
 * @param ready the object, once its pods are ready or its Job is complete. Otherwise it never
 *     completes, and the program ends with the reason
 * @param version UID and generation of the object, once it is ready; empty if it does not become
 *     ready. While a component has the version as an output, the next update does not wait for the
 *     object again: its specification is the same
 */
public record Awaited(Output<Resource> ready, Output<String> version) {
  /** The output {@link sparkstack.state.StackState#AWAITED} of a component. */
  public static Output<List<String>> versions(List<Awaited> objects) {
    return Output.all(objects.stream().map(Awaited::version).toList())
        .applyValue(all -> all.stream().filter(it -> !it.isEmpty()).toList());
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
