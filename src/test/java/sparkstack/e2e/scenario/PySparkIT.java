package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.DockerCluster;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.Http;
import sparkstack.e2e.support.StackImage;
import sparkstack.e2e.support.TestProject;

/**
 * The image with spark:imagePython runs Python drivers, on a cluster of containers of the image.
 */
@Tag("slow")
class PySparkIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-python");

  private static final Path SCRIPT =
      Path.of("src/test/resources/sparkstack/e2e/scenario/words.py").toAbsolutePath();

  private static DockerCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new DockerCluster(OBJECTS, StackImage.push("e2e-python", config()));
    cluster.start(List.of(), List.of());
  }

  /** The checksum makes the build use the current archive of the mirror and not a cached one. */
  private static Map<String, Object> config() throws Exception {
    var dev = TestProject.current().devConfig();
    var mirror = (String) ((List<?>) dev.get("spark:mirrors")).get(0);
    var release = "spark-4.3.0";
    var sum = Http.get("%s/%s/%s-bin-hadoop3.tgz.sha512".formatted(mirror, release, release));
    return Map.of(
        "sparkVersion", "4.3.0",
        "sparkSha512", sum.body().split(" ")[0],
        "imagePython", true,
        "driverJar", "",
        "driverClass", "");
  }

  @Test
  void executorsRunThePythonFunctionsOfTheDriver() throws Exception {
    var driver =
        cluster
            .submit("--volume=%s:/script/words.py:ro".formatted(SCRIPT))
            .and("/script/words.py")
            .result();

    assertEquals(0, driver.status(), driver::output);
    assertEquals(
        List.of(
            "sums: [('python', 2), ('spark', 4)]",
            "shouted: ['PYTHON!', 'SPARK!']",
            "squares: 332833500",
            "on: ['%s']".formatted(cluster.name("worker")),
            "same Python: True"),
        driver
            .output()
            .lines()
            .filter(line -> line.matches("(sums|shouted|squares|on|same Python): .*"))
            .toList());
  }

  @Test
  void thePythonShellRunsACommand() throws Exception {
    var shell =
        // Interactive mode: without a terminal, Python would not run the start-up file of the
        // shell.
        cluster
            .container("shell", "--interactive", "--env=PYSPARK_DRIVER_PYTHON_OPTS=-i")
            .and(cluster.image(), "pyspark", "--master=local[1]")
            .withInput("print('sum', spark.range(10).selectExpr('sum(id)').first()[0])\n")
            .result();

    assertEquals(0, shell.status(), shell::output);
    assertTrue(shell.output().contains("sum 45"), shell::output);
  }
}
