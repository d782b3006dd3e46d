package sparkstack.cluster;

import com.pulumi.kubernetes.core.v1.inputs.ExecActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleHandlerArgs;
import java.time.Duration;
import java.util.Map;
import sparkstack.kubernetes.RoleConfiguration;

/**
 * Lets the executors of a worker move their blocks to other workers before its pod ends: when the
 * workers are scaled in, updated or evicted.
 *
 * <p>Spark calls it decommissioning. The worker does it at a signal; the application needs {@code
 * spark.decommission.enabled} too.
 *
 * <p>The script is in the ConfigMap and not in the image, so that an image of another release of
 * this program works too.
 */
final class WorkerDecommission {
  /** Decommissions the worker and waits for its executors. */
  private static final String SCRIPT = "decommission-worker";

  private WorkerDecommission() {}

  /** Adds the properties of the worker. */
  static void addProperties(Map<String, String> properties, Duration limit) {
    // Without it, the signal ends the JVM.
    properties.put("spark.decommission.enabled", String.valueOf(!limit.isZero()));
  }

  /** Adds the script to the files of the worker. */
  static RoleConfiguration addScript(RoleConfiguration configuration, String object) {
    return configuration.with(object, SCRIPT, Scripts.read(SCRIPT));
  }

  /** Decommissions the worker before Kubernetes stops its pod. */
  static LifecycleArgs lifecycle(Duration limit) {
    return LifecycleArgs.builder()
        .preStop(
            LifecycleHandlerArgs.builder()
                .exec(
                    ExecActionArgs.builder()
                        .command(
                            "bash",
                            RoleConfiguration.path(SCRIPT),
                            String.valueOf(limit.toSeconds()))
                        .build())
                .build())
        .build();
  }
}
