package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * What the stack's config asks for.
 *
 * @param driver empty if no application is to run
 * @param warnings what is allowed, but not wise
 */
public record Settings(
    ImageSource image,
    ClusterSettings cluster,
    Optional<DriverSettings> driver,
    List<String> warnings) {}
