package sparkstack.settings;

import java.util.Optional;

/**
 * The image that every role runs.
 *
 * @param registry registry that it is pushed to and pulled from, {@code HOST} or {@code HOST:PORT}
 * @param repository repository in the registry
 * @param applicationJar jar to bake in; empty if none, or if the image has it already
 */
public record ImageSettings(
    String registry,
    String repository,
    SparkRelease spark,
    ImageContents contents,
    ImageBuildSettings build,
    Optional<ApplicationJar> applicationJar) {}
