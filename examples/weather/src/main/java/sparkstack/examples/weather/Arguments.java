package sparkstack.examples.weather;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of the command line.
 *
 * @param input CSV file or folder of CSV files, any path or URL that Spark can read; empty for the
 *     observations in the jar
 * @param output folder for the Parquet files, replaced if it exists; empty to only print
 * @param scale how many times each observation counts, from 1 to {@link #MAX_SCALE}
 */
record Arguments(Optional<String> input, Optional<String> output, int scale) {

  /** Keeps the totals of a month within the 15 digits of their decimal type. */
  static final int MAX_SCALE = 100_000_000;

  private static final String USAGE = "usage: weather [--input PATH] [--output PATH] [--scale N]";

  private static final List<String> OPTIONS = List.of("--input", "--output", "--scale");

  /** An invalid command line. The message is one line and ends with the usage. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private UsageException(String problem) {
      super(problem + "; " + USAGE);
    }
  }

  static Arguments parse(String... args) throws UsageException {
    Map<String, String> values = valuesByOption(args);
    Optional<String> input = Optional.ofNullable(values.get("--input"));
    Optional<String> output = Optional.ofNullable(values.get("--output"));
    rejectOverlap(input, output);
    return new Arguments(input, output, scale(values.getOrDefault("--scale", "1")));
  }

  private static Map<String, String> valuesByOption(String... args) throws UsageException {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      String option = args[i];
      if (!OPTIONS.contains(option)) {
        throw new UsageException("unknown argument \"" + option + "\"");
      }
      if (i + 1 == args.length || args[i + 1].isBlank() || OPTIONS.contains(args[i + 1])) {
        throw new UsageException(option + " needs a value");
      }
      if (values.put(option, args[i + 1]) != null) {
        throw new UsageException(option + " is given twice");
      }
    }
    return values;
  }

  private static int scale(String value) throws UsageException {
    try {
      int scale = Integer.parseInt(value);
      if (scale >= 1 && scale <= MAX_SCALE) {
        return scale;
      }
    } catch (NumberFormatException e) {
      // Handled below, with numbers out of range.
    }
    throw new UsageException(
        "--scale must be a whole number from 1 to " + MAX_SCALE + ", not \"" + value + "\"");
  }

  /** Overwriting deletes the output folder first, and a later run would read its files as input. */
  private static void rejectOverlap(Optional<String> input, Optional<String> output)
      throws UsageException {
    if (input.isEmpty() || output.isEmpty()) {
      return;
    }
    String in = asFolder(input.get());
    String out = asFolder(output.get());
    if (in.startsWith(out) || out.startsWith(in)) {
      throw new UsageException("--input and --output must not contain each other");
    }
  }

  private static String asFolder(String path) {
    return path.replaceFirst("^file:/+", "/").replaceFirst("/*$", "/");
  }
}
