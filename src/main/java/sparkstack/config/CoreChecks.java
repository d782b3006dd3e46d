package sparkstack.config;

import java.util.Map;
import java.util.function.IntPredicate;
import sparkstack.settings.ClusterSettings;

/** Compares the cores that an application asks for with the cores of one executor. */
record CoreChecks(ConfigValues values, ClusterSettings cluster) {
  private static final String TASK_CORES = "spark.task.cpus";

  /** The most cores of an application. */
  private static final String MOST_CORES = "spark.cores.max";

  /** Property of the master: the default of {@link #MOST_CORES}. */
  private static final String DEFAULT_CORES = "spark.deploy.defaultCores";

  /**
   * @param application the application's Spark properties
   */
  void check(Map<String, String> application) {
    var executorCores = cluster.executors().cores();
    if (application.containsKey(TASK_CORES)) {
      check(
          DriverKeys.CONF.entry(TASK_CORES),
          application.get(TASK_CORES),
          cores -> cores <= executorCores,
          "at most %d, the cores of one executor (%s): otherwise, no executor has room for a task");
    }
    // The master does not start an executor that would exceed the application's most cores.
    var master = cluster.master().role().properties();
    var tooFew = "at least %d, the cores of one executor (%s): otherwise, no executor starts";
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
      values.reject(path, value, Syntax.atLeast(1).allowed());
    } else if (!fits.test(cores.get())
        && values.areRight(WorkerKeys.EXECUTOR_CORES, WorkerKeys.CORES)) {
      values.reject(
          path,
          value,
          allowed.formatted(cluster.executors().cores(), values.name(WorkerKeys.EXECUTOR_CORES)));
    }
  }
}
