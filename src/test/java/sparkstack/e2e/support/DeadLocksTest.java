package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLocksTest {
  @TempDir Path data;
  private Path locks;

  @BeforeEach
  void createFolder() throws IOException {
    locks = Files.createDirectories(data.resolve("state/.pulumi/locks/organization/spark/some"));
  }

  @Test
  void theLockOfAKilledProcessIsRemoved() throws Exception {
    var process = new ProcessBuilder("sleep", "600").start();
    var lock = lock(process);
    process.destroyForcibly().waitFor();

    var said = DeadLocks.remove(data, "some");

    assertFalse(Files.exists(lock));
    assertEquals("Removing the stale lock of a killed update", said.strip());
  }

  @Test
  void theLockOfARunningPulumiStays() throws Exception {
    var pulumi = data.resolve("pulumi");
    Files.copy(Path.of("/bin/sleep"), pulumi);
    assertTrue(pulumi.toFile().setExecutable(true));
    var process = new ProcessBuilder(pulumi.toString(), "600").start();
    try {
      var lock = lock(process);

      assertEquals("", DeadLocks.remove(data, "some"));

      assertTrue(Files.exists(lock));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStackWithoutLocksIsNoError() throws Exception {
    assertEquals("", DeadLocks.remove(data, "other"));
  }

  private Path lock(Process process) throws IOException {
    var content = new Gson().toJson(Map.of("pid", process.pid()));
    return Files.writeString(locks.resolve("0123.json"), content);
  }
}
