package sparkstack.settings;

import java.util.Optional;

/**
 * The image of every role.
 *
 * @param registry registry to push to and pull from, {@code HOST} or {@code HOST:PORT}
 * @param repository repository in the registry
 * @param applicationJar jar to copy into the image; empty if there is none, or if the image already
 *     has it
 * @param credentials credentials for the push; empty to use the Docker client's
 * @param referenceKey key with which the user sets an existing image instead, for messages
 */
public record ImageSettings(
    String registry,
    String repository,
    SparkRelease spark,
    ImageContents contents,
    ImageBuildSettings build,
    Optional<ApplicationJar> applicationJar,
    Optional<RegistryCredentials> credentials,
    String referenceKey)
    implements ImageSource {

  /** The same image with an application's jar. */
  public ImageSettings with(ApplicationJar jar) {
    return new ImageSettings(
        registry, repository, spark, contents, build, Optional.of(jar), credentials, referenceKey);
  }
}
