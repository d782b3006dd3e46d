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
        properties(propertiesKey),
        values.map(role + "LogLevels", Syntax.LOGGER, Syntax.LOG_LEVEL),
        PodReader.read(values, role + "Pod"));
  }

  private Map<String, String> properties(String key) {
    var properties = new TreeMap<>(values.map(key, Syntax.PROPERTY, Syntax.PROPERTY_VALUE));
    for (var property : properties.keySet()) {
      var path = key + "." + property;
      ManagedProperties.insteadOf(property, values)
          .ifPresent(instead -> values.reject(path, "is set by the program: " + instead));
      if (Secrets.isNameOfOne(property) && !isSwitch(properties.get(property))) {
        values.reject(
            path,
            "must not be plain text: give it to %s by an environment variable, %s.env with a secretKeyRef"
                .formatted(role, values.name(role + "Pod")));
      }
    }
    return properties;
  }

  /** Such as of spark.authenticate.enableSaslEncryption, whose name only looks like a secret's. */
  private static boolean isSwitch(String value) {
    return value.matches("true|false|[0-9]+[a-z]*");
  }

  private static CpuQuantity larger(CpuQuantity one, CpuQuantity other) {
    return one.millicores() >= other.millicores() ? one : other;
  }

  /** Whole cores for the work, and one for the collector, the compilers and the daemon. */
  static CpuQuantity limitFor(int cores) {
    return new CpuQuantity((cores + 1) * MILLICORES);
  }
}
