package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.AffinityArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodAffinityTermArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodAntiAffinityArgs;
import com.pulumi.kubernetes.core.v1.inputs.TopologySpreadConstraintArgs;
import com.pulumi.kubernetes.core.v1.inputs.WeightedPodAffinityTermArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import sparkstack.settings.ClusterSettings;

/**
 * On which nodes the pods of a cluster run, if there are several. The scheduler prefers these
 * nodes, and uses others if they have no room.
 */
public final class Placement {
  private static final String NODE = "kubernetes.io/hostname";
  private static final int HIGHEST_WEIGHT = 100;

  private Placement() {}

  /**
   * Prefers nodes without the pods of another role. A node that fails with both a master and a
   * worker on it makes the next master wait for that worker.
   */
  public static AffinityArgs awayFrom(String component, ClusterSettings cluster) {
    return AffinityArgs.builder()
        .podAntiAffinity(
            PodAntiAffinityArgs.builder()
                .preferredDuringSchedulingIgnoredDuringExecution(
                    WeightedPodAffinityTermArgs.builder()
                        .weight(HIGHEST_WEIGHT)
                        .podAffinityTerm(
                            PodAffinityTermArgs.builder()
                                .labelSelector(pods(component, cluster))
                                .topologyKey(NODE)
                                .build())
                        .build())
                .build())
        .build();
  }

  /** Spreads the pods of a role evenly over the nodes. */
  public static TopologySpreadConstraintArgs spread(String component, ClusterSettings cluster) {
    return TopologySpreadConstraintArgs.builder()
        .maxSkew(1)
        .topologyKey(NODE)
        .whenUnsatisfiable("ScheduleAnyway")
        .labelSelector(pods(component, cluster))
        // Only the pods of the same revision: those that an update is about to replace do not
        // count.
        .matchLabelKeys("pod-template-hash")
        .build();
  }

  private static LabelSelectorArgs pods(String component, ClusterSettings cluster) {
    return LabelSelectorArgs.builder().matchLabels(Labels.selector(component, cluster)).build();
  }
}
