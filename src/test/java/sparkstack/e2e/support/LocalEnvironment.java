package sparkstack.e2e.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The environment that {@code make env} exports: Pulumi, a cluster, a Docker engine. */
final class LocalEnvironment {
  private LocalEnvironment() {}

  /**
   * Checks the environment.
   *
   * @throws IllegalStateException if a part of it is missing
   */
  static void require() {
    var missing = new ArrayList<String>();
    for (var variable : List.of("DOCKER_HOST", "PULUMI_HOME")) {
      if (!isSet(variable)) {
        missing.add(variable);
      }
    }
    var ownKubeconfig = Path.of(System.getProperty("user.home"), ".kube", "config");
    if (!isSet("KUBECONFIG") && !Files.exists(ownKubeconfig)) {
      missing.add("KUBECONFIG");
    }
    // The passphrase itself may be empty.
    if (System.getenv("PULUMI_CONFIG_PASSPHRASE") == null
        && !isSet("PULUMI_CONFIG_PASSPHRASE_FILE")) {
      missing.add("PULUMI_CONFIG_PASSPHRASE_FILE");
    }
    if (!isOnPath("pulumi")) {
      missing.add("pulumi on PATH");
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "The environment of the end-to-end tests is incomplete (missing: %s): run `make test`, or `eval \"$(make -s env)\"` first"
              .formatted(String.join(", ", missing)));
    }
  }

  static boolean isOnPath(String program) {
    return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean isSet(String variable) {
    return !System.getenv().getOrDefault(variable, "").isEmpty();
  }
}
