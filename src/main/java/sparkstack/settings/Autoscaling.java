package sparkstack.settings;

/**
 * The bounds within which a HorizontalPodAutoscaler sets the number of workers.
 *
 * @param minReplicas fewest workers, 1 or more: for Kubernetes, 0 disables the autoscaler
 * @param maxReplicas most workers
 * @param targetCpu target for the average CPU usage of a worker
 */
public record Autoscaling(int minReplicas, int maxReplicas, CpuQuantity targetCpu) {}
