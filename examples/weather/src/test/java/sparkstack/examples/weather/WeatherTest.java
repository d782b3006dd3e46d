package sparkstack.examples.weather;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Console;

/**
 * The application from the user's point of view: exit status, standard output and standard error.
 */
class WeatherTest {

  private static final String HEADER = "date,precipitation,temp_max,temp_min,wind,weather\n";

  @TempDir Path temp;

  @Test
  void printsTheTableOfAllMonthsAndThenOneLine() {
    Path folder = temp.resolve("months");

    Result result = run("--output", folder.toString());

    assertEquals(0, result.status, result.err);
    List<String> lines = result.out.lines().filter(line -> !line.isBlank()).toList();
    // The table has three rules and a header.
    assertEquals(3 + 1 + 48 + 1, lines.size(), result.out);
    assertTrue(lines.get(3).matches("\\|2012\\|1 +\\|31 .*\\|173\\.3 +\\|"), lines.get(3));
    assertTrue(lines.get(50).matches("\\|2015\\|12 +\\|31 .*\\|284\\.5 +\\|"), lines.get(50));
    assertEquals("weather: 48 months from 1461 days, scale 1, written to " + folder, lines.get(52));
  }

  @Test
  void readsAnInputAndScalesItWithoutWriting() throws IOException {
    Path input =
        input(HEADER + "2020/02/01,1.5,4.0,-1.0,2.0,rain\n2020/03/01,0.0,9.5,1.0,2.0,sun\n");

    Result result = run("--input", input.toString(), "--scale", "5");

    assertEquals(0, result.status, result.err);
    assertTrue(
        result.out.endsWith("weather: 2 months from 2 days, scale 5, not written\n"), result.out);
  }

  @Test
  void badArgumentsEndItBeforeASessionIsMade() {
    Result result = run(() -> fail("a session was made"), "--scale", "0");

    assertEquals(2, result.status);
    assertEquals(
        "weather: --scale must be a whole number from 1 to 100000000, not \"0\";"
            + " usage: weather [--input PATH] [--output PATH] [--scale N]\n",
        result.err);
  }

  @Test
  void aMissingInputIsNamed() {
    assertFails("Path does not exist: file:/no/such.csv", run("--input", "/no/such.csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x,0.0,12.8,5.0,4.7,sun              | Text 'x' could not be parsed
          2012/01/01,0.0,hot,5.0,4.7,sun      | Character h is neither a decimal digit number
          2012/01/01,0.0,12.8,5.0,sun         | Malformed CSV record: 2012/01/01,0.0,12.8,5.0,sun
          2012/01/01,0.0,12.8,5.0,4.7,sun,sun | Malformed CSV record: 2012/01/01,0.0,12.8,5.0,4.7,sun,sun
          2012/01/01,0.0,12.8,,4.7,sun        | no value for temp_min in the row of 2012-01-01
          """)
  void aMalformedRowIsShown(String row, String reason) throws IOException {
    assertFails(reason, run("--input", input(HEADER + row + "\n").toString()));
  }

  @Test
  void columnsInAnotherOrderAreNotMistakenForEachOther() throws IOException {
    Path input =
        input(
            "date,precipitation,temp_min,temp_max,wind,weather\n2012/01/01,0.0,5.0,9.0,4.7,sun\n");

    assertFails("Expected: temp_max but found: temp_min", run("--input", input.toString()));
  }

  @Test
  void anInputWithoutObservationsIsAFailure() throws IOException {
    Path input = input(HEADER);

    assertFails("no observations in " + input, run("--input", input.toString()));
  }

  @Test
  void anOutputThatCannotBeWrittenIsAFailure() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertFails(file.toString(), run("--output", file.resolve("months").toString()));
  }

  private static void assertFails(String reason, Result result) {
    assertAll(
        () -> assertEquals(1, result.status),
        () -> assertTrue(result.err.startsWith("weather: failed: "), result.err),
        () -> assertTrue(result.err.contains(reason), result.err),
        () -> assertEquals(1, result.err.lines().count(), result.err));
  }

  private Path input(String csv) throws IOException {
    return Files.writeString(temp.resolve("input.csv"), csv);
  }

  private record Result(int status, String out, String err) {}

  private static Result run(String... args) {
    return run(LocalSpark::open, args);
  }

  private static Result run(Supplier<SparkSession> session, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      // Spark prints tables to Scala's console, which keeps the System.out of its initialization.
      int status = Console.withOut(System.out, () -> Weather.run(args, session));
      return new Result(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
  }
}
