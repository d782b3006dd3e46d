package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The program accepts the names that Spark, Hadoop, Kubernetes and Log4j accept. */
class NamesOfOthersTest {
  private static final Path HADOOP =
      Path.of("src/test/resources/sparkstack/config/hadoop-properties.txt");

  @Test
  void acceptsEachSparkProperty() {
    var names = PropertyTypes.names();
    assertTrue(names.size() > 1000, "only " + names.size());
    for (var name : names) {
      assertEquals(Optional.of(name), SparkSyntax.PROPERTY.read(name));
    }
  }

  /** The file contains the names in Hadoop's default configuration files. */
  @Test
  void acceptsEachHadoopProperty() throws IOException {
    var names = Files.readAllLines(HADOOP);
    assertTrue(names.size() > 500, "only " + names.size());
    for (var name : names) {
      assertEquals(
          Optional.of("spark.hadoop." + name), SparkSyntax.PROPERTY.read("spark.hadoop." + name));
    }
  }

  @Test
  void acceptsPropertiesWithNamesFromUsers() {
    for (var name :
        List.of(
            "spark.hadoop.hadoop.proxyuser.*.hosts",
            "spark.sql.catalog.my-catalog.s3.endpoint",
            "spark.hadoop.fs.s3a.bucket.my-bucket.endpoint",
            "spark.executorEnv.A_B",
            "spark.app.a=b",
            "spark.app.a:b",
            "spark.app.\u00fcber",
            "spark.app.with space")) {
      assertEquals(Optional.of(name), SparkSyntax.PROPERTY.read(name));
    }
    for (var name : List.of("spark.", "sql.a", "spark.a ", "spark.a\n")) {
      assertEquals(Optional.empty(), SparkSyntax.PROPERTY.read(name), name);
    }
  }

  @Test
  void acceptsLoggersOfAnyLibrary() {
    for (var name :
        List.of(
            "root",
            "org.apache.spark.sql.execution.datasources.parquet",
            "kafka.request.logger",
            "akka.remote-transport",
            "3rd-party.client",
            "http.wire>>",
            "com.example.Outer$Inner",
            "My Logger")) {
      assertEquals(Optional.of(name), SparkSyntax.LOGGER.read(name));
    }
    assertEquals(Optional.of("warn"), SparkSyntax.LOG_LEVEL.read("WARN"));
  }

  /** The rules are in Kubernetes' documentation, "Labels and Selectors" and "Annotations". */
  @Test
  void acceptsKeysOfLabelsAndAnnotations() {
    for (var name : List.of("team", "example.org/team", "a.b_c-D", "a/B", "x".repeat(63))) {
      assertEquals(Optional.of(name), KubernetesSyntax.LABEL_KEY.read(name));
      assertEquals(Optional.of(name), KubernetesSyntax.ANNOTATION.read(name));
    }
    assertEquals(Optional.of("Example.org/a"), KubernetesSyntax.ANNOTATION.read("Example.org/a"));
    assertEquals(Optional.empty(), KubernetesSyntax.LABEL_KEY.read("Example.org/a"));
  }
}
