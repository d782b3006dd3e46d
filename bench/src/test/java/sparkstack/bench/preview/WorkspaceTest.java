package sparkstack.bench.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.bench.BenchException;

class WorkspaceTest {
  private static final String IMAGE = "registry/spark@sha256:12";

  @TempDir Path project;
  private Path config;

  @BeforeEach
  void makeProject() throws IOException {
    config = write("Pulumi.dev.yaml", "config: {spark:driverJar: examples/target/weather.jar}");
    write("Pulumi.yaml", "{name: spark, runtime: {name: java, options: {use-executor: ./mvn}}}");
    write("pom.xml", "<project/>");
    write("src/main/java/App.java", "");
    write("target/package/spark.jar", "");
  }

  @Test
  void aWayThatUsesMavenHasNothingOfThePackage() throws IOException {
    try (Workspace workspace = Workspace.create(new Options(project, config, IMAGE, 1))) {
      Path packaged = workspace.projectOf(Way.PACKAGED);
      Path maven = workspace.projectOf(Way.MAVEN);

      assertTrue(Files.isRegularFile(packaged.resolve("target/package/spark.jar")));
      assertFalse(Files.exists(maven.resolve("target")));
      assertEquals(
          new YAMLMapper().readTree("{name: spark, runtime: java}"),
          new YAMLMapper().readTree(maven.resolve("Pulumi.yaml").toFile()));
      assertTrue(Files.isRegularFile(maven.resolve("src/main/java/App.java")));
    }
  }

  @Test
  void itsStacksHaveAnImageWithTheJarInIt() throws IOException {
    assertEquals(
        new YAMLMapper()
            .readTree(
                """
                config:
                  spark:driverJar: local:///opt/spark/application/weather.jar
                  spark:imageReference: registry/spark@sha256:12
                """),
        new YAMLMapper().readTree(Workspace.stackFile(config, IMAGE)));
  }

  @Test
  void removesItsFilesAndNoneThatItLinks() throws IOException {
    Workspace.create(new Options(project, config, IMAGE, 1)).close();

    assertFalse(Files.exists(project.resolve("bench/target/preview")));
    assertTrue(Files.exists(project.resolve("target/package/spark.jar")));
  }

  @Test
  void saysWhichFileItCannotRead() {
    BenchException e =
        assertThrows(
            BenchException.class, () -> Workspace.stackFile(project.resolve("none.yaml"), IMAGE));

    assertTrue(e.getMessage().contains("none.yaml"), e.getMessage());
  }

  private Path write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
