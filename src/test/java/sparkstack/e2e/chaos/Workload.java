package sparkstack.e2e.chaos;

import sparkstack.e2e.support.TimedApplication;

/** What runs beside a fault. */
enum Workload {
  NOTHING {
    @Override
    RunningApplication start(Cluster cluster, int parts) {
      return new NoRun();
    }
  },

  /** Independent tasks. */
  TASKS {
    @Override
    RunningApplication start(Cluster cluster, int parts) throws Exception {
      return new TimedRun(TimedApplication.start(cluster.namespace(), cluster.uiUrl(), parts));
    }
  },

  /** Tasks that read the map outputs of all executors. */
  SHUFFLE {
    @Override
    RunningApplication start(Cluster cluster, int parts) throws Exception {
      return new TimedRun(
          TimedApplication.startShuffle(cluster.namespace(), cluster.uiUrl(), parts));
    }
  },

  /** The stack's Job. */
  JOB {
    @Override
    RunningApplication start(Cluster cluster, int parts) {
      return JobRun.start(cluster);
    }
  };

  /**
   * Starts the application.
   *
   * @param parts how many seconds it takes on one core; the stack's Job has no parts
   */
  abstract RunningApplication start(Cluster cluster, int parts) throws Exception;
}
