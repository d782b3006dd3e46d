package sparkstack.settings;

import java.util.Map;

/**
 * The settings of pods that every role has.
 *
 * @param cpuRequest CPU that a pod is guaranteed
 * @param cpuLimit most CPU that a pod gets; its JVMs take it for the number of processors
 * @param storage disk space that the pod may use
 * @param properties Spark properties, by name
 * @param logLevels Log4j levels, by logger; {@code root} is the level of all other loggers
 */
public record RoleSettings(
    CpuQuantity cpuRequest,
    CpuQuantity cpuLimit,
    StorageSettings storage,
    Map<String, String> properties,
    Map<String, String> logLevels,
    PodSettings pod) {

  /** The same, with only the role's own container and volumes. */
  public RoleSettings withoutAdditions() {
    return new RoleSettings(
        cpuRequest, cpuLimit, storage, properties, logLevels, pod.withoutAdditions());
  }
}
