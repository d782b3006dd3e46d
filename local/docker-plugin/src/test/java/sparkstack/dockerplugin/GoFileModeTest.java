package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFileModeTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "100644, -rw-r--r--",
    "100755, -rwxr-xr-x",
    "100000, ----------",
    "120777, Lrwxrwxrwx",
    "040755, drwxr-xr-x",
    "041777, dtrwxrwxrwx",
    "104755, urwxr-xr-x",
    "102755, grwxr-xr-x",
    "106755, ugrwxr-xr-x",
    "010644, prw-r--r--",
    "140755, Srwxr-xr-x",
    "020666, Dcrw-rw-rw-",
    "060660, Drw-rw----",
  })
  void writesModesAsGoDoes(String octal, String text) {
    assertEquals(text, GoFileMode.of(Integer.parseInt(octal, 8)));
  }
}
