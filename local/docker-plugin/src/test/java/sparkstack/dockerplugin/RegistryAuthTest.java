package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAuthTest {
  private static final ImageReference IMAGE = ImageReference.parse("ghcr.io/me/spark:1");
  private static final Optional<ImageInputs.Login> LOGIN =
      Optional.of(new ImageInputs.Login("me", "open sesame"));

  @TempDir Path userFolder;

  @Test
  void leavesTheUsersConfigurationInForceWithoutALogin() {
    try (RegistryAuth auth = auth(Optional.of("ghcr.io"), Optional.empty())) {
      assertEquals(Map.of(), auth.environment());
    }
  }

  @Test
  void addsTheLoginToACopyOfTheUsersConfiguration() throws IOException {
    Files.writeString(
        userFolder.resolve("config.json"),
        """
        {"auths": {"quay.io": {"auth": "x"}}, "credsStore": "desktop", "proxies": {}}""");
    Files.createDirectories(userFolder.resolve("cli-plugins"));
    Files.writeString(userFolder.resolve("cli-plugins/docker-buildx"), "");

    try (RegistryAuth auth = auth(Optional.empty(), LOGIN)) {
      Path folder = Path.of(auth.environment().get("DOCKER_CONFIG"));
      JsonObject config = config(folder);

      assertEquals(
          "bWU6b3BlbiBzZXNhbWU=",
          config.getAsJsonObject("auths").getAsJsonObject("ghcr.io").get("auth").getAsString());
      assertTrue(config.getAsJsonObject("auths").has("quay.io"));
      assertEquals("desktop", config.get("credsStore").getAsString());
      assertEquals("", config.getAsJsonObject("credHelpers").get("ghcr.io").getAsString());
      assertTrue(config.has("proxies"));
      assertTrue(Files.exists(folder.resolve("cli-plugins/docker-buildx")));
    }
  }

  @Test
  void isForTheServerGiven() throws IOException {
    try (RegistryAuth auth = auth(Optional.of("https://docker.io"), LOGIN)) {
      JsonObject config = config(Path.of(auth.environment().get("DOCKER_CONFIG")));

      assertTrue(config.getAsJsonObject("auths").has("https://index.docker.io/v1/"));
      assertFalse(config.getAsJsonObject("auths").has("ghcr.io"), "sent to nobody else");
    }
  }

  @Test
  void isPrivateAndLeavesNothingBehind() throws IOException {
    Files.createDirectories(userFolder.resolve("contexts"));
    Files.writeString(userFolder.resolve("contexts/file"), "");
    Path folder;
    try (RegistryAuth auth = auth(Optional.empty(), LOGIN)) {
      folder = Path.of(auth.environment().get("DOCKER_CONFIG"));
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    assertFalse(Files.exists(folder));
    assertTrue(Files.exists(userFolder.resolve("contexts/file")));
  }

  @Test
  void quotesNothingOfABrokenConfiguration() throws IOException {
    Files.writeString(userFolder.resolve("config.json"), "{\"auth\": c2VjcmV0");

    UserError error = assertThrows(UserError.class, () -> auth(Optional.empty(), LOGIN));

    assertEquals(userFolder.resolve("config.json") + " is not valid JSON", error.getMessage());
  }

  private RegistryAuth auth(Optional<String> server, Optional<ImageInputs.Login> login) {
    return RegistryAuth.of(
        IMAGE,
        new ImageInputs.Registry(server, login),
        Map.of("DOCKER_CONFIG", userFolder.toString()));
  }

  private static JsonObject config(Path folder) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve("config.json")))
        .getAsJsonObject();
  }
}
