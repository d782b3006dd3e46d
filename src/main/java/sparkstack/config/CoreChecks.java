package sparkstack.config;

import java.util.Map;
import java.util.function.IntPredicate;
import sparkstack.settings.ClusterSettings;

/** Checks of the cores that an application asks for against those of one of its executors. */
record CoreChecks(ConfigValues values, ClusterSettings cluster) {
  private static final String TASK_CORES = "spark.task.cpus";

  /** An application gets cores up to the first of these that is set, of its own or the master's. */
  private static final String MOST_CORES = "spark.cores.max";

  private static final String DEFAULT_CORES = "spark.deploy.defaultCores";

  /**
   * @param application properties of Spark
   */
  void check(Map<String, String> application) {
    var executorCores = cluster.executors().cores();
    if (application.containsKey(TASK_CORES)) {
      check(
          DriverKeys.CONF.entry(TASK_CORES),
          application.get(TASK_CORES),
          cores -> cores <= executorCores,
          "at most %d, the cores of one executor (%s), or no task would fit");
    }
    // A master starts no executor where what is left of these is too little for one.
    var master = cluster.master().role().properties();
    var tooFew = "at least %d, the cores of one executor (%s), or none would ever start";
    if (application.containsKey(MOST_CORES)) {
      check(
          DriverKeys.CONF.entry(MOST_CORES),
          application.get(MOST_CORES),
          cores -> cores >= executorCores,
          tooFew);
    } else if (master.containsKey(DEFAULT_CORES)) {
      check(
          MasterKeys.CONF.entry(DEFAULT_CORES),
          master.get(DEFAULT_CORES),
          cores -> cores >= executorCores,
          tooFew);
    }
  }

  private void check(String path, String value, IntPredicate fits, String allowed) {
    if (!values.areRight(path)) {
      return;
    }
    var cores = Syntax.atLeast(1).read(value);
    if (cores.isEmpty()) {
      values.reject(path, value, "a whole number, 1 or more");
    } else if (!fits.test(cores.get())
        && values.areRight(WorkerKeys.EXECUTOR_CORES, WorkerKeys.CORES)) {
      values.reject(
          path,
          value,
          allowed.formatted(cluster.executors().cores(), values.name(WorkerKeys.EXECUTOR_CORES)));
    }
  }
}
