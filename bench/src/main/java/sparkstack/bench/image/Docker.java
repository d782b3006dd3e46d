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

/** The docker command of this machine, with an engine on this machine. */
final class Docker {
  private static final Duration QUICK = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final int SHOWN_LINES = 20;

  private final Commands commands;

  private Docker(Commands commands) {
    this.commands = commands;
  }

  /** The docker on PATH, which must support BuildKit; make env provides one. */
  static Docker of(Map<String, String> environment, Commands commands) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty() && !host.startsWith("unix:")) {
      throw new BenchException(
          "DOCKER_HOST is %s: the bench needs an engine on this machine, because it reads the memory and the clock of containers. Unset DOCKER_HOST"
              .formatted(host));
    }
    return new Docker(commands);
  }

  /** The same command with other {@link Commands}, for use after a stop. */
  Docker with(Commands otherCommands) {
    return new Docker(otherCommands);
  }

  /** The standard output of a quick command. */
  String run(String... arguments) {
    return checked(QUICK, arguments).output().strip();
  }

  /** The standard output and standard error of a long command. */
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

  /** Runs a command that may fail. */
  Commands.Result attempt(String... arguments) {
    return attempt(QUICK, arguments);
  }

  private Commands.Result attempt(Duration limit, String... arguments) {
    return commands.run(commandLine(arguments), limit);
  }

  /** The first line of a command's output that matches. */
  Optional<String> firstLine(Predicate<String> fits, Duration limit, String... arguments) {
    return commands.firstLine(commandLine(arguments), fits, limit);
  }

  private List<String> commandLine(String... arguments) {
    List<String> line = new ArrayList<>(List.of("docker"));
    line.addAll(List.of(arguments));
    return line;
  }

  /** The last lines of a long text that ends with an error. */
  static String lastLines(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - SHOWN_LINES))
        .map(line -> "  " + line)
        .collect(Collectors.joining("\n"));
  }
}
