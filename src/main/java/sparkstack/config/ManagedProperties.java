package sparkstack.config;

import java.util.Map;
import java.util.Optional;

/** Properties of Spark that the program sets itself, and what to do instead. */
final class ManagedProperties {
  /** In place of a key. */
  private static final String LEAVE_OUT = "";

  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("spark.master", LEAVE_OUT),
          Map.entry("spark.submit.deployMode", LEAVE_OUT),
          Map.entry("spark.app.name", LEAVE_OUT),
          Map.entry("spark.driver.host", LEAVE_OUT),
          Map.entry("spark.driver.bindAddress", LEAVE_OUT),
          Map.entry("spark.driver.port", LEAVE_OUT),
          Map.entry("spark.driver.blockManager.port", LEAVE_OUT),
          Map.entry("spark.ui.port", LEAVE_OUT),
          Map.entry("spark.ui.reverseProxy", LEAVE_OUT),
          Map.entry("spark.ui.reverseProxyUrl", LEAVE_OUT),
          Map.entry("spark.master.rest.enabled", LEAVE_OUT),
          Map.entry("spark.master.ui.port", LEAVE_OUT),
          Map.entry("spark.worker.ui.port", LEAVE_OUT),
          Map.entry("spark.worker.preferConfiguredMasterAddress", LEAVE_OUT),
          Map.entry("spark.driver.memory", "driverMemory"),
          Map.entry("spark.executor.memory", "executorMemory"),
          Map.entry("spark.executor.cores", "executorCores"),
          Map.entry("spark.dynamicAllocation.enabled", "dynamicAllocation"),
          Map.entry("spark.dynamicAllocation.shuffleTracking.enabled", "dynamicAllocation"),
          Map.entry("spark.dynamicAllocation.minExecutors", "dynamicAllocationMinExecutors"),
          Map.entry("spark.dynamicAllocation.maxExecutors", "dynamicAllocationMaxExecutors"));

  private ManagedProperties() {}

  /** What to do instead of setting {@code property}; empty if it is the user's to set. */
  static Optional<String> insteadOf(String property, ConfigValues values) {
    return Optional.ofNullable(KEYS.get(property))
        .map(key -> key.equals(LEAVE_OUT) ? "leave it out" : "use " + values.name(key));
  }
}
