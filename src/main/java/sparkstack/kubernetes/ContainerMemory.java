package sparkstack.kubernetes;

import sparkstack.settings.DriverSettings;
import sparkstack.settings.ExecutorSettings;
import sparkstack.settings.MemorySize;
import sparkstack.settings.WorkerSettings;

/**
 * The memory that a container needs for its JVMs. It is more than their heaps: with less, the
 * kernel kills them.
 */
public final class ContainerMemory {
  /**
   * Memory beyond the heap of a master's or worker's own process: classes, compiled code, threads,
   * network buffers.
   */
  private static final MemorySize DAEMON_NON_HEAP = MemorySize.ofMebibytes(256);

  /**
   * Least memory beyond the heap of an executor or driver: Spark's default on Kubernetes and YARN.
   */
  private static final MemorySize LEAST_OVERHEAD = MemorySize.ofMebibytes(384);

  private static final int OVERHEAD_PERCENT = 10;

  private ContainerMemory() {}

  /** {@code heap + 256 MiB}. */
  public static MemorySize ofMaster(MemorySize heap) {
    return heap.plus(DAEMON_NON_HEAP);
  }

  /** The memory of a worker's container: the derived size, or the user's setting. */
  public static MemorySize ofWorker(WorkerSettings workers, ExecutorSettings executors) {
    return workers.memoryLimit().orElseGet(() -> neededByWorker(workers, executors));
  }

  /**
   * {@code worker's heap + 256 MiB + its memory for executors + n * max(384 MiB, 10 % of an
   * executor's heap)}, for the {@code n} executors that fit on it.
   *
   * <p>The last term is the memory of executors beyond their heaps. A standalone worker counts only
   * heaps against its memory (spark.executor.memoryOverhead has no effect there).
   */
  public static MemorySize neededByWorker(WorkerSettings workers, ExecutorSettings executors) {
    var count = Math.max(1, workers.executorsPerWorker(executors));
    var derived = MemorySize.ofMebibytes(count * overhead(executors.memory()).mebibytes());
    return workers
        .daemonHeap()
        .plus(DAEMON_NON_HEAP)
        .plus(workers.memory())
        .plus(workers.overhead().orElse(derived));
  }

  /** {@code heap + max(384 MiB, 10 % of heap)}, or the heap and the user's overhead. */
  public static MemorySize ofDriver(DriverSettings driver) {
    return driver.memory().plus(driver.memoryOverhead().orElseGet(() -> overhead(driver.memory())));
  }

  private static MemorySize overhead(MemorySize heap) {
    var share = heap.mebibytes() * OVERHEAD_PERCENT / 100;
    return MemorySize.ofMebibytes(Math.max(share, LEAST_OVERHEAD.mebibytes()));
  }
}
