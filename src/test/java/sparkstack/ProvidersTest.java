package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.bootstrap.internal.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProvidersTest {

  /** Pulumi's Java host reads this list, and installs the plugins before the program runs. */
  @Test
  void pulumiInstallsThePluginsThatTheStackTalksThrough() {
    var printed = new ByteArrayOutputStream();
    var output = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {"packages"});
    } finally {
      System.setOut(output);
    }

    assertEquals(
        """
        [{"resource":true,"name":"docker","version":"%s"},\
        {"resource":true,"name":"kubernetes","version":"%s"}]"""
            .formatted(Providers.DOCKER_PLUGIN, Providers.KUBERNETES_PLUGIN),
        printed.toString(StandardCharsets.UTF_8).strip());
  }
}
