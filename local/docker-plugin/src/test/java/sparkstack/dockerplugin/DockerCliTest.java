package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerCliTest {
  private static final String NO_BUILDX = "[ \"$1\" != buildx ] || exit 1";

  @TempDir Path machine;

  @Test
  void takesTheFirstDockerThatCanBuildWithBuildKit() throws IOException {
    docker("first", "28.2.2", NO_BUILDX);
    docker("second", "20.10.24+dfsg1", NO_BUILDX);
    docker("third", "28.2.2", "");

    DockerCli cli = DockerCli.find(Map.of("PATH", path("missing", "first", "second", "third")));

    cli.requireBuildKit();
    assertEquals("second", cli.run(List.of("whoami"), Map.of()).output().lines().toList().get(1));
  }

  @Test
  void takesANewDockerWithBuildx() throws IOException {
    docker("new", "28.2.2", "");

    DockerCli.find(Map.of("PATH", path("new"))).requireBuildKit();
  }

  @Test
  void saysWhatIsMissingForBuildKit() throws IOException {
    docker("only", "28.2.2", NO_BUILDX);
    DockerCli cli = DockerCli.find(Map.of("PATH", path("only")));

    UserError error = assertThrows(UserError.class, cli::requireBuildKit);

    assertTrue(error.getMessage().contains(machine.resolve("only/docker") + " cannot build"));
    assertTrue(error.getMessage().contains("buildx"));
  }

  @Test
  void takesTheDockerThatIsNamed() throws IOException {
    docker("first", "20.10.1", "");
    Path named = docker("named", "20.10.2", "");

    DockerCli cli = DockerCli.find(Map.of("PATH", path("first"), "DOCKER_CLI", named.toString()));

    assertTrue(cli.run(List.of("--version"), Map.of()).output().contains("20.10.2"));
  }

  @Test
  void saysWhenThereIsNone() {
    assertMessage("no docker command on PATH", Map.of("PATH", path("missing")));
    assertMessage("DOCKER_CLI is \"/no/docker\"", Map.of("DOCKER_CLI", "/no/docker"));
  }

  @Test
  void passesOutputOnLineByLineUntilStopped() throws IOException {
    Path docker =
        docker("slow", "20.10.2", "[ \"$1\" != build ] || { echo begun; exec sleep 60; }");
    DockerCli cli = DockerCli.find(Map.of("DOCKER_CLI", docker.toString()));
    List<String> lines = new ArrayList<>();

    UserError error =
        assertThrows(
            UserError.class,
            () ->
                cli.stream(
                    List.of("build"),
                    Map.of(),
                    line -> {
                      lines.add(line);
                      cli.stopAll();
                    }));

    assertEquals(List.of("begun"), lines);
    assertEquals("docker build was cancelled", error.getMessage());
  }

  private void assertMessage(String message, Map<String, String> environment) {
    UserError error = assertThrows(UserError.class, () -> DockerCli.find(environment));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  private Path docker(String folder, String version, String then) throws IOException {
    Path docker = Files.createDirectories(machine.resolve(folder)).resolve("docker");
    Files.writeString(
        docker,
        "#!/bin/sh\n%s\necho 'Docker version %s, build abc'\necho %s\n"
            .formatted(then, version, folder));
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    return docker;
  }

  private String path(String... folders) {
    return String.join(
        ":", List.of(folders).stream().map(folder -> machine.resolve(folder).toString()).toList());
  }
}
