package sparkstack.image;

import com.pulumi.core.Output;
import com.pulumi.docker.Image;
import com.pulumi.docker.ImageArgs;
import com.pulumi.docker.inputs.DockerBuildArgs;
import com.pulumi.docker.inputs.RegistryArgs;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.nio.file.Path;
import java.util.Map;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.RegistryCredentials;

/** The image that master, workers and drivers all run, built and pushed. */
public final class SparkImage extends ComponentResource {
  /**
   * Said in so many words, because the docker plugin otherwise takes that of the machine that runs
   * Pulumi: a laptop with an ARM processor would build what the cluster cannot run.
   */
  static final String PLATFORM = "linux/amd64";

  private final Output<String> reference;

  /**
   * Builds and pushes the image.
   *
   * @param projectRoot folder that is the build context
   */
  public SparkImage(
      String name, ImageSettings settings, Path projectRoot, ComponentResourceOptions options) {
    super("spark:index:SparkImage", name, options);
    var build = ImageBuild.of(settings);
    var arguments =
        ImageArgs.builder()
            .imageName(taggedName(settings, BuildDigest.of(build, projectRoot)))
            .build(dockerBuild(build));
    settings.credentials().ifPresent(it -> arguments.registry(registry(settings.registry(), it)));
    var image =
        new Image(name, arguments.build(), CustomResourceOptions.builder().parent(this).build());
    reference = image.repoDigest().applyValue(SparkImage::requireDigest);
    registerOutputs(Map.of("reference", reference));
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

  private static DockerBuildArgs dockerBuild(ImageBuild build) {
    return DockerBuildArgs.builder()
        .context(".")
        .dockerfile("docker/Dockerfile")
        .platform(PLATFORM)
        .target(build.target())
        .args(build.arguments())
        .build();
  }

  private static RegistryArgs registry(String server, RegistryCredentials credentials) {
    return RegistryArgs.builder()
        .server(server)
        .username(credentials.username())
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
