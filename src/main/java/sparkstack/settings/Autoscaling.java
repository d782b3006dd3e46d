package sparkstack.settings;

/**
 * The bounds within which a HorizontalPodAutoscaler sets the number of workers.
 *
 * @param minReplicas fewest workers, 1 or more: Kubernetes takes 0 for an autoscaler that is
 *     switched off
 * @param maxReplicas most workers
 * @param targetCpu CPU that workers are to use on average
 */
public record Autoscaling(int minReplicas, int maxReplicas, CpuQuantity targetCpu) {}
