package sparkstack.settings;

import java.util.Optional;

/** Reads whether an autoscaler sets the number of workers: it does once it has an upper bound. */
record AutoscalingReader(ConfigValues values) {
  private static final String MIN = "workerMinReplicas";
  private static final String MAX = "workerMaxReplicas";
  private static final String TARGET = "workerTargetCpu";

  /** Of each core: below it, workers that compute leave no doubt that more are wanted. */
  private static final int TARGET_MILLICORES = 600;

  /**
   * @param replicas the workers to begin with
   * @param cores of each worker
   */
  Optional<Autoscaling> read(int replicas, int cores) {
    var min = values.optional(MIN, Syntax.wholeNumber(1, 10_000));
    var max = values.optional(MAX, Syntax.wholeNumber(1, 10_000));
    var target = values.optional(TARGET, Syntax.CPU);
    if (!values.isSet(MAX)) {
      for (var key : new String[] {MIN, TARGET}) {
        if (values.isSet(key)) {
          values.requireTogether(MAX, key);
        }
      }
      return Optional.empty();
    }
    checkBounds(replicas, min, max);
    target.ifPresent(it -> checkTarget(it, cores));
    return max.map(
        it ->
            new Autoscaling(
                min.orElse(replicas),
                it,
                target.orElse(new CpuQuantity(TARGET_MILLICORES * cores))));
  }

  private void checkBounds(int replicas, Optional<Integer> min, Optional<Integer> max) {
    if (replicas == 0) {
      values.reject(
          "workerReplicas",
          "0",
          "at least 1 with %s: Kubernetes takes 0 for an autoscaler that is switched off"
              .formatted(values.name(MAX)));
    }
    min.filter(it -> it > replicas)
        .ifPresent(
            it ->
                values.reject(
                    MIN,
                    String.valueOf(it),
                    "at most %s, %d, which the autoscaler begins with"
                        .formatted(values.name("workerReplicas"), replicas)));
    max.filter(it -> it < replicas)
        .ifPresent(
            it ->
                values.reject(
                    MAX,
                    String.valueOf(it),
                    "at least %s, %d, which the autoscaler begins with"
                        .formatted(values.name("workerReplicas"), replicas)));
  }

  private void checkTarget(CpuQuantity target, int cores) {
    if (target.millicores() > CpuQuantity.ofCores(cores).millicores()) {
      values.reject(
          TARGET,
          target.toKubernetes(),
          "at most %s, %d: workers whose cores are all busy would not reach it"
              .formatted(values.name("workerCores"), cores));
    }
  }
}
