package sparkstack.bench.image;

import java.time.Instant;
import sparkstack.bench.Comparison;

/** Builds and pushes images, and measures build time and size. */
final class Builds {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final Docker docker;
  private final String registryHost;
  private final Registry registry;
  private final Comparison comparison;

  Builds(Docker docker, String registryHost, Registry registry, Comparison comparison) {
    this.docker = docker;
    this.registryHost = registryHost;
    this.registry = registry;
    this.comparison = comparison;
  }

  String reference(BenchImage image) {
    return "%s/%s:%s".formatted(registryHost, Leftovers.REPOSITORY, image.tag());
  }

  /** Builds with nothing cached except downloads. */
  void cold(BenchImage image) {
    comparison.add(Measures.COLD_BUILD, image.subject(), build(image, "--no-cache"));
  }

  void warm(BenchImage image) {
    comparison.add(Measures.WARM_BUILD, image.subject(), build(image));
  }

  /** Builds the image, and returns the seconds that it took. */
  double build(BenchImage image, String... options) {
    Instant start = Instant.now();
    docker.runLong(image.buildCommand(reference(image), options));
    return Container.seconds(start, Instant.now());
  }

  /** Pushes the image, and returns the number of layers that the registry did not have. */
  int push(BenchImage image) {
    return PushOutput.pushedLayers(docker.runLong("push", reference(image)));
  }

  void size(BenchImage image) {
    Registry.Manifest manifest = registry.manifest(Leftovers.REPOSITORY, image.tag());
    comparison.add(Measures.COMPRESSED, image.subject(), manifest.size() / BYTES_PER_MEGABYTE);
    comparison.add(Measures.LAYERS, image.subject(), manifest.layers().size());
    String unpacked = docker.run("image", "inspect", "--format", "{{.Size}}", reference(image));
    comparison.add(
        Measures.UNPACKED, image.subject(), Long.parseLong(unpacked) / BYTES_PER_MEGABYTE);
  }
}
