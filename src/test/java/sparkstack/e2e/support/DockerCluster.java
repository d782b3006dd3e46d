package sparkstack.e2e.support;

import java.util.List;

/**
 * A master and a worker in containers of an image, on their own network.
 *
 * @param objects names the containers and removes them
 * @param options options of {@code docker run} for every container
 */
public record DockerCluster(DockerObjects objects, String image, List<String> options) {
  public static final String MASTER = "org.apache.spark.deploy.master.Master";
  public static final String WORKER = "org.apache.spark.deploy.worker.Worker";

  public DockerCluster(DockerObjects objects, String image, String... options) {
    this(objects, image, List.of(options));
  }

  /** Starts master and worker, and waits until the worker has registered. */
  public void start(List<String> masterOptions, List<String> workerOptions) throws Exception {
    Command.docker("network", "create", network()).run();
    container("master", "--detach", "--publish=127.0.0.1::8080")
        .and(masterOptions)
        .and(image, "spark-class", MASTER)
        .and("--host", name("master"), "--port", "7077", "--webui-port", "8080")
        .run();
    var ui = "http://" + Command.docker("port", name("master"), "8080").run().strip();
    // A worker that starts before its master retries only after some seconds.
    MasterPage.awaitAliveWorkers(ui, 0);
    container("worker", "--detach")
        .and(workerOptions)
        .and(image, "spark-class", WORKER, "--cores", "1", "--memory", "1g", url())
        .run();
    MasterPage.awaitAliveWorkers(ui, 1);
  }

  /** A driver on the cluster; the caller adds options of spark-submit and the application. */
  public Command submit(String... dockerOptions) {
    return container("driver", dockerOptions)
        .and(image, "spark-submit", "--master=" + url())
        .and("--conf=spark.driver.host=" + name("driver"));
  }

  /** A container on the cluster's network; the caller adds the image and the command. */
  public Command container(String role, String... more) {
    return Command.docker("run", "--name=" + name(role), "--hostname=" + name(role))
        .and("--network=" + network())
        .and(options)
        .and(more);
  }

  /** The name of a container, which is also its host name on the network. */
  public String name(String role) {
    return objects.name(role);
  }

  private String network() {
    return objects.name("network");
  }

  private String url() {
    return "spark://%s:7077".formatted(name("master"));
  }
}
