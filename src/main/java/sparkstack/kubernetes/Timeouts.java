package sparkstack.kubernetes;

import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import java.time.Duration;

/** How long Pulumi waits for Kubernetes. */
public final class Timeouts {
  /**
   * For an object without running pods, which Kubernetes deletes at once.
   *
   * <p>The plugin checks whether the object still exists while it begins to watch, and so can miss
   * the deletion (pulumi-kubernetes#3317). It checks again after this time, which is ten minutes by
   * default.
   */
  private static final Duration PROMPT_DELETION = Duration.ofSeconds(30);

  /** How long the plugin waits by default. */
  private static final Duration DEFAULT = Duration.ofMinutes(10);

  /** From the end of a pod's grace period until Kubernetes has deleted the pod and its owner. */
  private static final Duration CLEANUP = Duration.ofSeconds(30);

  private Timeouts() {}

  /** The options of an object that Kubernetes deletes at once. */
  public static CustomResourceOptions promptDeletion(CustomResourceOptions options) {
    return deletion(PROMPT_DELETION, options);
  }

  /**
   * The options of a Deployment, whose pods may take longer to end than the default allows.
   *
   * @param gracePeriod of the pods
   */
  public static CustomResourceOptions ofDeployment(
      Duration gracePeriod, CustomResourceOptions options) {
    return untilDeleted(gracePeriod).compareTo(DEFAULT) > 0 ? ofPod(gracePeriod, options) : options;
  }

  /**
   * The options of an object whose pod may still run when Pulumi deletes the object.
   *
   * @param gracePeriod of the pod
   */
  public static CustomResourceOptions ofPod(Duration gracePeriod, CustomResourceOptions options) {
    return deletion(untilDeleted(gracePeriod), options);
  }

  private static Duration untilDeleted(Duration gracePeriod) {
    return gracePeriod.plus(CLEANUP);
  }

  private static CustomResourceOptions deletion(Duration limit, CustomResourceOptions options) {
    var timeouts = CustomTimeouts.builder().delete(limit).build();
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().customTimeouts(timeouts).build());
  }
}
