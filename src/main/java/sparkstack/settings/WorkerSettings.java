package sparkstack.settings;

import java.time.Duration;
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
 * @param decommission how long the executors of a worker that is to end may take to finish their
 *     tasks and to move their blocks; zero if it ends without that
 * @param maxUnavailable how many workers an update replaces at a time: a number or a percentage
 * @param disruptionBudget how many workers evictions may stop at a time: a number or a percentage
 */
public record WorkerSettings(
    int replicas,
    Optional<Autoscaling> autoscaling,
    int cores,
    MemorySize memory,
    MemorySize daemonHeap,
    Optional<MemorySize> overhead,
    Optional<MemorySize> memoryLimit,
    Duration decommission,
    String maxUnavailable,
    String disruptionBudget,
    RoleSettings role) {

  /** How long a worker's own processes may take to end, which is Kubernetes' default. */
  public static final Duration SHUTDOWN = Duration.ofSeconds(30);

  /** The number of workers, or with autoscaling the smallest number. */
  public int fewest() {
    return autoscaling.map(Autoscaling::minReplicas).orElse(replicas);
  }

  /** How many executors fit on one worker at a time. */
  public int executorsPerWorker(ExecutorSettings executors) {
    var byMemory = memory.mebibytes() / executors.memory().mebibytes();
    return (int) Math.min(cores / executors.cores(), byMemory);
  }
}
