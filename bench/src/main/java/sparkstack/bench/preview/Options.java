package sparkstack.bench.preview;

import java.nio.file.Path;
import java.util.List;
import sparkstack.bench.Arguments;

/**
 * The arguments of the command line.
 *
 * @param project root of the repository
 * @param config stack file that fits the cluster
 * @param image image that the cluster can pull, by digest
 * @param runs number of measurements
 */
record Options(Path project, Path config, String image, int runs) {
  private static final String USAGE =
      "usage: PreviewBench --project FOLDER --config FILE --image REFERENCE --runs N";
  private static final List<String> NAMES = List.of("--project", "--config", "--image", "--runs");
  private static final int MAX_RUNS = 1_000;

  static Options parse(String... commandLine) {
    Arguments arguments = Arguments.parse(USAGE, NAMES, commandLine);
    return new Options(
        arguments.path("--project").toAbsolutePath().normalize(),
        arguments.path("--config"),
        arguments.text("--image"),
        arguments.number("--runs", MAX_RUNS));
  }
}
