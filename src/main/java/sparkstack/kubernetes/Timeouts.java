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

  private Timeouts() {}

  /** The options of an object that Kubernetes deletes at once. */
  public static CustomResourceOptions promptDeletion(CustomResourceOptions options) {
    return deletion(PROMPT_DELETION, options);
  }

  /**
   * The options of an object whose pods take some time to end.
   *
   * @param limit time until they have ended
   */
  public static CustomResourceOptions deletion(Duration limit, CustomResourceOptions options) {
    var timeouts = CustomTimeouts.builder().delete(limit).build();
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().customTimeouts(timeouts).build());
  }
}
