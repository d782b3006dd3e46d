package sparkstack.image;

import com.pulumi.core.Output;
import com.pulumi.deployment.Deployment;
import com.pulumi.docker.Image;
import com.pulumi.docker.ImageArgs;
import com.pulumi.docker.inputs.DockerBuildArgs;
import com.pulumi.docker.inputs.RegistryArgs;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import sparkstack.settings.ExistingImage;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.ImageSource;
import sparkstack.settings.RegistryCredentials;

/** The image of master, workers and drivers, built and pushed. */
public final class SparkImage extends ComponentResource {
  /** The path in the build context. */
  static final Path DOCKERFILE = Path.of("docker", "Dockerfile");

  private final Output<String> reference;

  /**
   * Builds and pushes the image.
   *
   * @param buildContext folder of the build context: a checkout of this program with
   *     docker/Dockerfile and, if the image has one, the application's jar
   * @param options must have a docker provider, for example {@link sparkstack.Providers#docker}
   * @throws RunException if the build context cannot be read
   */
  public SparkImage(
      String name, ImageSettings settings, Path buildContext, ComponentResourceOptions options) {
    super("spark:index:SparkImage", name, options);
    requireDockerfile(settings, buildContext);
    var build = ImageBuild.of(settings);
    var arguments =
        ImageArgs.builder()
            .imageName(taggedName(settings, BuildDigest.of(build, buildContext)))
            .build(dockerBuild(build, fromProject(buildContext)));
    settings.credentials().ifPresent(it -> arguments.registry(registry(settings.registry(), it)));
    var image =
        new Image(name, arguments.build(), CustomResourceOptions.builder().parent(this).build());
    reference = image.repoDigest().applyValue(SparkImage::requireDigest);
    registerOutputs(Map.of("reference", reference));
  }

  /**
   * The image to run: an existing one, or one that is built and pushed.
   *
   * @param buildContext folder to build an image in, see {@link #SparkImage}
   * @param docker called only if an image is built: a provider connects to its Docker engine at
   *     once
   */
  public static Output<String> reference(
      String name,
      ImageSource source,
      Path buildContext,
      Supplier<? extends ProviderResource> docker) {
    if (source instanceof ExistingImage existing) {
      return Output.of(existing.reference());
    }
    var options = ComponentResourceOptions.builder().providers(docker.get()).build();
    return new SparkImage(name, (ImageSettings) source, buildContext, options).reference();
  }

  /** The image by digest, {@code REGISTRY/REPOSITORY@sha256:…}, for the specs of pods. */
  public Output<String> reference() {
    return reference;
  }

  private static void requireDockerfile(ImageSettings settings, Path context) {
    if (!Files.isRegularFile(context.resolve(DOCKERFILE))) {
      throw new RunException(
          "The image's build context cannot be read: %s has no %s. Use a checkout of this program, or set %s to an existing image"
              .formatted(
                  context.toAbsolutePath().normalize(), DOCKERFILE, settings.referenceKey()));
    }
  }

  /** A tag for each set of contents, so that no stack changes the image that another stack runs. */
  private static String taggedName(ImageSettings settings, String digest) {
    return "%s/%s:%s-%s"
        .formatted(settings.registry(), settings.repository(), settings.spark().version(), digest);
  }

  /**
   * The path relative to the project, where the docker plugin runs. An absolute path would be a
   * change on every other machine.
   */
  private static Path fromProject(Path folder) {
    var project = Path.of(Deployment.getInstance().getRootDirectory()).toAbsolutePath().normalize();
    return project.relativize(folder.toAbsolutePath().normalize());
  }

  private static DockerBuildArgs dockerBuild(ImageBuild build, Path context) {
    return DockerBuildArgs.builder()
        .context(context.equals(Path.of("")) ? "." : context.toString())
        .dockerfile(context.resolve(DOCKERFILE).toString())
        .platform(build.platform())
        .target(build.target())
        .args(build.arguments())
        .build();
  }

  private static RegistryArgs registry(String server, RegistryCredentials credentials) {
    return RegistryArgs.builder()
        .server(server)
        .username(Output.ofSecret(credentials.username()))
        .password(Output.ofSecret(credentials.password().value()))
        .build();
  }

  /**
   * The docker plugin returns {@code <none>@<none>} if it finds no digest (pulumi-docker#1015).
   *
   * @param repoDigest null if an update with {@code --target} does not create the image
   *     (pulumi#15169). Pulumi creates no pod that needs it either
   */
  private static String requireDigest(String repoDigest) {
    if (repoDigest != null && !repoDigest.contains("@sha256:")) {
      throw new RunException(
          "The registry returned no digest for the pushed image, but \"%s\"".formatted(repoDigest));
    }
    return repoDigest;
  }
}
