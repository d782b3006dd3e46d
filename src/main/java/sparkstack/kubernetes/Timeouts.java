package sparkstack.kubernetes;

import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import java.time.Duration;

/** How long Pulumi waits for Kubernetes. */
public final class Timeouts {
  /**
   * For an object without pods that run, which Kubernetes deletes in no time.
   *
   * <p>The plugin asks whether the object is still there while it only begins to watch, and so can
   * miss the deletion (pulumi-kubernetes#3317). It asks again when this time is over, which by
   * default is ten minutes.
   */
  private static final Duration PROMPT_DELETION = Duration.ofSeconds(30);

  private Timeouts() {}

  /** Options of an object that is deleted in no time. */
  public static CustomResourceOptions promptDeletion(CustomResourceOptions options) {
    return with(CustomTimeouts.builder().delete(PROMPT_DELETION).build(), options);
  }

  /**
   * Options of an object that takes its time.
   *
   * @param creation until it is ready, or complete
   * @param deletion until its pods have ended
   */
  public static CustomResourceOptions of(
      Duration creation, Duration deletion, CustomResourceOptions options) {
    return with(CustomTimeouts.builder().create(creation).delete(deletion).build(), options);
  }

  private static CustomResourceOptions with(
      CustomTimeouts timeouts, CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().customTimeouts(timeouts).build());
  }
}
