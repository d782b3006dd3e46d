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
    return deletion(PROMPT_DELETION, options);
  }

  /**
   * Options of an object whose pods take some time to end.
   *
   * @param limit until they have ended
   */
  public static CustomResourceOptions deletion(Duration limit, CustomResourceOptions options) {
    var timeouts = CustomTimeouts.builder().delete(limit).build();
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().customTimeouts(timeouts).build());
  }
}
