package sparkstack.config;

import java.util.Optional;
import sparkstack.settings.Autoscaling;
import sparkstack.settings.CpuQuantity;

/** Reads the settings of autoscaling, which is on if the highest number of workers is set. */
record AutoscalingReader(ConfigValues values) {
  private static final Key<Optional<Integer>> MIN = WorkerKeys.MIN_REPLICAS;
  private static final Key<Optional<Integer>> MAX = WorkerKeys.MAX_REPLICAS;
  private static final Key<Optional<CpuQuantity>> TARGET = WorkerKeys.TARGET_CPU;

  /** Default target for each core. Workers that run tasks use clearly more CPU. */
  private static final int TARGET_MILLICORES = 600;

  /**
   * @param replicas number of workers that autoscaling starts from
   * @param cores of each worker
   */
  Optional<Autoscaling> read(int replicas, int cores) {
    var min = values.get(MIN);
    var max = values.get(MAX);
    var target = values.get(TARGET);
    values.requireFor(MAX, MIN, TARGET);
    if (!values.isSet(MAX)) {
      return Optional.empty();
    }
    checkBounds(replicas, min, max);
    return max.map(
        it ->
            new Autoscaling(
                min.orElse(replicas),
                it,
                target.orElse(new CpuQuantity(TARGET_MILLICORES * cores))));
  }

  private void checkBounds(int replicas, Optional<Integer> min, Optional<Integer> max) {
    if (!values.areRight(WorkerKeys.REPLICAS)) {
      return;
    }
    if (replicas == 0) {
      values.reject(
          WorkerKeys.REPLICAS,
          "0",
          "at least 1 with %s: Kubernetes does not autoscale 0 replicas"
              .formatted(values.name(MAX)));
    }
    min.filter(it -> it > replicas)
        .ifPresent(
            it ->
                values.reject(
                    MIN,
                    String.valueOf(it),
                    "at most %s (%d), which autoscaling starts from"
                        .formatted(values.name(WorkerKeys.REPLICAS), replicas)));
    max.filter(it -> it < replicas)
        .ifPresent(
            it ->
                values.reject(
                    MAX,
                    String.valueOf(it),
                    "at least %s (%d), which autoscaling starts from"
                        .formatted(values.name(WorkerKeys.REPLICAS), replicas)));
  }

  /**
   * Reports an error if busy workers cannot exceed the target.
   *
   * <p>Kubernetes does not change the number while the CPU usage is within 10 % of the target.
   *
   * @param limit CPU limit of a worker
   */
  void checkTarget(Autoscaling autoscaling, int cores, CpuQuantity limit) {
    var usable = Math.min(CpuQuantity.ofCores(cores).millicores(), limit.millicores());
    var most = new CpuQuantity(Math.max(1, usable * 9 / 10));
    if (autoscaling.targetCpu().millicores() > most.millicores()
        && values.areRight(
            TARGET, WorkerKeys.CORES, WorkerKeys.CPU_REQUEST, WorkerKeys.CPU_LIMIT)) {
      values.reject(
          TARGET,
          autoscaling.targetCpu().toKubernetes(),
          "at most %s, nine tenths of the CPU that a worker can use: otherwise, busy workers never cause a scale-up"
              .formatted(most.toKubernetes()));
    }
  }
}
