package sparkstack.dockerplugin;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The docker command of the machine. Through it come build sessions, credential helpers, ignore
 * files and streamed progress just as the user's own {@code docker build} has them.
 */
final class DockerCli {
  private static final Pattern VERSION = Pattern.compile("Docker version (\\d+)\\.");

  /** The first version that leaves BuildKit to its buildx plugin, which may be missing. */
  private static final int NEEDS_BUILDX = 23;

  private static final int QUICK_SECONDS = 60;

  /** Less than the five seconds that the Pulumi engine leaves a plugin to end in. */
  private static final int GRACE_SECONDS = 3;

  private final Path command;
  private final boolean buildKit;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  private DockerCli(Path command, boolean buildKit) {
    this.command = command;
    this.buildKit = buildKit;
  }

  record Result(int exitCode, String output, String errors) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * The first docker on PATH that can build with BuildKit, or else the first; {@code DOCKER_CLI}
   * names one itself.
   */
  static DockerCli find(Map<String, String> environment) {
    List<Path> candidates = candidates(environment);
    if (candidates.isEmpty()) {
      throw new UserError(
          environment.containsKey("DOCKER_CLI")
              ? "DOCKER_CLI is \"%s\", which is not an executable file"
                  .formatted(environment.get("DOCKER_CLI"))
              : "no docker command on PATH: install one, or name it in DOCKER_CLI");
    }
    for (Path candidate : candidates) {
      DockerCli cli = new DockerCli(candidate, true);
      if (cli.canUseBuildKit()) {
        return cli;
      }
    }
    return new DockerCli(candidates.get(0), false);
  }

  private static List<Path> candidates(Map<String, String> environment) {
    String named = environment.getOrDefault("DOCKER_CLI", "docker");
    Stream<Path> paths =
        named.contains("/")
            ? Stream.of(Path.of(named))
            : Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, named));
    return paths.filter(path -> Files.isExecutable(path) && Files.isRegularFile(path)).toList();
  }

  private boolean canUseBuildKit() {
    Matcher version = VERSION.matcher(run(List.of("--version"), Map.of()).output());
    return version.find()
        && (Integer.parseInt(version.group(1)) < NEEDS_BUILDX
            || run(List.of("buildx", "version"), Map.of()).succeeded());
  }

  void requireBuildKit() {
    if (!buildKit) {
      throw new UserError(
          "%s cannot build with BuildKit: it lacks its buildx plugin. Install buildx, name another docker command in DOCKER_CLI, or set build.builderVersion to BuilderV1"
              .formatted(command));
    }
  }

  /** Runs a command that answers at once. */
  Result run(List<String> arguments, Map<String, String> environment) {
    Process process = start(new ProcessBuilder(), arguments, environment);
    try {
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      if (!process.waitFor(QUICK_SECONDS, TimeUnit.SECONDS)) {
        stop(process);
        return new Result(-1, "", "no answer within %d seconds".formatted(QUICK_SECONDS));
      }
      return new Result(process.exitValue(), output.join(), errors.join());
    } catch (InterruptedException e) {
      throw interrupted(process);
    } finally {
      running.remove(process);
    }
  }

  /** Runs a command that takes its time, and passes on what it says line by line. */
  int stream(List<String> arguments, Map<String, String> environment, Consumer<String> line) {
    Process process = start(new ProcessBuilder().redirectErrorStream(true), arguments, environment);
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(line);
      int exitCode = process.waitFor();
      if (stopped) {
        throw new UserError("docker %s was cancelled".formatted(arguments.get(0)));
      }
      return exitCode;
    } catch (InterruptedException e) {
      throw interrupted(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      running.remove(process);
    }
  }

  private Process start(
      ProcessBuilder builder, List<String> arguments, Map<String, String> environment) {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(arguments);
    builder.command(line).redirectInput(new File("/dev/null")).environment().putAll(environment);
    try {
      Process process = builder.start();
      running.add(process);
      if (stopped) {
        stop(process);
      }
      return process;
    } catch (IOException e) {
      throw new UserError("cannot run %s: %s".formatted(command, e.getMessage()));
    }
  }

  /**
   * Ends what is running and whatever would be started; afterwards nothing writes to the files it
   * was given.
   */
  void stopAll() {
    stopped = true;
    running.forEach(DockerCli::stop);
    try {
      for (Process process : running) {
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.toHandle().destroy(); // process.destroy() would pull its output from under who reads it
  }

  private static UserError interrupted(Process process) {
    stop(process);
    Thread.currentThread().interrupt();
    return new UserError("interrupted");
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return ""; // the process was stopped
    }
  }

  static Optional<String> lastLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce((a, b) -> b);
  }
}
