package sparkstack.bench.image;

import java.time.Duration;
import java.time.Instant;
import sparkstack.bench.BenchException;
import sparkstack.bench.Commands;

/** A container of a Spark cluster. */
record Container(Docker docker, String name) {
  private static final String STATE =
      "{{.State.StartedAt}} {{.State.FinishedAt}} {{.State.Pid}} {{.State.ExitCode}} {{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";

  /**
   * @param pid pid of its first process on the host; 0 if it has ended
   * @param address address in its network; empty if it has ended
   */
  record State(Instant started, Instant finished, long pid, int exitCode, String address) {
    static State parse(String line) {
      String[] fields = line.strip().split(" ");
      return new State(
          Instant.parse(fields[0]),
          Instant.parse(fields[1]),
          Long.parseLong(fields[2]),
          Integer.parseInt(fields[3]),
          fields.length > 4 ? fields[4] : "");
    }

    /** The seconds from the container's start. */
    double secondsUntil(Instant time) {
      return seconds(started, time);
    }
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  State state() {
    return State.parse(docker.run("inspect", "--format", STATE, name));
  }

  /** The log, with standard output and standard error separated. */
  Commands.Result logs() {
    return docker.attempt("logs", name);
  }

  /** Waits until the container has ended, which must be with exit code 0. */
  State awaitSuccess() {
    docker.runLong("wait", name);
    State state = state();
    if (state.exitCode() != 0) {
      throw failure("ended with exit code %d".formatted(state.exitCode()));
    }
    return state;
  }

  BenchException failure(String what) {
    Commands.Result logs = logs();
    return new BenchException(
        "%s %s; its log ends with\n%s"
            .formatted(name, what, Docker.lastLines(logs.output() + logs.errors())));
  }
}
