package sparkstack.settings;

import java.util.Optional;

/**
 * What the stack's config asks for.
 *
 * @param driver empty if no application is to run
 */
public record Settings(
    ImageSettings image, ClusterSettings cluster, Optional<DriverSettings> driver) {}
