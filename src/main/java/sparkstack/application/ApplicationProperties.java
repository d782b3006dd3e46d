package sparkstack.application;

import java.util.Map;
import java.util.TreeMap;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.ReverseProxy;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.DynamicAllocation;

/** The Spark properties of a driver and its executors. */
final class ApplicationProperties {
  private ApplicationProperties() {}

  static Map<String, String> of(DriverSettings settings, ClusterSettings cluster) {
    var properties = new TreeMap<>(ReverseProxy.driverDefaults(cluster.ui()));
    properties.putAll(settings.role().properties());
    properties.putAll(ReverseProxy.PROPERTIES);
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
    settings.dynamicAllocation().ifPresent(it -> properties.putAll(dynamicAllocation(it)));
    return properties;
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
