package sparkstack.examples.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  @Test
  void withoutArgumentsTheDataInTheJarIsPrintedAsItIs() throws Exception {
    assertEquals(new Arguments(Optional.empty(), Optional.empty(), 1), Arguments.parse());
  }

  @Test
  void argumentsComeInAnyOrder() throws Exception {
    assertEquals(
        new Arguments(Optional.of("/in.csv"), Optional.of("/out"), 20),
        Arguments.parse("--scale", "20", "--output", "/out", "--input", "/in.csv"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --verbose               | unknown argument "--verbose"
          in.csv                  | unknown argument "in.csv"
          --output                | --output needs a value
          --output --scale 3      | --output needs a value
          --scale 1 --scale 2     | --scale is given twice
          --scale many            | --scale must be a whole number from 1 to 100000000, not "many"
          --scale 0               | --scale must be a whole number from 1 to 100000000, not "0"
          --scale -3              | --scale must be a whole number from 1 to 100000000, not "-3"
          --scale 1.5             | --scale must be a whole number from 1 to 100000000, not "1.5"
          --scale 100000001      | --scale must be a whole number from 1 to 100000000, not "100000001"
          --input /a --output /a/ | --input and --output must not contain each other
          --input file:///a/b.csv --output /a | --input and --output must not contain each other
          --input /a --output /a/out          | --input and --output must not contain each other
          """)
  void aBadCommandLineIsAnsweredInOneLineWithTheUsage(String commandLine, String problem) {
    Arguments.UsageException e =
        assertThrows(
            Arguments.UsageException.class, () -> Arguments.parse(commandLine.split(" +")));

    assertEquals(
        problem + "; usage: weather [--input PATH] [--output PATH] [--scale N]", e.getMessage());
  }

  @Test
  void pathsThatOnlyStartAlikeDoNotOverlap() throws Exception {
    assertTrue(Arguments.parse("--input", "/data", "--output", "/data2").output().isPresent());
  }
}
