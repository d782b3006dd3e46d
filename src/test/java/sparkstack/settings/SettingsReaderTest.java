package sparkstack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

/** The config as a user sets it, and what they read when it is wrong. */
class SettingsReaderTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void createProject() throws IOException {
    project = ProjectFolder.in(folder);
  }

  private String error(Map<String, ?> config) {
    return Recording.errorOf(project, "dev", config);
  }

  @Test
  void needsNoConfigAtAll() {
    assertEquals("", error(Map.of()));
  }

  @Test
  void takesAnEmptyTextForNotSet() {
    var empty = new HashMap<String, Object>();
    for (var key :
        List.of("namespace", "workerCpuRequest", "driverJar", "driverClass", "dataVolumeSize")) {
      empty.put(key, "");
    }
    assertEquals(Recording.of(project, Map.of()).all(), Recording.of(project, empty).all());
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    var error =
        error(
            Map.of(
                "workerReplicas", "-1",
                "workerMemory", "1024",
                "uiServiceType", "Ingress",
                "driverClass", "example.weather.Main"));

    for (var line :
        List.of(
            "spark:workerReplicas: \"-1\" must be a whole number from 0 to 10000",
            "spark:workerMemory: \"1024\" must be a whole number with a unit m, g or t,"
                + " such as 1g or 1536m, of at least 512m",
            "spark:uiServiceType: \"Ingress\" must be NodePort or LoadBalancer",
            "spark:driverJar: \"\" must be set together with spark:driverClass")) {
      assertTrue(error.lines().map(String::strip).anyMatch(line::equals), line + "\n\n" + error);
    }
    assertFalse(error.contains("\tat "), error);
  }

  @ParameterizedTest
  @CsvSource({
    "registry, https://localhost:5000",
    "registry, myregistry",
    "repository, Spark",
    "sparkVersion, 4.3",
    "mirrors, https://one.example.org",
    "mirrors, '[\"ftp://one.example.org\"]'",
    "mirrors, '[null]'",
    "mirrors, []",
    "sparkSha512, abc",
    "hadoopFlavour, hadoop2",
    "scalaVersion, 2.11",
    "sparkSigningKeys, '[\"abc\"]'",
    "javaVersion, 11",
    "imageTrim, standalone",
    "imagePython, 3",
    "imageObjectStore, s3",
    "imageCdsArchive, 1",
    "imageRevision, two words",
    "buildHttpProxy, proxy:3128",
    "buildHttpsProxy, proxy:3128",
    "buildNoProxy, 'localhost, example.org'",
    "mavenMirror, central",
    "baseImage, debian bookworm",
    "buildBaseImage, -",
    "namespace, Team_A",
    "workerReplicas, two",
    "workerReplicas, 1.5",
    "workerCores, 0",
    "workerMemory, 511m",
    "workerMemory, 1.5g",
    "workerCpuRequest, 0",
    "workerCpuRequest, 1g",
    "driverMemory, 64m",
    "driverCpuRequest, half",
    "driverJar, /etc/passwd.jar",
    "driverJar, ../other/app.jar",
    "driverJar, http://example.org/app.jar",
    "driverClass, no class",
    "driverArguments, not a list",
    "uiServiceType, nodeport",
    "uiHost, http://localhost",
    "dataVolumeSize, lots",
    "dataVolumeSize, 0Gi",
    "dataVolumeStorageClass, Fast Disks",
    "dataVolumeAccessMode, ReadOnlyMany",
  })
  void refusesAWrongValueWithItsKeyAndTheValue(String key, String value) {
    var error = error(Map.of(key, value));
    assertEquals(
        1, error.lines().filter(line -> line.startsWith("  spark:" + key + ": \"")).count(), error);
  }

  @Test
  void saysHowToBuildAMissingJar() {
    var error =
        error(Map.of("driverJar", "examples/other/target/other.jar", "driverClass", "Main"));

    assertTrue(
        error.contains(
            "spark:driverJar: \"examples/other/target/other.jar\" must be a file that exists:"
                + " build it first (mvn package in examples/other)"),
        error);
  }

  @Test
  void saysHowToLetAJarIntoTheBuild() throws IOException {
    project.write("examples/other/target/other.jar", "a jar");
    var config = Map.of("driverJar", "examples/other/target/other.jar", "driverClass", "Main");

    var error = error(config);
    assertTrue(
        error.contains(
            "spark:driverJar: \"examples/other/target/other.jar\" must be a file that"
                + " docker/Dockerfile.dockerignore lets in: add the line"
                + " !examples/other/target/other.jar to it"),
        error);

    project.write("docker/Dockerfile.dockerignore", "*\n!docker\n!examples/other/target\n");
    assertEquals("", error(config));
  }

  @Test
  void refusesAStorageClassWithoutAVolume() {
    var error = error(Map.of("dataVolumeStorageClass", "fast"));

    assertTrue(
        error.contains(
            "spark:dataVolumeSize: \"\" must be set together with spark:dataVolumeStorageClass"),
        error);
  }

  @Test
  void refusesAStackWhoseNameMakesNoNamespace() {
    var error = Recording.errorOf(project, "Team_A", Map.of());
    assertTrue(error.contains("spark:namespace: \"spark-Team_A\" must be "), error);
  }
}
