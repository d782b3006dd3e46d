package sparkstack.settings;

import java.util.List;

/**
 * A driver: one run of an application.
 *
 * @param mainClass class in {@code jar} with the application's main method
 * @param arguments the application's own arguments
 * @param memory the driver's heap
 * @param cpuRequest CPU that its pod requests
 */
public record DriverSettings(
    ApplicationJar jar,
    String mainClass,
    List<String> arguments,
    MemorySize memory,
    CpuQuantity cpuRequest) {}
