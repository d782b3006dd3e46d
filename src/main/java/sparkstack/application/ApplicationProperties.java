package sparkstack.application;

import static java.lang.Integer.MAX_VALUE;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.ReverseProxy;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.UiAccess;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.DynamicAllocation;

/** The Spark properties of a driver and its executors. */
final class ApplicationProperties {
  /** Executors of a worker that is to end move their blocks. The user can set other values. */
  private static final Map<String, String> DECOMMISSION =
      Map.of(
          "spark.decommission.enabled",
          "true",
          "spark.storage.decommission.enabled",
          "true",
          "spark.storage.decommission.rddBlocks.enabled",
          "true",
          "spark.storage.decommission.shuffleBlocks.enabled",
          "true",
          // An executor ends when a later look finds that all its blocks have moved. By default, it
          // looks every 30 seconds.
          "spark.storage.decommission.replicationReattemptInterval",
          "5s",
          // A task may still look for a block on the worker that has left (SPARK-44635). Four such
          // attempts of a stage would fail the job.
          "spark.stage.ignoreDecommissionFetchFailure",
          "true");

  /**
   * How long a task tries to connect to the executor that has its input. The network may drop what
   * is sent to the address of a pod that is gone, and Spark's default is 120 seconds, in which the
   * task holds its core. It then asks the driver whether the executor is still there. In 10
   * seconds, TCP sends a lost packet again three times.
   */
  private static final Map<String, String> CONNECTIONS =
      Map.of("spark.shuffle.io.connectionCreationTimeout", "10s");

  /**
   * After two attempts on a worker, a task runs on another one, and after ten failed tasks the
   * stage does. Otherwise, a worker whose disk is full fails each task at once, gets it again, and
   * fails the job with the fourth attempt (spark.task.maxFailures). If the user sets one of these
   * properties, all are the user's.
   */
  private static final Map<String, String> EXCLUSION =
      Map.of(
          "spark.excludeOnFailure.taskAndStage.enabled", "true",
          "spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "2",
          "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "2",
          "spark.excludeOnFailure.stage.maxFailedTasksPerExecutor", "10",
          "spark.excludeOnFailure.stage.maxFailedExecutorsPerNode", "1");

  private ApplicationProperties() {}

  static Map<String, String> of(DriverSettings settings, ClusterSettings cluster) {
    var properties = new TreeMap<>(ReverseProxy.driverDefaults(cluster.ui()));
    properties.putAll(UiAccess.DEFAULTS);
    properties.putAll(CONNECTIONS);
    if (!cluster.workers().decommission().isZero()) {
      properties.putAll(DECOMMISSION);
    }
    if (excludes(settings.role().properties(), cluster)) {
      properties.putAll(EXCLUSION);
    }
    properties.putAll(settings.role().properties());
    properties.putAll(ReverseProxy.PROPERTIES);
    properties.putAll(Authentication.properties(cluster));
    properties.putAll(UiAccess.properties(cluster.ui()));
    // Fixed ports, so that a network policy can name them.
    properties.put("spark.driver.port", String.valueOf(Ports.DRIVER));
    properties.put("spark.driver.blockManager.port", String.valueOf(Ports.DRIVER_BLOCK_MANAGER));
    properties.put("spark.ui.port", String.valueOf(Ports.DRIVER_UI));
    properties.put("spark.executor.cores", String.valueOf(cluster.executors().cores()));
    properties.put("spark.executor.memory", cluster.executors().memory().toSpark());
    // The driver reads the file in its own pod; its executors read it in the worker's pod.
    for (var options :
        new String[] {"spark.driver.extraJavaOptions", "spark.executor.extraJavaOptions"}) {
      properties.merge(
          options, RoleConfiguration.LOGGING_OPTION, (users, logging) -> logging + " " + users);
    }
    // Executors get the secret from their worker.
    properties.computeIfPresent(
        "spark.driver.extraJavaOptions",
        (name, options) -> Authentication.javaOptions(cluster, options));
    settings.dynamicAllocation().ifPresent(it -> properties.putAll(dynamicAllocation(it)));
    return properties;
  }

  /**
   * Whether tasks avoid a worker on which they failed. With one worker or one executor, they have
   * no other place to go. Spark refuses fewer failures of a task than attempts on a worker.
   */
  private static boolean excludes(Map<String, String> users, ClusterSettings cluster) {
    var mostCores =
        Optional.ofNullable(users.get("spark.cores.max")).map(Integer::valueOf).orElse(MAX_VALUE);
    return cluster.workers().fewest() > 1
        && mostCores >= 2 * cluster.executors().cores()
        && users.keySet().stream().noneMatch(ApplicationProperties::isAboutFailures);
  }

  private static boolean isAboutFailures(String property) {
    return property.equals("spark.task.maxFailures")
        || property.startsWith("spark.excludeOnFailure.")
        || property.startsWith("spark.blacklist.");
  }

  /** The workers run no shuffle service. Executors stay while their shuffle files may be needed. */
  private static Map<String, String> dynamicAllocation(DynamicAllocation settings) {
    return Map.of(
        "spark.dynamicAllocation.enabled",
        "true",
        "spark.dynamicAllocation.shuffleTracking.enabled",
        "true",
        "spark.dynamicAllocation.minExecutors",
        String.valueOf(settings.minExecutors()),
        "spark.dynamicAllocation.maxExecutors",
        String.valueOf(settings.maxExecutors()));
  }
}
