package sparkstack.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Runs other programs, each with a time limit, and stops them when the bench ends. */
public final class Commands {
  private static final int GRACE_SECONDS = 5;

  private final Map<String, String> environment;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param environment variables in addition to the bench's own
   */
  public Commands(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public record Result(int exitCode, String output, String errors) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Runs a command, and returns its output and exit code. */
  public Result run(List<String> command, Duration limit) {
    Process process = start(new ProcessBuilder(command));
    try {
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
      awaitEnd(process, command, limit);
      keepWhoeverAsked();
      return new Result(process.exitValue(), output.join(), errors.join());
    } finally {
      end(process);
    }
  }

  /**
   * Reads a command's output until a line matches, and stops the command. Empty if the command
   * ended without a match or took too long.
   */
  public Optional<String> firstLine(List<String> command, Predicate<String> fits, Duration limit) {
    Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
    // Once the process is stopped, the stream below has no more lines and ends.
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process.toHandle()::destroy);
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      Optional<String> line = reader.lines().filter(fits).findFirst();
      keepWhoeverAsked();
      return line;
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    } finally {
      end(process);
    }
  }

  /** Stops all running processes and starts no new ones. For when the bench itself is stopped. */
  public void stop() {
    stopped = true;
    running.forEach(Commands::end);
    try {
      for (Process process : running) {
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Parks the calling thread after a stop: results of stopped processes would only cause errors.
   */
  private void keepWhoeverAsked() {
    while (stopped) {
      LockSupport.park();
    }
  }

  private Process start(ProcessBuilder builder) {
    keepWhoeverAsked();
    builder.redirectInput(new File("/dev/null")).environment().putAll(environment);
    try {
      Process process = builder.start();
      running.add(process);
      process.onExit().thenRun(() -> running.remove(process));
      if (stopped) {
        end(process);
      }
      return process;
    } catch (IOException e) {
      throw new BenchException(
          "cannot run %s: %s".formatted(builder.command().get(0), e.getMessage()));
    }
  }

  private static void awaitEnd(Process process, List<String> command, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BenchException(
            "%s did not end within %d s".formatted(String.join(" ", command), limit.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }

  /**
   * Uses the handle, because Process.destroy() would close the output while another thread reads
   * it.
   */
  private static void end(Process process) {
    process.toHandle().destroy();
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the process was ended
    }
  }
}
