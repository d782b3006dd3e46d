package sparkstack.e2e.chaos;

/** What a fault ends. */
enum Target {
  MASTER(true),
  MASTER_WITH_OTHERS(true),
  /** Workers that come again. */
  WORKERS(false),
  /** Executors, or workers that do not come again. The cluster serves all the time. */
  EXECUTORS(false),
  /** Master and workers. */
  ALL(true);

  private final boolean replacesMaster;

  Target(boolean replacesMaster) {
    this.replacesMaster = replacesMaster;
  }

  /** Whether a new master starts. */
  boolean replacesMaster() {
    return replacesMaster;
  }
}
