package sparkstack.bench.image;

import java.nio.file.Path;
import java.util.List;
import sparkstack.bench.Arguments;

/**
 * The arguments of the command line.
 *
 * @param project root of the repository
 * @param config stack file with registry, mirror and base images
 * @param runs number of measurements
 * @param scale scale of the longer job
 */
record Options(Path project, Path config, int runs, int scale) {
  private static final String USAGE =
      "usage: ImageBench --project FOLDER --config FILE --runs N --scale N";
  private static final List<String> NAMES = List.of("--project", "--config", "--runs", "--scale");
  private static final int MAX_RUNS = 1_000;

  /** The maximum of the example application. */
  private static final int MAX_SCALE = 100_000_000;

  static Options parse(String... commandLine) {
    Arguments arguments = Arguments.parse(USAGE, NAMES, commandLine);
    return new Options(
        arguments.path("--project").toAbsolutePath().normalize(),
        arguments.path("--config"),
        arguments.number("--runs", MAX_RUNS),
        arguments.number("--scale", MAX_SCALE));
  }
}
