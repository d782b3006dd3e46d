package sparkstack.settings;

import java.util.Optional;

/**
 * The workers, all alike.
 *
 * @param replicas number of them, 0 or more; with autoscaling, the number to begin with
 * @param autoscaling empty if the number stays what it is
 * @param cores cores that each offers to executors, 1 or more
 * @param memory memory that each offers to executors
 * @param daemonHeap of the worker's own JVM
 * @param overhead memory for what its executors use beside their heaps; empty to derive it
 * @param memoryLimit memory of its container; empty to derive it
 */
public record WorkerSettings(
    int replicas,
    Optional<Autoscaling> autoscaling,
    int cores,
    MemorySize memory,
    MemorySize daemonHeap,
    Optional<MemorySize> overhead,
    Optional<MemorySize> memoryLimit,
    RoleSettings role) {

  /** How many executors fit on one worker at a time. */
  public int executorsPerWorker(ExecutorSettings executors) {
    var byMemory = memory.mebibytes() / executors.memory().mebibytes();
    return (int) Math.min(cores / executors.cores(), byMemory);
  }
}
