package sparkstack.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stack's image has all that applications may use, as examples/features finds out. */
class FeaturesIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-features");

  private static final String NETWORK = OBJECTS.name("network");
  private static final String MASTER = OBJECTS.name("master");
  private static final String DRIVER = OBJECTS.name("driver");

  /** Of the image's folders the one that its user may write: a new volume gets its owner. */
  private static final String SHARED_FOLDER = "/opt/spark/work";

  private static final Path JARS = Path.of("examples/features/target").toAbsolutePath();

  /** The same for the daemons and the driver: every connection of the cluster is encrypted. */
  private static final List<String> SECURITY =
      List.of(
          "spark.authenticate=true",
          "spark.authenticate.secret=e2e",
          "spark.network.crypto.enabled=true");

  private static final int TAIL_LINES = 60;

  private static String image;

  @BeforeAll
  static void start() throws Exception {
    image = StackImage.reference();
    Command.docker("network", "create", NETWORK).run();
    startMaster();
    var ui = "http://" + Command.docker("port", MASTER, "8080").run().strip();
    // A worker that comes before its master would wait for seconds to try again.
    MasterPage.awaitAliveWorkers(ui, 0);
    startWorker();
    MasterPage.awaitAliveWorkers(ui, 1);
  }

  private static void startMaster() throws Exception {
    container("master", "--detach", "--publish=127.0.0.1::8080", "--env=" + daemonOptions())
        .and(image, "spark-class", "org.apache.spark.deploy.master.Master")
        .and("--host", MASTER, "--port", "7077", "--webui-port", "8080")
        .run();
  }

  private static void startWorker() throws Exception {
    container("worker", "--detach", sharedFolder(), "--env=" + daemonOptions())
        .and(image, "spark-class", "org.apache.spark.deploy.worker.Worker")
        .and("--cores", "1", "--memory", "1g", "spark://" + MASTER + ":7077")
        .run();
  }

  @Test
  void anApplicationUsesEachPartOfSparkOnACluster() throws Exception {
    var driver =
        container("driver", sharedFolder(), jar("features.jar"), jar("spark-avro_2.13.jar"))
            .and(image, "spark-submit", "--master=spark://" + MASTER + ":7077")
            .and("--conf=spark.driver.host=" + DRIVER)
            .and(SECURITY.stream().map(setting -> "--conf=" + setting).toList())
            .and("--jars=/jars/spark-avro_2.13.jar")
            .and("--class=sparkstack.examples.features.Features")
            .and("/jars/features.jar", SHARED_FOLDER + "/features")
            .result();

    var failed = driver.output().lines().filter(line -> line.startsWith("FAILED ")).toList();
    assertEquals(List.of(), failed);
    assertEquals(0, driver.status(), () -> tail(driver.output()));
    assertTrue(driver.output().contains(" ok, 0 failed"), () -> tail(driver.output()));
  }

  @Test
  void sparkShellCompilesAndRunsScala() throws Exception {
    var shell =
        container("shell", "--interactive")
            .and(image, "spark-shell", "--master=local[1]")
            .withInput("println(\"sum \" + spark.range(10).selectExpr(\"sum(id)\").head)\n")
            .result();

    assertEquals(0, shell.status(), () -> tail(shell.output()));
    assertTrue(shell.output().contains("sum [45]"), () -> tail(shell.output()));
  }

  @Test
  void sparkSqlAnswers() throws Exception {
    var sql =
        container("sql")
            .and(image, "spark-sql", "--master=local[1]")
            .and("-e", "SELECT concat('sum ', sum(id)) FROM range(10)")
            .result();

    assertEquals(0, sql.status(), () -> tail(sql.output()));
    assertTrue(sql.output().contains("sum 45"), () -> tail(sql.output()));
  }

  /** The image and its command are to follow. */
  private static Command container(String role, String... options) {
    var name = OBJECTS.name(role);
    return Command.docker("run", "--name=" + name, "--hostname=" + name, "--network=" + NETWORK)
        .and(options);
  }

  private static String daemonOptions() {
    return "SPARK_DAEMON_JAVA_OPTS=-D" + String.join(" -D", SECURITY);
  }

  private static String sharedFolder() {
    return "--volume=%s:%s".formatted(OBJECTS.name("volume"), SHARED_FOLDER);
  }

  private static String jar(String name) {
    var file = JARS.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          file + " is missing: build it with `mvn -f examples/features package`");
    }
    return "--volume=%s:/jars/%s:ro".formatted(file, name);
  }

  private static String tail(String log) {
    var lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
