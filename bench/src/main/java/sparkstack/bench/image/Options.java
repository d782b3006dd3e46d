package sparkstack.bench.image;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sparkstack.bench.BenchException;

/**
 * What the command line asks for.
 *
 * @param project the repository's root
 * @param config the stack's file, for registry, mirror and base images
 * @param runs how often each thing is measured
 * @param scale of the longer of the two jobs
 */
record Options(Path project, Path config, int runs, int scale) {
  private static final String USAGE =
      "usage: ImageBench --project FOLDER --config FILE --runs N --scale N";
  private static final List<String> NAMES = List.of("--project", "--config", "--runs", "--scale");
  private static final int MAX_RUNS = 1_000;

  /** As much as the example application takes. */
  private static final int MAX_SCALE = 100_000_000;

  static Options parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!NAMES.contains(arguments[i])) {
        throw new BenchException("unknown argument \"%s\"; %s".formatted(arguments[i], USAGE));
      }
      if (i + 1 == arguments.length || arguments[i + 1].isBlank()) {
        throw new BenchException("%s needs a value; %s".formatted(arguments[i], USAGE));
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    for (String name : NAMES) {
      if (!values.containsKey(name)) {
        throw new BenchException("%s is missing; %s".formatted(name, USAGE));
      }
    }
    return new Options(
        Path.of(values.get("--project")).toAbsolutePath().normalize(),
        Path.of(values.get("--config")),
        number("--runs", values.get("--runs"), MAX_RUNS),
        number("--scale", values.get("--scale"), MAX_SCALE));
  }

  private static int number(String name, String value, int max) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw new BenchException(
        "%s must be a whole number from 1 to %d, not \"%s\"".formatted(name, max, value));
  }
}
