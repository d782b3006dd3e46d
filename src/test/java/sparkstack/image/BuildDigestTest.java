package sparkstack.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.ImageBuildSettings;
import sparkstack.settings.ImageContents;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.SparkRelease;

class BuildDigestTest extends ProjectTest {
  private String before;

  @BeforeEach
  void noteDigest() {
    before = digest();
  }

  private String digest() {
    return BuildDigest.of(ImageBuild.of(settings("4.3.0", "debian:bookworm-slim", true)), folder);
  }

  private static ImageSettings settings(String version, String baseImage, boolean withJar) {
    return new ImageSettings(
        "localhost:5000",
        "spark",
        new SparkRelease(
            version,
            "hadoop3",
            Optional.empty(),
            List.of("https://mirror.example.org/spark"),
            Optional.empty(),
            List.of()),
        new ImageContents(17, true, false, false, true),
        new ImageBuildSettings(
            "linux/amd64",
            "debian:bookworm-slim",
            baseImage,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Optional.of(new ApplicationJar(ProjectFolder.JAR)).filter(jar -> withJar),
        Optional.empty(),
        "spark:imageReference");
  }

  @Test
  void isTwelveHexDigits() {
    assertTrue(before.matches("[0-9a-f]{12}"), before);
  }

  @Test
  void changesWithAFile() throws IOException {
    project.write("docker/conf/spark-defaults.conf", "spark.ui.enabled false\n");
    assertNotEquals(before, digest());
  }

  @Test
  void changesWithTheJar() throws IOException {
    project.write(ProjectFolder.JAR, "another jar");
    assertNotEquals(before, digest());
  }

  @Test
  void changesWithAFileMore() throws IOException {
    project.write("docker/conf/log4j2.properties", "");
    assertNotEquals(before, digest());
  }

  @Test
  void changesWithAFilesName() throws IOException {
    var file = folder.resolve("docker/conf/spark-defaults.conf");
    Files.move(file, file.resolveSibling("other.conf"));
    assertNotEquals(before, digest());
  }

  @Test
  void changesWithTheExecutableBit() throws IOException {
    assertTrue(folder.resolve("docker/conf/spark-defaults.conf").toFile().setExecutable(true));
    assertNotEquals(before, digest());
  }

  @Test
  void changesWithEachBuildArgument() {
    assertNotEquals(
        before,
        BuildDigest.of(ImageBuild.of(settings("4.2.0", "debian:bookworm-slim", true)), folder));
    assertNotEquals(
        before,
        BuildDigest.of(ImageBuild.of(settings("4.3.0", "debian:trixie-slim", true)), folder));
    assertNotEquals(
        before,
        BuildDigest.of(ImageBuild.of(settings("4.3.0", "debian:bookworm-slim", false)), folder));
  }

  @Test
  void takesArgumentsOfAnyLength() {
    var build = ImageBuild.of(settings("4.3.0", "debian:bookworm-slim", true));
    var arguments = new TreeMap<>(build.arguments());
    arguments.put("CA_CERTIFICATES", "M".repeat(100_000));
    var longer = new ImageBuild(build.platform(), build.target(), arguments);

    assertNotEquals(before, BuildDigest.of(longer, folder));
  }

  @Test
  void changesWithThePlatform() {
    var build = ImageBuild.of(settings("4.3.0", "debian:bookworm-slim", true));
    var other = new ImageBuild("linux/arm64", build.target(), build.arguments());

    assertNotEquals(before, BuildDigest.of(other, folder));
  }

  @Test
  void staysTheSameOtherwise() throws IOException {
    Files.setLastModifiedTime(folder.resolve("docker/Dockerfile"), FileTime.fromMillis(0));
    assertTrue(folder.resolve("docker/Dockerfile").toFile().setWritable(false, true));
    project.write("src/main/java/App.java", "class App {}");
    project.write("examples/other/target/other.jar", "not baked in");

    assertEquals(before, digest());
  }

  @Test
  void isThatOfTheSameFilesInAnotherFolder(@TempDir Path elsewhere) throws IOException {
    ProjectFolder.in(elsewhere);
    assertEquals(
        before,
        BuildDigest.of(ImageBuild.of(settings("4.3.0", "debian:bookworm-slim", true)), elsewhere));
  }
}
