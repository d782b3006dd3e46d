package sparkstack.config;

import sparkstack.settings.CpuQuantity;
import sparkstack.settings.RoleSettings;
import sparkstack.settings.StorageSettings;

/**
 * Reads the keys that every role has.
 *
 * @param sparkVersion Spark release of the image
 */
record RoleReader(ConfigValues values, RoleKeys keys, String sparkVersion) {
  private static final int MILLICORES = 1000;

  /**
   * @param request CPU request of the role's container
   * @param otherwise default of the CPU limit; a larger request takes its place
   */
  RoleSettings read(CpuQuantity request, CpuQuantity otherwise) {
    var limit = values.get(keys.cpuLimit());
    limit
        .filter(it -> it.millicores() < request.millicores())
        .filter(it -> values.areRight(keys.cpuRequest()))
        .filter(it -> keys.cores().filter(cores -> !values.areRight(cores)).isEmpty())
        .ifPresent(
            it ->
                values.reject(
                    keys.cpuLimit(),
                    values.typed(keys.cpuLimit()),
                    "at least the CPU request (%s)".formatted(request.toKubernetes())));
    var role =
        new RoleSettings(
            request,
            limit.orElse(larger(otherwise, request)),
            new StorageSettings(
                values.get(keys.storage()), keys.storageClass().flatMap(values::get)),
            new PropertiesReader(values, keys, sparkVersion).read(),
            values.get(keys.logLevels()),
            PodReader.read(values, keys));
    new RoleRules(values, keys, role.properties()).check();
    return role;
  }

  private static CpuQuantity larger(CpuQuantity one, CpuQuantity other) {
    return one.millicores() >= other.millicores() ? one : other;
  }

  /** CPU for {@code cores} tasks, and one core for garbage collector, compilers and daemon. */
  static CpuQuantity limitFor(int cores) {
    return new CpuQuantity((cores + 1) * MILLICORES);
  }
}
