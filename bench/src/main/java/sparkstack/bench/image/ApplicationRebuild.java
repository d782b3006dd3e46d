package sparkstack.bench.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import sparkstack.bench.Comparison;

/**
 * The time that a developer waits after a change of the application: from a new jar to a pushed
 * image.
 */
final class ApplicationRebuild {
  private final Builds builds;
  private final Comparison comparison;
  private final Function<String, BenchImage> imageByTag;
  private final Path jar;
  private final byte[] original;

  /**
   * @param context folder with the jar, which is changed
   * @param imageByTag returns the image with the application, with a given tag
   */
  ApplicationRebuild(
      Builds builds, Comparison comparison, Path context, Function<String, BenchImage> imageByTag) {
    this.builds = builds;
    this.comparison = comparison;
    this.imageByTag = imageByTag;
    this.jar = context.resolve(Workspace.WEATHER_JAR);
    try {
      this.original = Files.readAllBytes(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds the image that the others differ from once, then repeats the rebuild. */
  void run(int runs) {
    buildAndPush(imageByTag.apply("application"));
    for (int run = 1; run <= runs; run++) {
      // A new comment each time: the engine may have the layers of an earlier bench in its cache.
      change("%d of %s".formatted(run, Instant.now()));
      BenchImage image = imageByTag.apply("application-" + run);
      Instant start = Instant.now();
      int layers = buildAndPush(image);
      double seconds = Container.seconds(start, Instant.now());
      comparison.add(Measures.APP_REBUILD, image.subject(), seconds);
      comparison.add(Measures.APP_LAYERS, image.subject(), layers);
    }
  }

  private int buildAndPush(BenchImage image) {
    builds.build(image);
    return builds.push(image);
  }

  private void change(String comment) {
    try {
      Files.write(jar, JarComment.set(original, comment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
