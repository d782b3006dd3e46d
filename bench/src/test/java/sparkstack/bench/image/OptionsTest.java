package sparkstack.bench.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparkstack.bench.BenchException;

class OptionsTest {

  @Test
  void comeInAnyOrder() {
    assertEquals(
        new Options(Path.of("/project"), Path.of("dev.yaml"), 5, 1000),
        Options.parse(
            "--runs", "5", "--config", "dev.yaml", "--scale", "1000", "--project", "/project"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --verbose                                   | unknown argument "--verbose"
          --project . --config c --runs               | --runs needs a value
          --project . --config c --scale 1            | --runs is missing
          --project . --config c --scale 1 --runs 0   | --runs must be a whole number from 1 to 1000, not "0"
          --project . --config c --runs 1 --scale all | --scale must be a whole number from 1 to 100000000, not "all"
          """)
  void tellWhatIsWrong(String commandLine, String problem) {
    BenchException e =
        assertThrows(BenchException.class, () -> Options.parse(commandLine.split(" +")));

    assertTrue(e.getMessage().startsWith(problem), e.getMessage());
  }
}
