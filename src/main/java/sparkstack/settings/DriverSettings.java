package sparkstack.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An application: its driver, which runs once.
 *
 * @param name name of the application in its cluster. The names of its objects start with {@code
 *     CLUSTER-NAME}
 * @param mainClass class in {@code jar} with the application's main method
 * @param arguments arguments of the application
 * @param memory the driver's heap
 * @param memoryOverhead memory of its container beyond the heap; empty to derive it
 * @param timeout how long {@code pulumi up} waits for the application to complete
 * @param dynamicAllocation empty if the application keeps its executors
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
