package sparkstack.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what every role has: the same keys for each, with its name before them.
 *
 * @param role such as {@code worker}
 */
record RoleReader(ConfigValues values, String role) {
  private static final int MILLICORES = 1000;
  private static final List<String> RECOVERY_MODES =
      List.of("NONE", "FILESYSTEM", "ROCKSDB", "ZOOKEEPER", "CUSTOM");

  /**
   * The key of the properties of Spark that a role's processes read.
   *
   * @param example one of them, for the reference, and its {@code value}
   */
  record Properties(String key, String example, String value) {}

  /** One that is the same for all. */
  CpuQuantity cpuRequest(String defaultText) {
    return values.required(role + "CpuRequest", defaultText, Syntax.CPU);
  }

  /** One that depends on other settings if it is not set. */
  CpuQuantity cpuRequest(CpuQuantity otherwise) {
    return values.optional(role + "CpuRequest", Syntax.CPU).orElse(otherwise);
  }

  /**
   * @param request that was read before
   * @param cpuLimit if none is set
   * @param storage if none is set
   */
  RoleSettings read(
      CpuQuantity request, CpuQuantity cpuLimit, String storage, Properties properties) {
    var limit = values.optional(role + "CpuLimit", Syntax.CPU.like("4"));
    limit
        .filter(it -> it.millicores() < request.millicores())
        // The request of a worker is its cores if it is not set; other roles have no such key.
        .filter(it -> values.areRight(role + "CpuRequest", role + "Cores"))
        .ifPresent(
            it ->
                values.reject(
                    role + "CpuLimit",
                    values.typed(role + "CpuLimit"),
                    "at least the request, %s".formatted(request.toKubernetes())));
    return new RoleSettings(
        request,
        limit.orElse(larger(cpuLimit, request)),
        values.required(role + "Storage", storage, Syntax.STORAGE_SIZE),
        properties(properties),
        values.map(role + "LogLevels", Syntax.LOGGER.like("root"), Syntax.LOG_LEVEL.like("warn")),
        PodReader.read(values, role + "Pod"));
  }

  private Map<String, String> properties(Properties of) {
    var key = of.key();
    var properties =
        new TreeMap<>(
            values.map(
                key, Syntax.PROPERTY.like(of.example()), Syntax.PROPERTY_VALUE.like(of.value())));
    properties.forEach(
        (property, value) ->
            insteadOf(property, value)
                .ifPresent(allowed -> values.reject(key + "." + property, value, allowed)));
    // Of an encrypted map it has been said already what is to become of secrets in it.
    var isPlainText = values.areRight(key);
    for (var property : properties.keySet()) {
      var path = key + "." + property;
      ManagedProperties.insteadOf(property, values)
          .ifPresent(instead -> values.reject(path, "is set by the program: " + instead));
      if (isPlainText && Secrets.isOne(property, properties.get(property))) {
        values.reject(path, "must not be plain text: " + instead(property));
      } else if (isPlainText && Secrets.isUrlWithLogin(properties.get(property))) {
        values.reject(path, "must not have a user's name or password in its URL, in plain text");
      } else if (isPlainText) {
        Secrets.javaOptionIn(properties.get(property))
            .ifPresent(
                option ->
                    values.reject(
                        path,
                        "must not have %s in plain text: %s".formatted(option, ofJava(property))));
      }
    }
    return properties;
  }

  /** What a value must be where a role cannot have one that is Spark's to allow. */
  private Optional<String> insteadOf(String property, String value) {
    return switch (property) {
      case "spark.shuffle.service.enabled" -> only(isTrue(value), noShuffleService());
      case "spark.memory.offHeap.enabled" ->
          only(isTrue(value) && hasNoOverhead(), roomFor("what executors have off their heaps"));
      case "spark.executor.pyspark.memory" ->
          only(hasNoOverhead(), roomFor("the Python of executors"));
      // Of Spark's namespaces of TLS options, those that a daemon's page is in.
      case "spark.ssl.enabled", "spark.ssl.standalone.enabled" ->
          only(isProbed() && isTrue(value), plainPage());
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
        .formatted(values.name("dynamicAllocation"));
  }

  private boolean hasNoOverhead() {
    return !values.isSet("workerMemoryOverhead");
  }

  private String roomFor(String what) {
    return "left out, or %s set, with room for %s"
        .formatted(values.name("workerMemoryOverhead"), what);
  }

  /** A driver has no probes. */
  private boolean isProbed() {
    return !role.equals("driver");
  }

  private String plainPage() {
    return "left out: the probes ask the %s's page by HTTP and without a login; for TLS and logins, put an Ingress before it (%s)"
        .formatted(role, values.name("uiIngressHost"));
  }

  /** As Spark reads it. */
  private static boolean isTrue(String value) {
    return value.strip().equalsIgnoreCase("true");
  }

  private String instead(String property) {
    if (property.startsWith("spark.executorEnv.")) {
      return "set that variable in %s.env from a secretKeyRef".formatted(values.name("workerPod"));
    }
    return "set it to %s, and that variable in %s.env from a secretKeyRef"
        .formatted(Secrets.referenceIn(property), values.name(role + "Pod"));
  }

  /** Spark resolves no variables in a driver's own options, which its launcher reads. */
  private String ofJava(String property) {
    var pod = property.startsWith("spark.executor.") ? "workerPod" : role + "Pod";
    return "set it in JAVA_TOOL_OPTIONS in %s.env, to $(VARIABLE), one before it from a secretKeyRef"
        .formatted(values.name(pod));
  }

  private static CpuQuantity larger(CpuQuantity one, CpuQuantity other) {
    return one.millicores() >= other.millicores() ? one : other;
  }

  /** Whole cores for the work, and one for the collector, the compilers and the daemon. */
  static CpuQuantity limitFor(int cores) {
    return new CpuQuantity((cores + 1) * MILLICORES);
  }
}
