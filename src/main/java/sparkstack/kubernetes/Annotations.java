package sparkstack.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Annotations. Most of them tell Pulumi's Kubernetes plugin how to treat an object. */
public final class Annotations {
  /** The plugin does not wait for the object after the API server accepted it. */
  public static final String SKIP_AWAIT = "pulumi.com/skipAwait";

  /**
   * The condition that the plugin waits for, in place of ready pods: a controller has accepted the
   * object.
   *
   * <p>The program itself waits for pods ({@code sparkstack.await}). {@link #SKIP_AWAIT} does not
   * work: the plugin honours it for deletions too, and would not wait until pods have ended.
   */
  private static final String WAIT_FOR = "pulumi.com/waitFor";

  /** For a Deployment: its controller has observed the current spec. */
  public static final Map<String, String> DEPLOYMENT_TAKEN =
      Map.of(WAIT_FOR, "jsonpath={.status.observedGeneration}");

  /** For a Job: it exists. */
  public static final Map<String, String> JOB_TAKEN = Map.of(WAIT_FOR, "jsonpath={.metadata.uid}");

  /**
   * For a Job with the id of a secret: it exists with this id.
   *
   * <p>If an update takes over a Job that exists, the plugin may first see the Job as it was
   * before. It would write the old id to the state, and the next update would run the Job again.
   *
   * @param id annotation of the Job; empty without a secret
   */
  public static Map<String, String> jobTaken(Map<String, String> id) {
    return id.entrySet().stream()
        .findFirst()
        .map(
            it -> "jsonpath={.metadata.annotations['%s']}=%s".formatted(it.getKey(), it.getValue()))
        .map(condition -> Map.of(WAIT_FOR, condition))
        .orElse(JOB_TAKEN);
  }

  /** For a Service: it has an address outside of the cluster. */
  public static final Map<String, String> LOAD_BALANCER_READY =
      Map.of(WAIT_FOR, "jsonpath={.status.loadBalancer.ingress}");

  /** The next {@code pulumi up} runs a Job again that has not completed. */
  public static final String REPLACE_UNREADY = "pulumi.com/replaceUnready";

  /** How Kubernetes deletes dependents of the object, such as a Service's EndpointSlices. */
  public static final String DELETION_PROPAGATION = "pulumi.com/deletionPropagationPolicy";

  /**
   * For an object without pods, which Kubernetes deletes at once.
   *
   * <p>With foreground deletion, the default, the plugin can miss the deletion and wait for ten
   * minutes (pulumi-kubernetes#3317).
   */
  public static final Map<String, String> PROMPT_DELETION =
      Map.of(DELETION_PROPAGATION, "background");

  /**
   * Lets an update overwrite a field that another field manager has set meanwhile, such as {@code
   * kubectl scale}. Without this, preview and update fail with a conflict.
   */
  public static final Map<String, String> PATCH_FORCE = Map.of("pulumi.com/patchForce", "true");

  /** Names the object that sets spec.replicas in place of Pulumi. */
  public static final String REPLICAS_SET_BY = "replicas-set-by";

  private static final String PULUMI = "pulumi.com/";

  private Annotations() {}

  /** The annotations of both maps; {@code users} overrides {@code own}. */
  public static Map<String, String> of(Map<String, String> own, Map<String, String> users) {
    var annotations = new TreeMap<>(own);
    annotations.putAll(users);
    return annotations;
  }

  /**
   * Whether users cannot set an annotation of an object or a pod: the program sets how Pulumi
   * treats an object, who owns it, and which secret the pods read.
   */
  public static boolean isReserved(String key) {
    return key.startsWith(PULUMI) || Set.of(Ownership.OWNER, Authentication.ID).contains(key);
  }
}
