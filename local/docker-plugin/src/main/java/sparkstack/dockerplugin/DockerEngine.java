package sparkstack.dockerplugin;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Docker engine that answered, or one behind ssh, which is asked no earlier than needed.
 *
 * @param environment what makes the docker command talk to this engine
 */
record DockerEngine(DockerCli cli, String host, Map<String, String> environment) {
  private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

  /**
   * @param config the provider's settings, which come before the environment's
   */
  static DockerEngine connect(DockerCli cli, Struct config, Map<String, String> environment) {
    Settings settings = new Settings(Properties.plain(config), environment);
    if (settings.get("sshOpts", "").isPresent()) {
      throw new UserError(
          "docker:sshOpts has no effect here: put ssh's options for this host into ~/.ssh/config");
    }
    Map<String, String> certificates = certificates(settings);
    List<String> failures = new ArrayList<>();
    for (String host : hosts(settings, environment)) {
      DockerEngine engine = new DockerEngine(cli, host, variables(host, certificates));
      Optional<String> failure = engine.ping();
      if (failure.isEmpty()) {
        return engine;
      }
      failures.add("%s (%s)".formatted(host, failure.get()));
    }
    throw new UserError(
        "failed to connect to any docker daemon\ntried %s: start the Docker engine, or name its address in DOCKER_HOST or in the stack's config key docker:host"
            .formatted(String.join(" and ", failures)));
  }

  private static List<String> hosts(Settings settings, Map<String, String> environment) {
    return settings
        .get("host", "DOCKER_HOST")
        .map(List::of)
        .orElseGet(
            () ->
                Stream.concat(Stream.of(DEFAULT_HOST), desktopHosts(environment.get("HOME")))
                    .toList());
  }

  private static Stream<String> desktopHosts(String home) {
    return Stream.of("run", "desktop")
        .map(folder -> Path.of(home == null ? "/" : home, ".docker", folder, "docker.sock"))
        .filter(Files::exists)
        .map(socket -> "unix://" + socket);
  }

  private static Map<String, String> variables(String host, Map<String, String> certificates) {
    Map<String, String> variables = new HashMap<>();
    variables.put("DOCKER_HOST", host);
    if (host.startsWith("tcp://")) {
      variables.putAll(certificates);
    }
    return variables;
  }

  private static Map<String, String> certificates(Settings settings) {
    Optional<String> ca = settings.get("caMaterial", "DOCKER_CA_MATERIAL");
    Optional<String> certificate = settings.get("certMaterial", "DOCKER_CERT_MATERIAL");
    Optional<String> key = settings.get("keyMaterial", "DOCKER_KEY_MATERIAL");
    Optional<String> folder = settings.get("certPath", "DOCKER_CERT_PATH");
    if (ca.isPresent() || certificate.isPresent() || key.isPresent()) {
      if (folder.isPresent()) {
        throw new UserError(
            "set either docker:certPath or docker:caMaterial, certMaterial and keyMaterial");
      }
      if (ca.isEmpty() || certificate.isEmpty() || key.isEmpty()) {
        throw new UserError(
            "docker:caMaterial, certMaterial and keyMaterial go together: one of them is missing");
      }
      TemporaryFolder files = TemporaryFolder.create(); // for as long as the plugin runs
      files.write("ca.pem", ca.get());
      files.write("cert.pem", certificate.get());
      files.write("key.pem", key.get());
      folder = Optional.of(files.path().toString());
    }
    return folder
        .map(path -> Map.of("DOCKER_CERT_PATH", path, "DOCKER_TLS_VERIFY", "1"))
        .orElse(Map.of());
  }

  /** Why the engine does not answer, if it doesn't. */
  private Optional<String> ping() {
    if (host.startsWith("ssh://")) {
      return Optional.empty();
    }
    DockerCli.Result result =
        cli.run(List.of("version", "--format", "{{.Server.Version}}"), environment);
    if (result.succeeded() && !result.output().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(DockerCli.lastLine(result.errors()).orElse("no answer"));
  }

  private record Settings(Map<String, Value> config, Map<String, String> environment) {
    Optional<String> get(String key, String variable) {
      return Stream.of(
              config.getOrDefault(key, Value.getDefaultInstance()).getStringValue(),
              environment.getOrDefault(variable, ""))
          .filter(value -> !value.isEmpty())
          .findFirst();
    }
  }
}
