package sparkstack.config;

import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Key.key;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;

/** The keys of the workers, and of the executors that they start. */
final class WorkerKeys {
  private static final int MOST_WORKERS = 10_000;
  private static final int MOST_CORES = 1024;
  private static final int MOST_SECONDS = 86_400;

  static final Key<Integer> REPLICAS =
      key(
          "workerReplicas",
          required(Syntax.wholeNumber(0, MOST_WORKERS).in("workers"), "2"),
          "Number of workers. With workerMaxReplicas, it is the number that autoscaling starts"
              + " from.");

  static final Key<Integer> CORES =
      key(
          "workerCores",
          required(Syntax.wholeNumber(1, MOST_CORES).in("cores"), "1"),
          "Cores that a worker offers to executors.");

  static final Key<Optional<Integer>> MIN_REPLICAS =
      key(
          "workerMinReplicas",
          optional(Syntax.wholeNumber(1, MOST_WORKERS).in("workers").like("2")),
          "Lowest number of workers for autoscaling. If it is not set, it is workerReplicas.");

  static final Key<Optional<Integer>> MAX_REPLICAS =
      key(
          "workerMaxReplicas",
          optional(Syntax.wholeNumber(1, MOST_WORKERS).in("workers").like("10")),
          "Highest number of workers for autoscaling. If it is set, autoscaling is on: the number of"
              + " workers follows their CPU usage.");

  static final Key<Optional<CpuQuantity>> TARGET_CPU =
      key(
          "workerTargetCpu",
          optional(QuantitySyntax.CPU),
          "Average CPU usage of a worker that autoscaling aims at by adding and removing workers. If"
              + " it is not set, it is 0.6 of each core.");

  static final Key<MemorySize> MEMORY =
      key(
          "workerMemory",
          required(QuantitySyntax.HEAP.like("8g"), "1g"),
          "Memory that a worker offers to executors, in Spark's syntax (1g, 1536m).");

  static final Key<MemorySize> DAEMON_MEMORY =
      key(
          "workerDaemonMemory",
          required(QuantitySyntax.DAEMON_HEAP, "256m"),
          "Heap of the worker's own JVM, which starts executors and monitors them.");

  static final Key<Optional<MemorySize>> MEMORY_OVERHEAD =
      key(
          "workerMemoryOverhead",
          optional(QuantitySyntax.MEMORY.like("1g")),
          "Memory that a worker's executors use in addition to their heaps. If it is not set, it is"
              + " 10 % of an executor's heap, at least 384 MiB, for each executor that fits.");

  static final Key<Optional<MemorySize>> MEMORY_LIMIT =
      key(
          "workerMemoryLimit",
          optional(QuantitySyntax.MEMORY.like("2g")),
          "Memory of a worker's container. If it is not set, it is the sum of workerMemory,"
              + " workerMemoryOverhead, workerDaemonMemory and 256 MiB.");

  static final Key<Optional<CpuQuantity>> CPU_REQUEST =
      key(
          "workerCpuRequest",
          optional(QuantitySyntax.CPU),
          "CPU request of a worker. If it is not set, it is workerCores. Set less to run many small"
              + " workers on few cores.");

  static final Key<Optional<CpuQuantity>> CPU_LIMIT =
      Role.WORKER.cpuLimit(
          "CPU limit of a worker, which its JVMs take as the number of processors. If it is not set,"
              + " it is one more than workerCores, or the request if that is more.");

  static final Key<String> STORAGE =
      Role.WORKER.storage(
          "10Gi",
          "Limit of the disk space that a worker uses, for its applications' jars, logs, shuffle"
              + " files and spilled blocks. At most a tenth of it is for the jars and logs of ended"
              + " executors, but those of the last one always stay.");

  static final Key<Optional<String>> STORAGE_CLASS =
      key(
          "workerStorageClass",
          optional(KubernetesSyntax.OBJECT_NAME.like("fast-disks")),
          "Storage class of a volume of each worker's own, with the size of workerStorage, for jobs"
              + " whose shuffle files are larger than a node's disk. Kubernetes deletes the volume"
              + " with the worker's pod. If it is not set, workers use the disk of their node.");

  static final Key<Optional<Integer>> DECOMMISSION_SECONDS =
      key(
          "workerDecommissionSeconds",
          optional(Syntax.wholeNumber(0, MOST_SECONDS).in("seconds").like("600")),
          "How long the executors of a worker that is to end may take to finish their tasks and to"
              + " move their blocks to other workers; 0 to end at once. A worker without executors"
              + " does not wait. If it is not set, it is 120, or what"
              + " terminationGracePeriodSeconds of workerPod allows.");

  static final Key<String> MAX_UNAVAILABLE =
      key(
          "workerMaxUnavailable",
          required(KubernetesSyntax.NUMBER_OR_PERCENTAGE, "25%"),
          "How many workers an update replaces at a time, at least one: a number, or a percentage of"
              + " all workers.");

  static final Key<String> DISRUPTION_BUDGET =
      key(
          "workerDisruptionBudget",
          required(KubernetesSyntax.NUMBER_OR_PERCENTAGE.like("25%"), "100%"),
          "How many workers kubectl drain and other evictions may stop at a time: a number, or a"
              + " percentage of all workers. With less than 100%, kubectl drain waits until evicted"
              + " workers run on other nodes.");

  static final Key<Map<String, String>> CONF =
      Role.properties(
          "workerConf",
          "spark.worker.cleanup.appDataTtl",
          "86400",
          "Spark properties of the workers, such as spark.worker.cleanup.appDataTtl: the seconds that"
              + " they keep the jars and logs of ended applications at most, 43200 (12 hours) if it is"
              + " not set.");

  static final Key<Map<String, String>> LOG_LEVELS =
      Role.WORKER.logLevels(
          "Levels of the loggers of workers and their executors. root is the level of all others.");

  static final Key<JsonObject> POD = Role.WORKER.pod();

  static final Key<Optional<Integer>> EXECUTOR_CORES =
      key(
          "executorCores",
          optional(Syntax.wholeNumber(1, MOST_CORES).in("cores").like("2")),
          "Cores of each executor. If it is not set, it is workerCores.");

  static final Key<Optional<MemorySize>> EXECUTOR_MEMORY =
      key(
          "executorMemory",
          optional(QuantitySyntax.HEAP.like("4g")),
          "Heap of each executor, in Spark's syntax. If it is not set, it is workerMemory.");

  static final RoleKeys ROLE =
      new RoleKeys(
          Role.WORKER,
          DAEMON_MEMORY,
          MEMORY_LIMIT,
          CPU_REQUEST,
          Optional.of(CORES),
          CPU_LIMIT,
          STORAGE,
          Optional.of(STORAGE_CLASS),
          CONF,
          LOG_LEVELS,
          POD);

  static final Section SECTION =
      Section.of(
          "Workers",
          REPLICAS,
          CORES,
          MIN_REPLICAS,
          MAX_REPLICAS,
          TARGET_CPU,
          MEMORY,
          DAEMON_MEMORY,
          MEMORY_OVERHEAD,
          MEMORY_LIMIT,
          CPU_REQUEST,
          CPU_LIMIT,
          STORAGE,
          STORAGE_CLASS,
          DECOMMISSION_SECONDS,
          MAX_UNAVAILABLE,
          DISRUPTION_BUDGET,
          CONF,
          LOG_LEVELS,
          POD,
          EXECUTOR_CORES,
          EXECUTOR_MEMORY);

  private WorkerKeys() {}
}
