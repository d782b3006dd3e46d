package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the example application printed. */
public record WeatherLog(String text) {
  /** What it is known to compute, by its own tests. */
  private static final Path EXPECTED_MONTHS =
      Path.of(
          "examples/weather/src/test/resources/sparkstack/examples/weather/expected-months.csv");

  /** Of a stack's driver. */
  public static WeatherLog of(SparkNamespace namespace) {
    return new WeatherLog(namespace.driverLog());
  }

  /** Of a run with its default input. */
  public void requireRightNumbersWrittenTo(String folder) throws IOException {
    assertEquals(Files.readAllLines(EXPECTED_MONTHS), months());
    requireSummary(1, "written to " + folder);
  }

  /**
   * Of a run with its default input: the one line that says what it did. Not the last line: a
   * container's output and its log come in any order.
   */
  public void requireSummary(int scale, String written) {
    assertEquals(
        List.of("weather: 48 months from 1461 days, scale %d, %s".formatted(scale, written)),
        text.lines().filter(line -> line.startsWith("weather: ")).toList(),
        text);
  }

  /** The rows of its table, heading first, as lines of CSV. */
  private List<String> months() {
    return text.lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.substring(1, line.length() - 1).replace(" ", "").replace('|', ','))
        .toList();
  }
}
