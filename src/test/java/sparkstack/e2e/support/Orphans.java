package sparkstack.e2e.support;

import com.pulumi.automation.AutomationException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Objects in a stack's namespace that are left over. */
public final class Orphans {
  /** What Kubernetes creates in each namespace. */
  private static final Set<String> OF_KUBERNETES =
      Set.of("ConfigMap kube-root-ca.crt", "ServiceAccount default");

  private Orphans() {}

  /**
   * Objects that belong to no resource of the stack's state and to no other object, and ReplicaSets
   * of a Deployment's former pods that still have pods.
   *
   * @return for example {@code "ConfigMap spark-worker-0123456789"}
   */
  public static Set<String> of(TestStack stack) throws AutomationException {
    return among(stack.namespace().everyObject(), stack.resources());
  }

  /**
   * @param objects of the namespace
   * @param resources of the state
   */
  static Set<String> among(
      Collection<HasMetadata> objects, Collection<Map<String, Object>> resources) {
    var ofState = resources.stream().map(Orphans::ofState).collect(Collectors.toSet());
    var uids = objects.stream().map(it -> it.getMetadata().getUid()).collect(Collectors.toSet());
    var orphans = new TreeSet<String>();
    for (var object : objects) {
      var owners = object.getMetadata().getOwnerReferences();
      var belongs =
          owners.isEmpty()
              ? ofState.contains(name(object)) || OF_KUBERNETES.contains(name(object))
              : owners.stream().map(OwnerReference::getUid).anyMatch(uids::contains);
      if (!belongs || isOfFormerPods(object, objects)) {
        orphans.add(name(object));
      }
    }
    return orphans;
  }

  /** Whether a ReplicaSet has pods and is not the newest one of its Deployment. */
  private static boolean isOfFormerPods(HasMetadata object, Collection<HasMetadata> objects) {
    return object instanceof ReplicaSet old
        && old.getSpec().getReplicas() > 0
        && objects.stream()
            .filter(it -> it instanceof ReplicaSet && hasSameOwners(it, old))
            .anyMatch(it -> revision(it) > revision(old));
  }

  private static boolean hasSameOwners(HasMetadata one, HasMetadata other) {
    return owners(one).equals(owners(other));
  }

  private static List<String> owners(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid).toList();
  }

  private static int revision(HasMetadata replicaSet) {
    return Integer.parseInt(
        replicaSet.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  /** The ID of an object in a namespace is {@code NAMESPACE/NAME}. */
  private static String ofState(Map<String, Object> resource) {
    var type = (String) resource.get("type");
    var id = String.valueOf(resource.get("id"));
    return type.substring(type.lastIndexOf(':') + 1) + " " + id.substring(id.lastIndexOf('/') + 1);
  }
}
