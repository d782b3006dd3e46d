package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log of the example application. */
public record WeatherLog(String text) {
  /** The result that the application's own tests check. */
  private static final Path EXPECTED_MONTHS =
      Path.of(
          "examples/weather/src/test/resources/sparkstack/examples/weather/expected-months.csv");

  /** The log of a stack's driver. */
  public static WeatherLog of(SparkNamespace namespace) {
    return new WeatherLog(namespace.driverLog());
  }

  /** Requires the table and the summary of a run with the default input. */
  public void requireRightNumbersWrittenTo(String folder) throws IOException {
    assertEquals(Files.readAllLines(EXPECTED_MONTHS), months());
    requireSummary(1, "written to " + folder);
  }

  /**
   * Requires the summary line of a run with the default input. It need not be the last line,
   * because standard output and standard error of a container have no fixed order.
   */
  public void requireSummary(int scale, String written) {
    assertEquals(List.of(summary(scale, written)), summaries(), text);
  }

  /** The summary line of a right run with the default input. */
  public static String summary(int scale, String written) {
    return "weather: 48 months from 1461 days, scale %d, %s".formatted(scale, written);
  }

  /** The lines with a summary or an error of the application. */
  public List<String> summaries() {
    return text.lines().filter(line -> line.startsWith("weather: ")).toList();
  }

  /** The rows of the table, with the heading first, as lines of CSV. */
  private List<String> months() {
    return text.lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.substring(1, line.length() - 1).replace(" ", "").replace('|', ','))
        .toList();
  }
}
