package sparkstack.settings;

import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what every role has: the same keys for each, with its name before them.
 *
 * @param role such as {@code worker}
 */
record RoleReader(ConfigValues values, String role) {
  private static final int MILLICORES = 1000;
  private static final String SHUFFLE_SERVICE = "spark.shuffle.service.enabled";

  /**
   * @param propertiesKey of the properties of Spark that its processes read
   * @param cpuRequest if none is set
   * @param cpuLimit if none is set
   */
  RoleSettings read(
      String propertiesKey, CpuQuantity cpuRequest, CpuQuantity cpuLimit, String storage) {
    var request = values.optional(role + "CpuRequest", Syntax.CPU).orElse(cpuRequest);
    var limit = values.optional(role + "CpuLimit", Syntax.CPU);
    limit
        .filter(it -> it.millicores() < request.millicores())
        .ifPresent(
            it ->
                values.reject(
                    role + "CpuLimit",
                    it.toKubernetes(),
                    "at least the request, %s".formatted(request.toKubernetes())));
    return new RoleSettings(
        request,
        limit.orElse(larger(cpuLimit, request)),
        values.required(role + "Storage", storage, Syntax.STORAGE_SIZE),
        properties(propertiesKey),
        values.map(role + "LogLevels", Syntax.LOGGER, Syntax.LOG_LEVEL),
        PodReader.read(values, role + "Pod"));
  }

  private Map<String, String> properties(String key) {
    var properties = new TreeMap<>(values.map(key, Syntax.PROPERTY, Syntax.PROPERTY_VALUE));
    if ("true".equals(properties.get(SHUFFLE_SERVICE))) {
      values.reject(
          key + "." + SHUFFLE_SERVICE,
          "true",
          "left out: no worker has the memory for one, and %s needs none"
              .formatted(values.name("dynamicAllocation")));
    }
    for (var property : properties.keySet()) {
      var path = key + "." + property;
      ManagedProperties.insteadOf(property, values)
          .ifPresent(instead -> values.reject(path, "is set by the program: " + instead));
      if (Secrets.isOne(property, properties.get(property))) {
        values.reject(path, "must not be plain text: " + instead(property));
      } else if (Secrets.isUrlWithLogin(properties.get(property))) {
        values.reject(path, "must not have a user's name or password in its URL, in plain text");
      }
    }
    return properties;
  }

  private String instead(String property) {
    if (property.startsWith("spark.executorEnv.")) {
      return "set that variable in %s.env from a secretKeyRef".formatted(values.name("workerPod"));
    }
    // Spark hands Hadoop's properties on as they are, and Hadoop has a syntax of its own.
    var reference = property.startsWith("spark.hadoop.") ? "${env.VARIABLE}" : "${env:VARIABLE}";
    return "set it to %s, and that variable in %s.env from a secretKeyRef"
        .formatted(reference, values.name(role + "Pod"));
  }

  private static CpuQuantity larger(CpuQuantity one, CpuQuantity other) {
    return one.millicores() >= other.millicores() ? one : other;
  }

  /** Whole cores for the work, and one for the collector, the compilers and the daemon. */
  static CpuQuantity limitFor(int cores) {
    return new CpuQuantity((cores + 1) * MILLICORES);
  }
}
