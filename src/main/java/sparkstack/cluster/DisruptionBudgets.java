package sparkstack.cluster;

import com.pulumi.core.Either;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.policy.v1.PodDisruptionBudget;
import com.pulumi.kubernetes.policy.v1.PodDisruptionBudgetArgs;
import com.pulumi.kubernetes.policy.v1.inputs.PodDisruptionBudgetSpecArgs;
import com.pulumi.resources.CustomResourceOptions;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Metadata;
import sparkstack.settings.ClusterSettings;

/** How many pods of a role {@code kubectl drain} and other evictions may stop at a time. */
final class DisruptionBudgets {
  private DisruptionBudgets() {}

  /** One: the next master continues. A budget of none would let no node drain. */
  static PodDisruptionBudget ofMaster(
      String name, ClusterSettings settings, CustomResourceOptions options) {
    return create(name, settings, Master.COMPONENT, Either.ofLeft(1), options);
  }

  static PodDisruptionBudget ofWorkers(
      String name, ClusterSettings settings, CustomResourceOptions options) {
    var budget = Workers.numberOrPercentage(settings.workers().disruptionBudget());
    return create(name, settings, Workers.COMPONENT, budget, options);
  }

  private static PodDisruptionBudget create(
      String name,
      ClusterSettings settings,
      String component,
      Either<Integer, String> maxUnavailable,
      CustomResourceOptions options) {
    return new PodDisruptionBudget(
        name,
        PodDisruptionBudgetArgs.builder()
            .metadata(
                Metadata.of(
                    settings,
                    component,
                    settings.name() + "-" + component,
                    Annotations.PROMPT_DELETION))
            .spec(
                PodDisruptionBudgetSpecArgs.builder()
                    .maxUnavailable(maxUnavailable)
                    // A pod that does not start must not keep its node from draining.
                    .unhealthyPodEvictionPolicy("AlwaysAllow")
                    .selector(
                        LabelSelectorArgs.builder()
                            .matchLabels(Labels.selector(component, settings))
                            .build())
                    .build())
            .build(),
        options);
  }
}
