package sparkstack.bench.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import sparkstack.bench.BenchException;
import sparkstack.bench.Commands;

/** The docker command of the machine, for an engine that runs on it too. */
final class Docker {
  private static final Duration QUICK = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final int SHOWN_LINES = 20;

  private final Commands commands;

  private Docker(Commands commands) {
    this.commands = commands;
  }

  /** The docker on PATH, which builds with BuildKit; make env puts one there that can. */
  static Docker of(Map<String, String> environment, Commands commands) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty() && !host.startsWith("unix:")) {
      throw new BenchException(
          "DOCKER_HOST is %s: the bench needs an engine on this machine, as it reads its containers' memory and clock"
              .formatted(host));
    }
    return new Docker(commands);
  }

  /** The same command, for when the others are stopped. */
  Docker with(Commands otherCommands) {
    return new Docker(otherCommands);
  }

  /** What a command prints that answers at once. */
  String run(String... arguments) {
    return checked(QUICK, arguments).output().strip();
  }

  /** Both of what a command prints that takes its time. */
  String runLong(String... arguments) {
    Commands.Result result = checked(LONG, arguments);
    return result.output() + result.errors();
  }

  private Commands.Result checked(Duration limit, String... arguments) {
    Commands.Result result = attempt(limit, arguments);
    if (!result.succeeded()) {
      throw new BenchException(
          "docker %s failed:\n%s"
              .formatted(
                  String.join(" ", arguments), lastLines(result.output() + result.errors())));
    }
    return result;
  }

  /** A command that may fail. */
  Commands.Result attempt(String... arguments) {
    return attempt(QUICK, arguments);
  }

  private Commands.Result attempt(Duration limit, String... arguments) {
    return commands.run(commandLine(arguments), limit);
  }

  /** The first line of what a command says that fits. */
  Optional<String> firstLine(Predicate<String> fits, Duration limit, String... arguments) {
    return commands.firstLine(commandLine(arguments), fits, limit);
  }

  private List<String> commandLine(String... arguments) {
    List<String> line = new ArrayList<>(List.of("docker"));
    line.addAll(List.of(arguments));
    return line;
  }

  /** What is worth showing of a long text that ends with an error. */
  static String lastLines(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - SHOWN_LINES))
        .map(line -> "  " + line)
        .collect(Collectors.joining("\n"));
  }
}
