package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.DockerCluster;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.StackImage;

/** The stack's image has every part of Spark that applications may use: runs examples/features. */
class FeaturesIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-features");

  /** The folder of the image that its user may write to. A new volume gets the same owner. */
  private static final String SHARED_FOLDER = "/opt/spark/work";

  private static final Path JARS = Path.of("examples/features/target").toAbsolutePath();

  /** The same options for the daemons and the driver: the cluster encrypts every connection. */
  private static final List<String> SECURITY =
      List.of(
          "spark.authenticate=true",
          "spark.authenticate.secret=e2e",
          "spark.network.crypto.enabled=true");

  private static final int TAIL_LINES = 60;

  private static DockerCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new DockerCluster(OBJECTS, StackImage.reference());
    var daemons = "--env=SPARK_DAEMON_JAVA_OPTS=-D" + String.join(" -D", SECURITY);
    cluster.start(List.of(daemons), List.of(daemons, sharedFolder()));
  }

  @Test
  void anApplicationUsesEachPartOfSparkOnACluster() throws Exception {
    var driver =
        cluster
            .submit(sharedFolder(), jar("features.jar"), jar("spark-avro_2.13.jar"))
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
        cluster
            .container("shell", "--interactive")
            .and(cluster.image(), "spark-shell", "--master=local[1]")
            .withInput("println(\"sum \" + spark.range(10).selectExpr(\"sum(id)\").head)\n")
            .result();

    assertEquals(0, shell.status(), () -> tail(shell.output()));
    assertTrue(shell.output().contains("sum [45]"), () -> tail(shell.output()));
  }

  @Test
  void sparkSqlRunsAQuery() throws Exception {
    var sql =
        cluster
            .container("sql")
            .and(cluster.image(), "spark-sql", "--master=local[1]")
            .and("-e", "SELECT concat('sum ', sum(id)) FROM range(10)")
            .result();

    assertEquals(0, sql.status(), () -> tail(sql.output()));
    assertTrue(sql.output().contains("sum 45"), () -> tail(sql.output()));
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
