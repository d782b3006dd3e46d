package sparkstack.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.PodSettings;

/** The labels of the stack's objects: Kubernetes' recommended keys, and the user's own. */
public final class Labels {
  private static final String PREFIX = "app.kubernetes.io/";
  private static final String NAME = PREFIX + "name";
  private static final String INSTANCE = PREFIX + "instance";
  private static final String COMPONENT = PREFIX + "component";
  private static final String VERSION = PREFIX + "version";
  private static final String MANAGED_BY = PREFIX + "managed-by";

  /** The component of drivers. */
  public static final String DRIVER = "driver";

  private static final Set<String> KEYS = Set.of(NAME, INSTANCE, COMPONENT, VERSION, MANAGED_BY);

  private Labels() {}

  /**
   * The labels of an object.
   *
   * @param component role of the object, for example {@code master}
   */
  public static Map<String, String> of(String component, ClusterSettings cluster) {
    var labels = stable(component, cluster);
    labels.put(VERSION, cluster.sparkVersion());
    return labels;
  }

  /**
   * The labels of an object that outlives Spark upgrades: the labels of {@link #of} without the
   * version.
   */
  public static Map<String, String> stable(String component, ClusterSettings cluster) {
    var labels = new TreeMap<>(cluster.labels());
    labels.putAll(selector(component, cluster));
    labels.put(MANAGED_BY, "pulumi");
    return labels;
  }

  /**
   * The labels of a pod: the same, and the user's labels of the role, which override the cluster's.
   */
  public static Map<String, String> ofPod(
      String component, ClusterSettings cluster, PodSettings pod) {
    var labels = of(component, cluster);
    labels.putAll(pod.labels());
    return labels;
  }

  /**
   * The selector of a Deployment or Service for the pods of a role.
   *
   * <p>It has neither the version nor the user's labels: a Deployment's selector is immutable, so
   * with the version, every Spark upgrade would replace the Deployment.
   */
  public static Map<String, String> selector(String component, ClusterSettings cluster) {
    return Map.of(NAME, "spark", INSTANCE, cluster.name(), COMPONENT, component);
  }

  /** The selector for the pods of all roles of a cluster. */
  public static Map<String, String> selector(ClusterSettings cluster) {
    return Map.of(NAME, "spark", INSTANCE, cluster.name());
  }

  /** Whether users cannot set a label. Users can set {@code app.kubernetes.io/part-of}. */
  public static boolean isReserved(String key) {
    return KEYS.contains(key);
  }

  /** Whether users cannot set a label of a Namespace. */
  public static boolean isReservedInNamespace(String key) {
    return Security.namespaceLabels().containsKey(key);
  }
}
