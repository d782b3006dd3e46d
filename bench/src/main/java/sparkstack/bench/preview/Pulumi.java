package sparkstack.bench.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sparkstack.bench.BenchException;
import sparkstack.bench.Commands;

/** Pulumi's commands on the bench's stacks. */
final class Pulumi {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Commands commands;
  private final Workspace workspace;

  /**
   * @param commands commands with an environment that selects the workspace's backend
   */
  Pulumi(Commands commands, Workspace workspace) {
    this.commands = commands;
    this.workspace = workspace;
  }

  void deploy(Way way) {
    run(way, List.of("stack", "init", way.stack()));
    run(way, List.of("up", "--yes", "--skip-preview", "--stack", way.stack()));
  }

  /** The deployed state, as JSON. */
  JsonNode export(Way way, String replaced, String replacement) {
    String json = run(way, List.of("stack", "export", "--stack", way.stack()));
    try {
      return new ObjectMapper().readTree(json.replace(replaced, replacement));
    } catch (JsonProcessingException e) {
      throw new BenchException("pulumi stack export printed no JSON: " + e.getOriginalMessage());
    }
  }

  /** Runs an operation, and returns the seconds that it took. */
  double time(Way way, Operation operation) {
    List<String> command = new ArrayList<>(operation.arguments());
    command.addAll(List.of("--stack", way.stack()));
    long start = System.nanoTime();
    run(way, command);
    return (System.nanoTime() - start) / 1e9;
  }

  private String run(Way way, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("pulumi"));
    command.addAll(arguments);
    command.addAll(List.of("--cwd", workspace.projectOf(way).toString(), "--non-interactive"));
    command.addAll(List.of("--color", "never"));
    Commands.Result result = commands.run(command, LIMIT);
    if (!result.succeeded()) {
      throw new BenchException(
          "%s failed:%n%s%s"
              .formatted(String.join(" ", command), result.output(), result.errors()));
    }
    return result.output();
  }
}
