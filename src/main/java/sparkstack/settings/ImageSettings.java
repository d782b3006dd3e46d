package sparkstack.settings;

import java.util.Optional;

/**
 * The image that every role runs.
 *
 * @param registry registry that it is pushed to and pulled from, {@code HOST} or {@code HOST:PORT}
 * @param repository repository in the registry
 * @param applicationJar jar to bake in; empty if none, or if the image has it already
 * @param credentials for the push; empty for those of the Docker client
 */
public record ImageSettings(
    String registry,
    String repository,
    SparkRelease spark,
    ImageContents contents,
    ImageBuildSettings build,
    Optional<ApplicationJar> applicationJar,
    Optional<RegistryCredentials> credentials)
    implements ImageSource {

  /** The same image with an application's jar in it. */
  public ImageSettings with(ApplicationJar jar) {
    return new ImageSettings(
        registry, repository, spark, contents, build, Optional.of(jar), credentials);
  }
}
