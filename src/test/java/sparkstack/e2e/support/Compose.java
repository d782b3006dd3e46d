package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A cluster on one Docker host, started with docker-compose.
 *
 * @param environment variables that the file refers to
 */
public record Compose(Path file, String project, Map<String, String> environment) {
  private static final Duration JOB = Duration.ofMinutes(3);

  /** Removes leftovers of a killed run, and starts the cluster. */
  public void start() throws Exception {
    if (!LocalEnvironment.isOnPath("docker-compose")) {
      throw new IllegalStateException(
          "docker-compose is not on PATH: run apt-get install docker-compose");
    }
    remove();
    run("up", "--detach");
  }

  public void remove() throws Exception {
    run("down", "--volumes", "--remove-orphans");
  }

  String run(String... arguments) throws Exception {
    return Command.of("docker-compose", "--file", file.toString(), "--project-name", project)
        .and(arguments)
        .withEnvironment(environment)
        .run();
  }

  /** The URL at which this machine reaches a port of a service. */
  public String url(String service, int port) throws Exception {
    return "http://"
        + run("port", service, String.valueOf(port)).strip().replace("0.0.0.0", "localhost");
  }

  /** Waits until a service exits, which must be with status 0, and returns its log. */
  public String logAtEnd(String service) throws Exception {
    try {
      var container = run("ps", "--quiet", service).strip();
      var format = "{{.State.Status}} {{.State.ExitCode}}";
      var end =
          Await.until(
              "the end of " + service,
              JOB,
              () -> Command.docker("inspect", "--format", format, container).run().strip(),
              state -> state.startsWith("exited"));
      assertEquals("exited 0", end);
      return run("logs", "--no-color", service);
    } catch (Exception | AssertionError e) {
      System.err.println(run("ps"));
      System.err.println(run("logs", "--no-color", "--tail=60"));
      throw e;
    }
  }
}
