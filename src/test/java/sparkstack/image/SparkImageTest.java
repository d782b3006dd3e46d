package sparkstack.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

class SparkImageTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void createProject() throws IOException {
    project = ProjectFolder.in(folder);
  }

  private Manifest image(Map<String, ?> config) {
    return Recording.of(project, config).image();
  }

  @Test
  void isBuiltFromTheProjectFolderForOnePlatform() {
    var image = image(Map.of());

    assertEquals(".", image.at("build.context"));
    assertEquals("docker/Dockerfile", image.at("build.dockerfile"));
    assertEquals("linux/amd64", image.at("build.platform"));
  }

  @Test
  void isNamedByRegistryRepositorySparkVersionAndContents() {
    var image =
        image(
            Map.of(
                "registry", "registry.example.org",
                "repository", "team/spark",
                "sparkVersion", "4.2.0"));

    var name = (String) image.at("imageName");
    assertTrue(name.matches("registry\\.example\\.org/team/spark:4\\.2\\.0-[0-9a-f]{12}"), name);
  }

  @Test
  void isTheRuntimeUnlessAJarIsToBeBakedIn() {
    var runtime = image(Map.of());
    var inImage = image(Map.of("driverJar", "local:///app.jar", "driverClass", "Main"));

    assertEquals("runtime", runtime.at("build.target"));
    assertEquals(runtime, inImage);
    assertFalse(Manifest.object(runtime.at("build.args")).containsKey("APPLICATION_JAR"));
  }

  @Test
  void hasTheApplicationsJarBakedIn() {
    var image = image(ProjectFolder.WITH_DRIVER);

    assertEquals("application", image.at("build.target"));
    assertEquals(ProjectFolder.JAR, image.at("build.args.APPLICATION_JAR"));
  }

  @Test
  void isBuiltWithTheConfiguredReleaseAndBases() {
    var sha512 = "0f".repeat(64);
    var image =
        image(
            Map.of(
                "sparkVersion", "4.2.0",
                "mirrors", List.of("http://one/spark", "https://two/spark"),
                "sparkSha512", sha512,
                "buildBaseImage", "debian:trixie",
                "baseImage", "debian:trixie-slim"));

    assertEquals(
        Map.of(
            "SPARK_VERSION", "4.2.0",
            "MIRRORS", "http://one/spark https://two/spark",
            "SPARK_SHA512", sha512,
            "BUILD_BASE_IMAGE", "debian:trixie",
            "BASE_IMAGE", "debian:trixie-slim"),
        image.at("build.args"));
  }

  @Test
  void isPushedAndNeverBuiltByAPreview() {
    assertEquals(false, image(Map.of()).at("skipPush"));
    assertEquals(false, image(Map.of()).at("buildOnPreview"));
  }

  @Test
  void saysWhichFileOfItsContextIsMissing() {
    var nowhere = new ProjectFolder(folder.resolve("nowhere"));

    var error = Recording.errorOf(nowhere, "dev", Map.of());

    assertTrue(error.contains("build context cannot be read"), error);
    assertTrue(error.contains("docker"), error);
  }
}
