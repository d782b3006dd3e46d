package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * The settings from the stack's config.
 *
 * @param driver empty if no application runs
 * @param warnings settings that are allowed, but not recommended
 */
public record Settings(
    ImageSource image,
    ClusterSettings cluster,
    Optional<DriverSettings> driver,
    List<String> warnings) {}
