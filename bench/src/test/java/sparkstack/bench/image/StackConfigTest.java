package sparkstack.bench.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.bench.BenchException;

class StackConfigTest {

  @Test
  void becomesArgumentsOfTheBuilds() {
    StackConfig config =
        StackConfig.parse(
            "dev.yaml",
            """
            config:
              spark:registry: localhost:5000
              spark:mirrors:
                - http://one
                - http://two
              spark:baseImage: localhost:5000/debian:bookworm
              spark:workerReplicas: 2
            """);

    assertEquals("localhost:5000", config.registry());
    assertEquals(
        Map.of("MIRRORS", "http://one http://two", "BASE_IMAGE", "localhost:5000/debian:bookworm"),
        config.buildArguments());
  }

  @Test
  void mustNameARegistry() {
    assertMessage("dev.yaml has no spark:registry", "config: {}");
    assertMessage("dev.yaml has no spark:registry", "");
  }

  @Test
  void mustBeYaml() {
    assertMessage("dev.yaml is not YAML", "config: [");
  }

  private static void assertMessage(String start, String yaml) {
    BenchException e =
        assertThrows(BenchException.class, () -> StackConfig.parse("dev.yaml", yaml));
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
  }
}
