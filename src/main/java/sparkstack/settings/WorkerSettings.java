package sparkstack.settings;

import java.util.Optional;

/**
 * The workers. All have the same size.
 *
 * @param replicas number of workers, 0 or more; with autoscaling, the initial number
 * @param autoscaling empty for a fixed number of workers
 * @param cores number of cores that each offers to executors, 1 or more
 * @param memory memory that each offers to executors
 * @param daemonHeap heap of the worker's own JVM
 * @param overhead memory that its executors use beyond their heaps; empty to derive it
 * @param memoryLimit memory limit of its container; empty to derive it
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
