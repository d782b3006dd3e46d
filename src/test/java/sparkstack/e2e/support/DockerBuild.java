package sparkstack.e2e.support;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds {@code docker/Dockerfile} with the Docker CLI, without a stack. */
public final class DockerBuild {
  private DockerBuild() {}

  /** The build arguments for the local environment: base images and the Spark mirror. */
  public static Map<String, String> arguments() throws IOException {
    var config = TestProject.current().devConfig();
    var arguments = new TreeMap<String, String>();
    arguments.put("BUILD_BASE_IMAGE", (String) config.get("spark:buildBaseImage"));
    arguments.put("BASE_IMAGE", (String) config.get("spark:baseImage"));
    arguments.put("MIRRORS", (String) ((List<?>) config.get("spark:mirrors")).get(0));
    return arguments;
  }

  /** A build with build arguments and with options such as {@code --target=fetch}. */
  public static Command of(String tag, Map<String, String> arguments, String... options) {
    var build = Command.docker("build", "--progress=plain", "--tag=" + tag).and(options);
    for (var argument : arguments.entrySet()) {
      build = build.and("--build-arg", argument.getKey() + "=" + argument.getValue());
    }
    return build.and(".");
  }
}
