package sparkstack.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pulumi.kubernetes.core.v1.ConfigMap;
import com.pulumi.kubernetes.core.v1.ConfigMapArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.Owner;

/**
 * Marks that name the stack that owns an object, so that no other stack takes it over.
 *
 * <p>Server-side apply "creates" an object that exists already, but refuses to change a field that
 * another field manager has set to another value. The owner's annotation is such a field. Each
 * stack has one field manager for all of its objects, so that a stack can resume its own
 * interrupted creation.
 */
public final class Ownership {
  /** The stack that created or adopted the object, {@code PROJECT/STACK}. */
  public static final String OWNER = "sparkstack/owner";

  private static final String FIELD_MANAGER = "pulumi.com/patchFieldManager";

  /** Kubernetes' limit for the name of a field manager, in characters. */
  private static final int LONGEST_FIELD_MANAGER = 128;

  private static final String COMPONENT = "owner";

  private Ownership() {}

  /**
   * The marks of the objects that claim others: the namespace, and the claim.
   *
   * <p>They lack {@link Annotations#PATCH_FORCE}, which would overwrite another stack's mark. A
   * stack that adopts another owner's objects has it.
   */
  public static Map<String, String> claimMarks(ClusterSettings cluster) {
    var marks = new TreeMap<>(owner(cluster));
    cluster.adopted().ifPresent(it -> marks.putAll(Annotations.PATCH_FORCE));
    return marks;
  }

  /** The marks of an object that is created after the claim. */
  static Map<String, String> marks(ClusterSettings cluster) {
    var marks = new TreeMap<>(owner(cluster));
    marks.putAll(Annotations.PATCH_FORCE);
    return marks;
  }

  private static Map<String, String> owner(ClusterSettings cluster) {
    return Map.of(OWNER, cluster.owner().toString(), FIELD_MANAGER, fieldManager(cluster.owner()));
  }

  private static String fieldManager(Owner owner) {
    var name = "pulumi-" + owner;
    return name.length() <= LONGEST_FIELD_MANAGER
        ? name
        : "pulumi-" + UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }

  /**
   * The claim of a cluster's names: the first object in the namespace. All others depend on it.
   *
   * <p>Another stack with the same namespace and cluster name gets a conflict here, before it
   * changes anything.
   */
  public static ConfigMap claim(
      String name, ClusterSettings cluster, CustomResourceOptions options) {
    return new ConfigMap(
        name,
        ConfigMapArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(cluster.namespace().name())
                    .name(claimName(cluster))
                    .labels(Labels.stable(COMPONENT, cluster))
                    .annotations(Annotations.of(claimMarks(cluster), Annotations.PROMPT_DELETION))
                    .build())
            .data(
                Map.of(
                    "project", cluster.owner().project(),
                    "stack", cluster.owner().stack()))
            .build(),
        options);
  }

  /** The name of the ConfigMap that claims the cluster's names. */
  public static String claimName(ClusterSettings cluster) {
    return cluster.name() + "-" + COMPONENT;
  }
}
