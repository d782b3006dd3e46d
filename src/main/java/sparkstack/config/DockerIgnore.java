package sparkstack.config;

import com.pulumi.exceptions.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The exceptions of docker/Dockerfile.dockerignore, which excludes everything else from the build.
 *
 * <p>This class does not read Docker's whole syntax. The file's exceptions are plain paths, because
 * the BuildKit of Docker 20.10 does not apply an exception with a wildcard below an excluded
 * folder.
 */
record DockerIgnore(List<String> exceptions) {
  static final Path FILE = Path.of("docker", "Dockerfile.dockerignore");

  static DockerIgnore in(Path projectRoot) {
    try (var lines = Files.lines(projectRoot.resolve(FILE))) {
      return new DockerIgnore(
          lines.filter(line -> line.startsWith("!")).map(line -> line.substring(1)).toList());
    } catch (IOException e) {
      throw new RunException("%s cannot be read: %s".formatted(FILE, e.getMessage()), e);
    }
  }

  /** Whether the build includes the file at {@code path}, which is relative to the project root. */
  boolean letsIn(String path) {
    return exceptions.stream().anyMatch(it -> path.equals(it) || path.startsWith(it + "/"));
  }
}
