package sparkstack.settings;

/**
 * The workers, all alike.
 *
 * @param replicas number of them, 0 or more
 * @param cores cores that each offers to executors, 1 or more
 * @param memory memory that each offers to executors
 * @param cpuRequest CPU that each pod requests; less than {@code cores} overcommits the node
 */
public record WorkerSettings(int replicas, int cores, MemorySize memory, CpuQuantity cpuRequest) {}
