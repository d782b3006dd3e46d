package sparkstack.cluster;

import com.pulumi.kubernetes.autoscaling.v2.HorizontalPodAutoscaler;
import com.pulumi.kubernetes.autoscaling.v2.HorizontalPodAutoscalerArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.ContainerResourceMetricSourceArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.CrossVersionObjectReferenceArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HPAScalingPolicyArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HPAScalingRulesArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HorizontalPodAutoscalerBehaviorArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.HorizontalPodAutoscalerSpecArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.MetricSpecArgs;
import com.pulumi.kubernetes.autoscaling.v2.inputs.MetricTargetArgs;
import com.pulumi.resources.CustomResourceOptions;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Metadata;
import sparkstack.settings.Autoscaling;
import sparkstack.settings.ClusterSettings;

/** The HorizontalPodAutoscaler, which sets the number of workers by their CPU usage. */
final class WorkerAutoscaler {
  private WorkerAutoscaler() {}

  static HorizontalPodAutoscaler create(
      String name,
      ClusterSettings settings,
      Autoscaling autoscaling,
      CustomResourceOptions options) {
    return new HorizontalPodAutoscaler(
        name,
        HorizontalPodAutoscalerArgs.builder()
            .metadata(
                Metadata.of(
                    settings,
                    Workers.COMPONENT,
                    Workers.name(settings),
                    Annotations.PROMPT_DELETION))
            .spec(
                HorizontalPodAutoscalerSpecArgs.builder()
                    .scaleTargetRef(
                        CrossVersionObjectReferenceArgs.builder()
                            .apiVersion("apps/v1")
                            .kind("Deployment")
                            .name(Workers.name(settings))
                            .build())
                    .minReplicas(autoscaling.minReplicas())
                    .maxReplicas(autoscaling.maxReplicas())
                    .metrics(cpu(autoscaling))
                    .behavior(
                        HorizontalPodAutoscalerBehaviorArgs.builder()
                            .scaleUp(fast())
                            .scaleDown(slow())
                            .build())
                    .build())
            .build(),
        options);
  }

  /**
   * The usage in cores, not as a share of the request: pods often use more than they request. Only
   * the worker's container counts, regardless of sidecars.
   */
  private static MetricSpecArgs cpu(Autoscaling autoscaling) {
    return MetricSpecArgs.builder()
        .type("ContainerResource")
        .containerResource(
            ContainerResourceMetricSourceArgs.builder()
                .name("cpu")
                .container(Workers.COMPONENT)
                .target(
                    MetricTargetArgs.builder()
                        .type("AverageValue")
                        .averageValue(autoscaling.targetCpu().toKubernetes())
                        .build())
                .build())
        .build();
  }

  /** Doubles the workers, or adds four, every 15 seconds: applications wait for cores. */
  private static HPAScalingRulesArgs fast() {
    return HPAScalingRulesArgs.builder()
        .stabilizationWindowSeconds(0)
        .selectPolicy("Max")
        .policies(policy("Percent", 100, 15), policy("Pods", 4, 15))
        .build();
  }

  /**
   * Removes a tenth of the workers, or one, each minute, after ten minutes of lower usage. A worker
   * that stops moves its blocks first, and the others get more work.
   */
  private static HPAScalingRulesArgs slow() {
    return HPAScalingRulesArgs.builder()
        .stabilizationWindowSeconds(600)
        .selectPolicy("Max")
        .policies(policy("Percent", 10, 60), policy("Pods", 1, 60))
        .build();
  }

  private static HPAScalingPolicyArgs policy(String type, int value, int periodSeconds) {
    return HPAScalingPolicyArgs.builder()
        .type(type)
        .value(value)
        .periodSeconds(periodSeconds)
        .build();
  }
}
