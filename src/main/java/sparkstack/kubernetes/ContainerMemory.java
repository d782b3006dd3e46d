package sparkstack.kubernetes;

import sparkstack.settings.MemorySize;

/**
 * How much memory a container needs for its JVMs: more than their heaps, or the kernel kills them.
 */
public final class ContainerMemory {
  /** Heap of a master's own process, which holds the state of workers and applications. */
  public static final MemorySize MASTER_HEAP = MemorySize.ofMebibytes(512);

  /** Heap of a worker's own process, which only starts executors and watches them. */
  public static final MemorySize WORKER_HEAP = MemorySize.ofMebibytes(256);

  /** Of a master's or worker's own process: classes, compiled code, threads, network buffers. */
  private static final MemorySize DAEMON_NON_HEAP = MemorySize.ofMebibytes(256);

  /** Of an executor or driver: Spark's own defaults on Kubernetes and YARN. */
  private static final MemorySize LEAST_OVERHEAD = MemorySize.ofMebibytes(384);

  private static final int OVERHEAD_PERCENT = 10;

  private ContainerMemory() {}

  /** {@code heap + 256 MiB}. */
  public static MemorySize ofMaster() {
    return MASTER_HEAP.plus(DAEMON_NON_HEAP);
  }

  /**
   * {@code worker's heap + 256 MiB + executors + max(384 MiB, 10 % of executors)}.
   *
   * <p>The last is for what an executor uses besides its heap: a standalone worker counts only
   * heaps against its memory (spark.executor.memoryOverhead has no effect there). It is enough for
   * one executor at a time, which is what the stack's drivers ask for.
   *
   * @param executors memory that the worker offers to executors
   */
  public static MemorySize ofWorker(MemorySize executors) {
    return WORKER_HEAP.plus(DAEMON_NON_HEAP).plus(executors).plus(overhead(executors));
  }

  /** {@code heap + max(384 MiB, 10 % of it)}. */
  public static MemorySize ofDriver(MemorySize heap) {
    return heap.plus(overhead(heap));
  }

  private static MemorySize overhead(MemorySize heap) {
    var share = heap.mebibytes() * OVERHEAD_PERCENT / 100;
    return MemorySize.ofMebibytes(Math.max(share, LEAST_OVERHEAD.mebibytes()));
  }
}
