package sparkstack.config;

import java.time.Duration;
import java.util.Optional;
import sparkstack.settings.PodSettings;
import sparkstack.settings.WorkerSettings;

/** Reads how long the executors of a worker that is to end may take. */
record DecommissionReader(ConfigValues values) {
  private static final Key<Optional<Integer>> KEY = WorkerKeys.DECOMMISSION_SECONDS;
  private static final String GRACE_PERIOD = "terminationGracePeriodSeconds";
  private static final long DEFAULT_SECONDS = 120;

  /**
   * @param pod the user's additions to the pods of workers; their grace period includes the
   *     decommissioning
   */
  Duration read(PodSettings pod) {
    var decommission = values.get(KEY);
    var most = longest(pod);
    decommission
        .filter(it -> it > most)
        .ifPresent(
            it ->
                values.reject(
                    KEY,
                    String.valueOf(it),
                    "at most %d: %d seconds less than %s, for the end of the worker itself"
                        .formatted(
                            most,
                            WorkerSettings.SHUTDOWN.toSeconds(),
                            values.name(WorkerKeys.POD) + "." + GRACE_PERIOD)));
    if (decommission.isEmpty() && most < DEFAULT_SECONDS) {
      values.warn(
          KEY,
          "is %d, because %s.%s includes it and %d seconds for the end of the worker itself"
              .formatted(
                  most,
                  values.name(WorkerKeys.POD),
                  GRACE_PERIOD,
                  WorkerSettings.SHUTDOWN.toSeconds()));
    }
    var seconds = decommission.map(Integer::longValue).orElse(Math.min(DEFAULT_SECONDS, most));
    if (seconds > 0) {
      rejectHook(pod);
    }
    return Duration.ofSeconds(seconds);
  }

  private void rejectHook(PodSettings pod) {
    var path = WorkerKeys.POD.name() + ".lifecycle";
    if (pod.container().has("lifecycle")
        && values.areRight(path)
        && pod.container().getAsJsonObject("lifecycle").has("preStop")) {
      values.reject(
          path + ".preStop",
          "must be left out: the program decommissions the worker in this hook; for a hook of your own, set %s to 0"
              .formatted(values.name(KEY)));
    }
  }

  /** The seconds that the grace period of the user's pods leaves. */
  private long longest(PodSettings pod) {
    if (!pod.spec().has(GRACE_PERIOD) || !values.areRight(path())) {
      return Long.MAX_VALUE;
    }
    var gracePeriod = pod.spec().get(GRACE_PERIOD).getAsLong();
    return Math.max(0, gracePeriod - WorkerSettings.SHUTDOWN.toSeconds());
  }

  private static String path() {
    return WorkerKeys.POD.name() + "." + GRACE_PERIOD;
  }
}
