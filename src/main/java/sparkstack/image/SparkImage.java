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
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import sparkstack.settings.ExistingImage;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.ImageSource;
import sparkstack.settings.RegistryCredentials;

/** The image that master, workers and drivers all run, built and pushed. */
public final class SparkImage extends ComponentResource {
  /** In the build context. */
  static final Path DOCKERFILE = Path.of("docker", "Dockerfile");

  private final Output<String> reference;

  /**
   * Builds and pushes the image.
   *
   * @param buildContext folder that is the build context: a checkout of this program, which has
   *     docker/Dockerfile, and with it the jar that is to be baked in
   * @param options with a provider of docker images, such as {@link sparkstack.Providers#docker}
   * @throws RunException if the build context cannot be read
   */
  public SparkImage(
      String name, ImageSettings settings, Path buildContext, ComponentResourceOptions options) {
    super("spark:index:SparkImage", name, options);
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
   * The image to run: one that is there, or one that is built and pushed.
   *
   * @param buildContext folder that an image is built in, as of {@link #SparkImage}
   * @param docker asked for only if one is built: a provider looks for its Docker engine at once
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

  /** The image by its digest, {@code REGISTRY/REPOSITORY@sha256:…}: what pods are to run. */
  public Output<String> reference() {
    return reference;
  }

  /** Other contents have another name, so that no stack changes what another one runs. */
  private static String taggedName(ImageSettings settings, String digest) {
    return "%s/%s:%s-%s"
        .formatted(settings.registry(), settings.repository(), settings.spark().version(), digest);
  }

  /** The docker plugin runs there; a whole path would be a change on every other machine. */
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

  /** The docker plugin gives {@code <none>@<none>} where it finds none (pulumi-docker#1015). */
  private static String requireDigest(String repoDigest) {
    if (!repoDigest.contains("@sha256:")) {
      throw new RunException(
          "The registry gave the pushed image no digest, but \"%s\"".formatted(repoDigest));
    }
    return repoDigest;
  }
}
