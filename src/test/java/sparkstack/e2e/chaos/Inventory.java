package sparkstack.e2e.chaos;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sparkstack.e2e.support.TestStack;

/**
 * Everything that a stack has.
 *
 * @param objects in its namespace that no other object owns, such as {@code "ConfigMap
 *     spark-worker-0123456789"}
 * @param resources in its state, by URN; a list, so that a doubled resource is there twice
 */
record Inventory(Set<String> objects, List<String> resources) {
  static Inventory of(TestStack stack) throws Exception {
    var objects =
        stack.namespace().everyObject().stream()
            .filter(it -> it.getMetadata().getOwnerReferences().isEmpty())
            .map(it -> it.getKind() + " " + it.getMetadata().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    var resources =
        stack.resources().stream()
            .map(it -> it.get("urn") + (it.containsKey("delete") ? ", to be deleted" : ""))
            .sorted()
            .toList();
    return new Inventory(objects, resources);
  }
}
