package sparkstack.dockerplugin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The login that a resource brings along, for one run of the docker command: a copy of the user's
 * docker configuration with this login in it. What else the user has set up (other logins, proxies,
 * plugins) stays in force, and their own files stay as they are.
 */
final class RegistryAuth implements AutoCloseable {
  private final Optional<TemporaryFolder> folder;

  private RegistryAuth(Optional<TemporaryFolder> folder) {
    this.folder = folder;
  }

  static RegistryAuth of(
      ImageReference image, ImageInputs.Registry registry, Map<String, String> environment) {
    return new RegistryAuth(
        registry
            .login()
            .map(login -> write(server(image, registry), login, userFolder(environment))));
  }

  static String server(ImageReference image, ImageInputs.Registry registry) {
    return registry.server().map(ImageReference::authServer).orElseGet(image::authServer);
  }

  private static Path userFolder(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("DOCKER_CONFIG"))
        .map(Path::of)
        .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "/"), ".docker"));
  }

  private static TemporaryFolder write(String server, ImageInputs.Login login, Path userFolder) {
    TemporaryFolder folder = TemporaryFolder.create();
    try {
      folder.write("config.json", withLogin(userConfig(userFolder), server, login).toString());
      if (Files.isDirectory(userFolder)) {
        try (Stream<Path> files = Files.list(userFolder)) {
          files.filter(file -> !file.endsWith("config.json")).forEach(folder::link);
        }
      }
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static JsonObject userConfig(Path userFolder) throws IOException {
    Path file = userFolder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      return new JsonObject();
    }
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (JsonSyntaxException | IllegalStateException e) {
      // Without the parser's own message, which could quote a login.
      throw new UserError("%s is not valid JSON".formatted(file));
    }
  }

  static JsonObject withLogin(JsonObject config, String server, ImageInputs.Login login) {
    String both = login.username() + ":" + login.password();
    JsonObject auth = new JsonObject();
    auth.addProperty(
        "auth", Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    child(config, "auths").add(server, auth);
    // A credential store would be asked instead of the file, unless this server has none of its
    // own.
    child(config, "credHelpers").addProperty(server, "");
    return config;
  }

  private static JsonObject child(JsonObject parent, String name) {
    JsonElement child = parent.get(name);
    if (child == null || !child.isJsonObject()) {
      parent.add(name, new JsonObject());
    }
    return parent.getAsJsonObject(name);
  }

  /** For the docker command; empty if the user's own configuration is to be used. */
  Map<String, String> environment() {
    return folder.map(f -> Map.of("DOCKER_CONFIG", f.path().toString())).orElse(Map.of());
  }

  @Override
  public void close() {
    folder.ifPresent(TemporaryFolder::close);
  }
}
