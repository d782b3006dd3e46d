package sparkstack.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import sparkstack.settings.ClusterSettings;

/** Annotations, most of which tell Pulumi's Kubernetes plugin how to treat an object. */
public final class Annotations {
  /** The object is done once the API server has it. */
  public static final String SKIP_AWAIT = "pulumi.com/skipAwait";

  /**
   * What the plugin waits for, in place of ready pods: that a controller has taken an object.
   *
   * <p>The program itself waits for pods ({@code sparkstack.await}). With {@link #SKIP_AWAIT},
   * which the plugin honours for deletions too, it would not wait for pods to end either.
   */
  private static final String WAIT_FOR = "pulumi.com/waitFor";

  /** A Deployment whose controller has seen its present spec. */
  public static final Map<String, String> DEPLOYMENT_TAKEN =
      Map.of(WAIT_FOR, "jsonpath={.status.observedGeneration}");

  /** A Job that exists. */
  public static final Map<String, String> JOB_TAKEN = Map.of(WAIT_FOR, "jsonpath={.metadata.uid}");

  /** A Service with an address outside of the cluster. */
  public static final Map<String, String> LOAD_BALANCER_READY =
      Map.of(WAIT_FOR, "jsonpath={.status.loadBalancer.ingress}");

  /** A Job that has not completed is run again by the next {@code pulumi up}. */
  public static final String REPLACE_UNREADY = "pulumi.com/replaceUnready";

  /** How Kubernetes deletes what belongs to the object, such as a Service's EndpointSlices. */
  public static final String DELETION_PROPAGATION = "pulumi.com/deletionPropagationPolicy";

  /**
   * Of an object without pods, which is gone in no time.
   *
   * <p>With foreground, the default, the plugin may miss that it is, and wait for ten minutes
   * (pulumi-kubernetes#3317).
   */
  public static final Map<String, String> PROMPT_DELETION =
      Map.of(DELETION_PROPAGATION, "background");

  /**
   * A field that somebody else has set meanwhile, as {@code kubectl scale} does, is set again by an
   * update that changes it. Without this both the preview and the update end with a conflict.
   */
  public static final Map<String, String> PATCH_FORCE = Map.of("pulumi.com/patchForce", "true");

  /** Who changes spec.replicas, in place of Pulumi. */
  public static final String REPLICAS_SET_BY = "replicas-set-by";

  private static final String PULUMI = "pulumi.com/";

  private Annotations() {}

  /** The annotations of an object of the cluster: its owner's marks, and others. */
  public static Map<String, String> of(ClusterSettings cluster, Map<String, String> others) {
    return of(Ownership.marks(cluster), others);
  }

  /** The annotations of both maps; those of the second win. */
  public static Map<String, String> of(Map<String, String> own, Map<String, String> users) {
    var annotations = new TreeMap<>(own);
    annotations.putAll(users);
    return annotations;
  }

  /**
   * Whether an annotation is not the user's to set: the program says how Pulumi treats an object,
   * and whose it is.
   */
  public static boolean isReserved(String key) {
    return key.startsWith(PULUMI) || key.equals(Ownership.OWNER);
  }
}
