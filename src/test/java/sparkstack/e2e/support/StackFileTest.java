package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {
  @TempDir Path folder;

  @Test
  void listsTheStacksThatHaveAFile() throws IOException {
    for (var file : List.of("Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.dev.yaml", "README.md")) {
      Files.createFile(folder.resolve(file));
    }

    assertEquals(List.of("dev", "prod"), StackFile.names(folder));
  }

  @Test
  void replacesEverySecretWithAFixedValue() throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.prod.yaml"),
        """
        encryptionsalt: v1:AAAA
        config:
          spark:token:
            secure: v1:BBBB
          spark:users:
            - name: ada
              password:
                secure: v1:CCCC
          spark:workerReplicas: 2
        """);

    var file = StackFile.read(folder, "prod");

    assertEquals(
        Map.of(
            "spark:token",
            StackFile.SECRET,
            "spark:users",
            List.of(Map.of("name", "ada", "password", StackFile.SECRET)),
            "spark:workerReplicas",
            2),
        file.config());
    assertEquals(List.of("spark:token", "spark:users[0][\"password\"]"), file.secretPaths());
  }

  @Test
  void acceptsAFileWithoutConfig() throws IOException {
    Files.writeString(folder.resolve("Pulumi.prod.yaml"), "encryptionsalt: v1:AAAA\n");

    assertEquals(new StackFile(Map.of(), List.of()), StackFile.read(folder, "prod"));
  }
}
