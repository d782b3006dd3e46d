package sparkstack.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An application: its driver, which runs once.
 *
 * @param name of the application in its cluster: the names of its objects start with {@code
 *     CLUSTER-NAME}
 * @param mainClass class in {@code jar} with the application's main method
 * @param arguments the application's own arguments
 * @param memory the driver's heap
 * @param memoryOverhead what its container has besides, if that is not derived
 * @param timeout how long {@code pulumi up} waits for its end
 * @param dynamicAllocation empty for one that keeps the executors that it got
 */
public record DriverSettings(
    String name,
    ApplicationJar jar,
    String mainClass,
    List<String> arguments,
    MemorySize memory,
    Optional<MemorySize> memoryOverhead,
    Duration timeout,
    Optional<DynamicAllocation> dynamicAllocation,
    RoleSettings role) {}
