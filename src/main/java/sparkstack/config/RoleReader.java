package sparkstack.config;

import sparkstack.settings.CpuQuantity;
import sparkstack.settings.RoleSettings;

/**
 * Reads what every role has: the same keys for each, with its name before them.
 *
 * @param role such as {@code worker}
 * @param sparkVersion release that reads its properties
 */
record RoleReader(ConfigValues values, String role, String sparkVersion) {
  private static final int MILLICORES = 1000;

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
      CpuQuantity request, CpuQuantity cpuLimit, String storage, PropertiesReader.Key properties) {
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
    var role =
        new RoleSettings(
            request,
            limit.orElse(larger(cpuLimit, request)),
            values.required(this.role + "Storage", storage, Syntax.STORAGE_SIZE),
            new PropertiesReader(values, this.role, sparkVersion).read(properties),
            values.map(
                this.role + "LogLevels", Syntax.LOGGER.like("root"), Syntax.LOG_LEVEL.like("warn")),
            PodReader.read(values, this.role));
    new RoleRules(values, this.role, properties.key(), role.properties()).check();
    return role;
  }

  private static CpuQuantity larger(CpuQuantity one, CpuQuantity other) {
    return one.millicores() >= other.millicores() ? one : other;
  }

  /** Whole cores for the work, and one for the collector, the compilers and the daemon. */
  static CpuQuantity limitFor(int cores) {
    return new CpuQuantity((cores + 1) * MILLICORES);
  }
}
