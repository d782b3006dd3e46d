package sparkstack.bench.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sparkstack.bench.BenchException;

/**
 * A Spark cluster of one image, in containers. The commands are the same for every image, with
 * paths that all images have.
 */
final class SparkCluster implements AutoCloseable {
  private static final String NETWORK = Leftovers.PREFIX + "network";
  private static final String MASTER = Leftovers.PREFIX + "master";
  private static final String MASTER_URL = "spark://" + MASTER + ":7077";
  private static final String SPARK_CLASS = "/opt/spark/bin/spark-class";
  private static final String SPARK_SUBMIT = "/opt/spark/bin/spark-submit";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int POLL_MILLIS = 10;
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private final Docker docker;
  private final String image;
  private final Workspace workspace;
  private final List<Container> daemons = new ArrayList<>();
  private final List<Container> containers = new ArrayList<>();

  SparkCluster(Docker docker, String image, Workspace workspace) {
    this.docker = docker;
    this.image = image;
    this.workspace = workspace;
  }

  /** Creates the network in which the containers find each other by name. */
  static void createNetwork(Docker docker) {
    docker.run("network", "create", "--label", Leftovers.LABEL, NETWORK);
  }

  /** Starts the master, and returns the seconds until its page responds. */
  double startMaster() {
    Container master =
        startDaemon(
            MASTER, Role.MASTER, "--host", MASTER, "--port", "7077", "--webui-port", "8080");
    Container.State state = master.state();
    return state.secondsUntil(awaitPage(master, state.address()));
  }

  private Instant awaitPage(Container master, String address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + ":8080/"))
            .timeout(START_LIMIT)
            .build();
    Instant limit = Instant.now().plus(START_LIMIT);
    while (Instant.now().isBefore(limit)) {
      if (answers(request)) {
        return Instant.now();
      }
    }
    throw master.failure("did not respond on port 8080");
  }

  private boolean answers(HttpRequest request) {
    try {
      if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK) {
        return true;
      }
    } catch (IOException e) {
      // Not yet.
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return false;
  }

  private static BenchException interrupted() {
    Thread.currentThread().interrupt();
    return new BenchException("interrupted");
  }

  /** Starts a worker, and returns the seconds until it has registered with the master. */
  double startWorker() {
    Container worker =
        startDaemon(
            Leftovers.PREFIX + "worker-" + daemons.size(),
            Role.WORKER,
            "--cores",
            "1",
            "--memory",
            "1g",
            MASTER_URL);
    // Follows the log: polling would affect the measurement.
    String line =
        docker
            .firstLine(
                text -> text.contains(SparkLog.REGISTERED_WORKER),
                START_LIMIT,
                "logs",
                "--follow",
                worker.name())
            .orElseThrow(() -> worker.failure("did not register with the master"));
    return worker.state().secondsUntil(SparkLog.time(line));
  }

  private Container startDaemon(String name, Role role, String... arguments) {
    List<String> command = new ArrayList<>(List.of(SPARK_CLASS, role.mainClass()));
    command.addAll(List.of(arguments));
    Container container = start(name, command);
    daemons.add(container);
    return container;
  }

  /** Starts a driver that runs an application from a mounted jar. */
  Container submit(String mainClass, String jar, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                SPARK_SUBMIT,
                "--master",
                MASTER_URL,
                "--driver-java-options",
                Workspace.logOption(),
                "--conf",
                "spark.executor.extraJavaOptions=" + Workspace.logOption(),
                "--class",
                mainClass,
                Workspace.mountedJar(jar)));
    command.addAll(List.of(arguments));
    return start(Leftovers.PREFIX + "driver-" + (containers.size() - daemons.size()), command);
  }

  private Container start(String name, List<String> command) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--detach",
                "--name",
                name,
                "--label",
                Leftovers.LABEL,
                "--network",
                NETWORK,
                "--volume",
                workspace.mount() + ":" + Workspace.MOUNTED + ":ro",
                "--env",
                "SPARK_DAEMON_JAVA_OPTS=" + Workspace.logOption(),
                image));
    arguments.addAll(command);
    docker.run(arguments.toArray(String[]::new));
    Container container = new Container(docker, name);
    containers.add(container);
    return container;
  }

  /** Master and workers, in the order of their start. */
  List<Container> daemons() {
    return List.copyOf(daemons);
  }

  @Override
  public void close() {
    List<String> arguments = new ArrayList<>(List.of("rm", "--force", "--volumes"));
    containers.forEach(container -> arguments.add(container.name()));
    docker.attempt(arguments.toArray(String[]::new));
  }
}
