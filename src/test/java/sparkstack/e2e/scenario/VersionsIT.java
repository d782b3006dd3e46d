package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparkstack.e2e.support.Http;
import sparkstack.e2e.support.SparkVersions;
import sparkstack.e2e.support.TestProject;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.WeatherLog;

/** Deploys the stack with each supported version of Spark. */
@Tag("slow")
class VersionsIT {
  /** Spark 3 uses Scala 2.12 by default, Spark 4 uses 2.13. A jar is compiled for one of them. */
  private static final Path SPARK_3_JAR = Path.of("examples/weather/target/spark-3/weather.jar");

  private static final Path SPARK_4_JAR = Path.of("examples/weather/target/weather.jar");

  static List<String> versions() {
    return SparkVersions.all();
  }

  /** The tests of other classes use the same project. */
  @AfterAll
  static void restoreJar() throws IOException {
    TestProject.current().setJar(SPARK_4_JAR);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theImageIsBuiltAndTheDriverPrintsTheRightNumbers(String version) throws Exception {
    TestProject.current().setJar(version.startsWith("3.") ? SPARK_3_JAR : SPARK_4_JAR);
    var stack = TestStack.create("e2e-" + version.replace('.', '-')).set("sparkVersion", version);
    try {
      stack.up();

      assertEquals(1, stack.namespace().driverJob().getStatus().getSucceeded());
      WeatherLog.of(stack.namespace()).requireRightNumbersWrittenTo("/data/weather");
      var page = Http.get(stack.output("uiUrl")).body();
      assertTrue(page.contains(">" + version + "<"), page);
    } catch (Exception | AssertionError e) {
      System.err.println(stack.log().indent(2));
      System.err.println(stack.namespace().describe());
      throw e;
    } finally {
      stack.clear();
    }
  }
}
