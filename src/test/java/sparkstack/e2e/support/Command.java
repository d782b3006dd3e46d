package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run, such as {@code docker}.
 *
 * @param line the program and its arguments
 * @param environment variables that are added to the environment of the tests
 * @param input content of the standard input
 */
public record Command(List<String> line, Map<String, String> environment, String input) {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path NO_INPUT = Path.of("/dev/null");

  /**
   * The result of a command.
   *
   * @param output its standard output and standard error
   */
  public record Result(int status, String output) {}

  public static Command of(String... line) {
    return new Command(List.of(line), Map.of(), "");
  }

  /** A command of the Docker CLI, for the Docker engine of the local environment. */
  public static Command docker(String... arguments) {
    return of("docker").and(arguments);
  }

  public Command and(String... arguments) {
    return and(List.of(arguments));
  }

  public Command and(List<String> arguments) {
    var longer = new ArrayList<>(line);
    longer.addAll(arguments);
    return new Command(List.copyOf(longer), environment, input);
  }

  public Command withEnvironment(Map<String, String> added) {
    return new Command(line, added, input);
  }

  public Command withInput(String text) {
    return new Command(line, environment, text);
  }

  /** Runs the command, which must succeed, and returns its output. */
  public String run() throws IOException, InterruptedException {
    var result = result();
    assertEquals(0, result.status(), () -> line + " failed:\n" + result.output());
    return result.output();
  }

  /** Runs the command, which may fail. */
  public Result result() throws IOException, InterruptedException {
    var in = Files.createTempFile("command", ".in");
    var out = Files.createTempFile("command", ".log");
    try {
      Files.writeString(in, input);
      var process = start(in, Redirect.to(out.toFile()));
      awaitEnd(process, out);
      return new Result(process.exitValue(), Files.readString(out));
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  /**
   * Starts the command, without input, and does not wait for its end.
   *
   * @param log file that its standard output and standard error are appended to
   */
  Process start(Path log) throws IOException {
    return start(NO_INPUT, Redirect.appendTo(log.toFile()));
  }

  private Process start(Path in, Redirect out) throws IOException {
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectInput(in.toFile()).redirectOutput(out).start();
  }

  private void awaitEnd(Process process, Path output) throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("%s timed out:%n%s".formatted(line, Files.readString(output)));
    }
  }
}
