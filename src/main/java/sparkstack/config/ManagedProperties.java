package sparkstack.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sparkstack.kubernetes.UiAccess;
import sparkstack.kubernetes.UiTls;

/** Spark properties that the program sets itself. */
final class ManagedProperties {
  /** The key to use in place of the property; empty if there is none. */
  private static final Map<String, Optional<Key<?>>> KEYS =
      Map.ofEntries(
          Map.entry("spark.master", Optional.empty()),
          Map.entry("spark.submit.deployMode", Optional.empty()),
          Map.entry("spark.app.name", Optional.empty()),
          Map.entry("spark.driver.host", Optional.empty()),
          Map.entry("spark.driver.bindAddress", Optional.empty()),
          Map.entry("spark.driver.port", Optional.empty()),
          Map.entry("spark.driver.blockManager.port", Optional.empty()),
          Map.entry("spark.ui.port", Optional.empty()),
          Map.entry("spark.ui.reverseProxy", Optional.empty()),
          Map.entry("spark.ui.reverseProxyUrl", Optional.empty()),
          Map.entry("spark.master.rest.enabled", Optional.empty()),
          Map.entry("spark.master.ui.port", Optional.empty()),
          Map.entry("spark.worker.ui.port", Optional.empty()),
          Map.entry("spark.worker.preferConfiguredMasterAddress", Optional.empty()),
          Map.entry("spark.driver.memory", Optional.of(DriverKeys.MEMORY)),
          Map.entry("spark.executor.memory", Optional.of(WorkerKeys.EXECUTOR_MEMORY)),
          Map.entry("spark.executor.cores", Optional.of(WorkerKeys.EXECUTOR_CORES)),
          Map.entry("spark.dynamicAllocation.enabled", Optional.of(DriverKeys.DYNAMIC_ALLOCATION)),
          Map.entry(
              "spark.dynamicAllocation.shuffleTracking.enabled",
              Optional.of(DriverKeys.DYNAMIC_ALLOCATION)),
          Map.entry("spark.dynamicAllocation.minExecutors", Optional.of(DriverKeys.MIN_EXECUTORS)),
          Map.entry("spark.dynamicAllocation.maxExecutors", Optional.of(DriverKeys.MAX_EXECUTORS)));

  /** The program sets them unless the stack has no recovery of its own. */
  private static final Set<String> OF_RECOVERY =
      Set.of("spark.deploy.recoveryMode", "spark.deploy.recoveryDirectory");

  /** The program sets them unless the stack has no authentication of its own. */
  private static final Set<String> OF_AUTHENTICATION =
      Set.of(
          "spark.authenticate",
          "spark.authenticate.secret",
          "spark.authenticate.secret.file",
          "spark.authenticate.secret.driver.file",
          "spark.authenticate.secret.executor.file",
          "spark.authenticate.enableSaslEncryption",
          "spark.network.crypto.enabled",
          "spark.network.crypto.cipher",
          "spark.network.crypto.saslFallback",
          "spark.network.sasl.serverAlwaysEncrypt");

  /** The same for the properties of the workers only. */
  private static final Map<String, Optional<Key<?>>> KEYS_OF_WORKERS =
      Map.of(
          "spark.decommission.enabled", Optional.of(WorkerKeys.DECOMMISSION_SECONDS),
          "spark.worker.decommission.signal", Optional.empty());

  private ManagedProperties() {}

  /**
   * The advice to a user who set {@code property} for a role; empty if the program does not set it.
   */
  static Optional<String> insteadOf(String property, RoleKeys role, ConfigValues values) {
    if (OF_RECOVERY.contains(property)) {
      return RecoveryReader.isOff(values)
          ? Optional.empty()
          : Optional.of(
              "use %s; for a recovery mode of your own, set it to none"
                  .formatted(values.name(MasterKeys.RECOVERY)));
    }
    if (OF_AUTHENTICATION.contains(property)) {
      return values.get(ClusterKeys.AUTHENTICATION)
          ? Optional.of(
              "use %s; for a secret of your own, set it to false"
                  .formatted(values.name(ClusterKeys.AUTHENTICATION)))
          : Optional.empty();
    }
    if (UiAccess.PROPERTIES.contains(property) && values.isSet(UiKeys.USERS)) {
      return Optional.of("use " + values.name(UiKeys.USERS));
    }
    if (property.startsWith(UiTls.PREFIX) && role.isMaster() && values.isSet(UiKeys.TLS)) {
      return Optional.of("use " + values.name(UiKeys.TLS));
    }
    var ofRole = role.isWorker() ? KEYS_OF_WORKERS : Map.<String, Optional<Key<?>>>of();
    return Optional.ofNullable(ofRole.getOrDefault(property, KEYS.get(property)))
        .map(key -> key.map(it -> "use " + values.name(it)).orElse("leave it out"));
  }
}
