package sparkstack.settings;

import java.util.Map;

/**
 * What the pods of every role have.
 *
 * @param cpuRequest CPU that a pod is sure to get
 * @param cpuLimit CPU that it gets at most, and that its JVMs take for the machine's
 * @param storage what it may write to its own disk, a Kubernetes quantity of bytes
 * @param properties of Spark, by their names
 * @param logLevels levels of Log4j, by their loggers; {@code root} is that of all others
 */
public record RoleSettings(
    CpuQuantity cpuRequest,
    CpuQuantity cpuLimit,
    String storage,
    Map<String, String> properties,
    Map<String, String> logLevels,
    PodSettings pod) {}
