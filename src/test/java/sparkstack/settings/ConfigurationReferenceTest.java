package sparkstack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  /** With -Dreference.renew=true, the file is written instead. */
  @Test
  void isWhatTheProgramReads() throws IOException {
    var text = ConfigurationReference.text();
    if (Boolean.getBoolean("reference.renew")) {
      Files.writeString(ConfigurationReference.FILE, text);
    }
    assertEquals(
        text,
        Files.readString(ConfigurationReference.FILE),
        ConfigurationReference.FILE + " is not what the program reads: make reference renews it");
  }
}
