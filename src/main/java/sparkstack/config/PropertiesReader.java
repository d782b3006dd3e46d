package sparkstack.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and checks the properties of Spark that a role's processes run with.
 *
 * @param sparkVersion release that reads them
 */
record PropertiesReader(ConfigValues values, RoleKeys role, String sparkVersion) {
  private static final String TLS_OF_PAGE = "spark.ssl.standalone.enabled";

  private static final List<String> RECOVERY_MODES =
      List.of("NONE", "FILESYSTEM", "ROCKSDB", "ZOOKEEPER", "CUSTOM");

  Map<String, String> read() {
    var key = role.properties();
    var properties = values.get(key);
    properties.forEach(
        (property, value) ->
            PropertyTypes.insteadOf(property, value, sparkVersion)
                .or(() -> insteadOf(property, properties))
                .ifPresent(allowed -> values.reject(key.entry(property), value, allowed)));
    for (var property : properties.keySet()) {
      ManagedProperties.insteadOf(property, values)
          .ifPresent(
              instead -> values.reject(key.entry(property), "is set by the program: " + instead));
    }
    // Of an encrypted map it has been said already what is to become of secrets in it.
    if (values.areRight(key)) {
      properties.forEach((property, value) -> checkSecrets(key.entry(property), property, value));
    }
    return properties;
  }

  private void checkSecrets(String path, String property, String value) {
    new SecretChecks(values)
        .check(
            path,
            property,
            value,
            Secrets.isOne(property, value),
            instead(property),
            Secrets.javaOptionIn(property, value),
            podOf(property));
  }

  /** What a value must be where a role cannot have one that is Spark's to allow. */
  private Optional<String> insteadOf(String property, Map<String, String> properties) {
    var value = properties.get(property);
    return switch (property) {
      case "spark.shuffle.service.enabled" ->
          only(PropertyValues.isTrue(value), noShuffleService());
      case "spark.driver.memoryOverhead", "spark.driver.memoryOverheadFactor" ->
          Optional.of(noOverheadOf(DriverKeys.MEMORY_OVERHEAD));
      case "spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor" ->
          Optional.of(noOverheadOf(WorkerKeys.MEMORY_OVERHEAD));
      case "spark.memory.offHeap.enabled" ->
          only(
              PropertyValues.isTrue(value) && hasNoOverhead(),
              roomFor("what executors have off their heaps"));
      case "spark.executor.pyspark.memory" ->
          only(hasNoOverhead(), roomFor("the Python of executors"));
      // Of Spark's namespaces of TLS options, standalone is that of a daemon's page, and wins.
      case "spark.ssl.enabled" ->
          only(
              isProbed() && PropertyValues.isTrue(value) && !properties.containsKey(TLS_OF_PAGE),
              plainPage());
      case TLS_OF_PAGE -> only(isProbed() && PropertyValues.isTrue(value), plainPage());
      case "spark.ui.filters" -> only(isProbed() && !value.isBlank(), plainPage());
      // Spark would take any other for NONE.
      case "spark.deploy.recoveryMode" ->
          only(!RECOVERY_MODES.contains(value), Syntax.either(RECOVERY_MODES));
      default -> Optional.empty();
    };
  }

  private static Optional<String> only(boolean isSo, String allowed) {
    return isSo ? Optional.of(allowed) : Optional.empty();
  }

  private String noShuffleService() {
    return "left out: no worker has the memory for one, and %s needs none"
        .formatted(values.name(DriverKeys.DYNAMIC_ALLOCATION));
  }

  /** These are for Kubernetes and YARN, which size containers by them. */
  private String noOverheadOf(Key<?> key) {
    return "left out, as it does nothing in a standalone cluster: use " + values.name(key);
  }

  private boolean hasNoOverhead() {
    return !values.isSet(WorkerKeys.MEMORY_OVERHEAD) && !values.isSet(WorkerKeys.MEMORY_LIMIT);
  }

  private String roomFor(String what) {
    return "left out, or %s set, with room for %s"
        .formatted(values.name(WorkerKeys.MEMORY_OVERHEAD), what);
  }

  /** A driver has no probes. */
  private boolean isProbed() {
    return !role.isDriver();
  }

  private String plainPage() {
    return "left out: the probes ask the %s's page by HTTP and without a login; for TLS and logins, put an Ingress before it (%s)"
        .formatted(role.role(), values.name(UiKeys.INGRESS_HOST));
  }

  private String instead(String property) {
    if (property.startsWith("spark.executorEnv.")) {
      return "set that variable in %s.env from a secretKeyRef"
          .formatted(values.name(WorkerKeys.POD));
    }
    // Each JVM resolves it for itself.
    var pods =
        role.isDriver()
            ? "%s.env and, for executors, %s.env"
                .formatted(values.name(DriverKeys.POD), values.name(WorkerKeys.POD))
            : values.name(role.pod()) + ".env";
    return "set it to %s, and that variable in %s from a secretKeyRef"
        .formatted(Secrets.referenceIn(property), pods);
  }

  /** Whose JVM has an option. */
  private String podOf(String property) {
    return values.name(property.startsWith("spark.executor.") ? WorkerKeys.POD : role.pod());
  }
}
