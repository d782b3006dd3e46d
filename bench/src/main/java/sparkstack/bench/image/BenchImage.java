package sparkstack.bench.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sparkstack.bench.Comparison.Subject;

/**
 * An image and its build.
 *
 * @param tag tag in the bench's repository
 * @param options options of {@code docker build} that select the Dockerfile and its target
 */
record BenchImage(
    Subject subject,
    String tag,
    Path context,
    List<String> options,
    Map<String, String> arguments) {
  static BenchImage ours(
      Workspace workspace, StackConfig config, Subject subject, String tag, String... variant) {
    return ofTarget("runtime", workspace, config, subject, tag, variant);
  }

  /** Our image with the application's jar. */
  static BenchImage application(
      Workspace workspace, StackConfig config, Subject subject, String tag) {
    return ofTarget(
        "application", workspace, config, subject, tag, "APPLICATION_JAR=" + Workspace.WEATHER_JAR);
  }

  private static BenchImage ofTarget(
      String target,
      Workspace workspace,
      StackConfig config,
      Subject subject,
      String tag,
      String... more) {
    Map<String, String> arguments = new TreeMap<>(config.buildArguments());
    Arrays.stream(more)
        .map(argument -> argument.split("=", 2))
        .forEach(argument -> arguments.put(argument[0], argument[1]));
    Path context = workspace.context();
    Path dockerfile = context.resolve("docker/Dockerfile");
    return new BenchImage(
        subject,
        tag,
        context,
        List.of("--file", dockerfile.toString(), "--target", target),
        arguments);
  }

  /** Spark in the same way as in Apache's own image, on the same base and with the same archive. */
  static BenchImage baseline(Workspace workspace, StackConfig config, Subject subject, String tag) {
    Map<String, String> arguments = new TreeMap<>(config.buildArguments());
    arguments.remove("BUILD_BASE_IMAGE"); // its only stage uses BASE_IMAGE
    return new BenchImage(subject, tag, workspace.baselineContext(), List.of(), arguments);
  }

  /** The arguments of docker that build the image. */
  String[] buildCommand(String reference, String... more) {
    List<String> command = new ArrayList<>(List.of("build", "--progress", "plain"));
    command.addAll(List.of(more));
    command.addAll(options);
    arguments.forEach((name, value) -> command.addAll(List.of("--build-arg", name + "=" + value)));
    command.addAll(List.of("--label", Leftovers.LABEL, "--tag", reference, context.toString()));
    return command.toArray(String[]::new);
  }
}
