package sparkstack.bench.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sparkstack.bench.BenchException;

class OptionsTest {

  @Test
  void comeInAnyOrder() {
    assertEquals(
        new Options(Path.of("/project"), Path.of("dev.yaml"), "spark@sha256:12", 5),
        Options.parse(
            "--runs",
            "5",
            "--image",
            "spark@sha256:12",
            "--config",
            "dev.yaml",
            "--project",
            "/project"));
  }

  @Test
  void areAllNeeded() {
    BenchException e =
        assertThrows(BenchException.class, () -> Options.parse("--project", ".", "--runs", "5"));

    assertTrue(
        e.getMessage().startsWith("--config is missing; usage: PreviewBench"), e.getMessage());
  }
}
