package sparkstack.kubernetes;

import sparkstack.settings.DriverSettings;
import sparkstack.settings.ExecutorSettings;
import sparkstack.settings.MemorySize;
import sparkstack.settings.WorkerSettings;

/**
 * How much memory a container needs for its JVMs: more than their heaps, or the kernel kills them.
 */
public final class ContainerMemory {
  /** Of a master's or worker's own process: classes, compiled code, threads, network buffers. */
  private static final MemorySize DAEMON_NON_HEAP = MemorySize.ofMebibytes(256);

  /** Of an executor or driver: Spark's own defaults on Kubernetes and YARN. */
  private static final MemorySize LEAST_OVERHEAD = MemorySize.ofMebibytes(384);

  private static final int OVERHEAD_PERCENT = 10;

  private ContainerMemory() {}

  /** {@code heap + 256 MiB}. */
  public static MemorySize ofMaster(MemorySize heap) {
    return heap.plus(DAEMON_NON_HEAP);
  }

  /** What a worker's container gets: what is needed, or what the user gives it. */
  public static MemorySize ofWorker(WorkerSettings workers, ExecutorSettings executors) {
    return workers.memoryLimit().orElseGet(() -> neededByWorker(workers, executors));
  }

  /**
   * {@code worker's heap + 256 MiB + its memory for executors + n * max(384 MiB, 10 % of an
   * executor's heap)}, for the {@code n} executors that fit on it.
   *
   * <p>The last is for what executors use besides their heaps: a standalone worker counts only
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

  /** {@code heap + max(384 MiB, 10 % of it)}, or what the user gives it besides. */
  public static MemorySize ofDriver(DriverSettings driver) {
    return driver.memory().plus(driver.memoryOverhead().orElseGet(() -> overhead(driver.memory())));
  }

  private static MemorySize overhead(MemorySize heap) {
    var share = heap.mebibytes() * OVERHEAD_PERCENT / 100;
    return MemorySize.ofMebibytes(Math.max(share, LEAST_OVERHEAD.mebibytes()));
  }
}
