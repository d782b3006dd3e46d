package sparkstack.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class SparkImageTest extends ProjectTest {
  private static final Path DOCKERFILE = Path.of("docker/Dockerfile");
  private static final Path CERTIFICATE = Path.of("src/test/resources/certificates/root-1.pem");

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
  void isBuiltForThePlatformThatIsConfigured() {
    var image = image(Map.of("platform", "linux/arm64"));

    assertEquals("linux/arm64", image.at("build.platform"));
    assertNotEquals(image(Map.of()).at("imageName"), image.at("imageName"));
  }

  @Test
  void trustsTheCertificatesThatAreConfigured() throws IOException {
    var pem = Files.readString(CERTIFICATE);
    var image = image(Map.of("caCertificates", "# our own\n" + pem));

    assertEquals(pem.strip(), image.at("build.args.CA_CERTIFICATES"));
    assertNotEquals(image(Map.of()).at("imageName"), image.at("imageName"));
    assertEquals(image(Map.of("caCertificates", pem)), image);
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
  void isBuiltWithEachArgumentThatTheDockerfileHas() throws IOException {
    var declared = new TreeSet<String>();
    var matcher = Pattern.compile("(?m)^ARG (\\w+)").matcher(Files.readString(DOCKERFILE));
    while (matcher.find()) {
      declared.add(matcher.group(1));
    }
    // TARGETARCH is set by BuildKit; SOURCE_DATE_EPOCH is constant.
    declared.removeAll(List.of("TARGETARCH", "SOURCE_DATE_EPOCH"));

    var config =
        ProjectFolder.withDriver(
            Map.of(
                "mavenMirror",
                "https://maven.example.org",
                "caCertificates",
                Files.readString(CERTIFICATE)));
    var arguments = Manifest.object(image(config).at("build.args"));

    assertEquals(declared, new TreeSet<>(arguments.keySet()));
  }

  @ParameterizedTest
  @CsvSource({
    "sparkVersion, 4.2.0, SPARK_VERSION, 4.2.0",
    "scalaVersion, 2.13, SCALA_VERSION, 2.13",
    "mirrors, '[\"http://one/spark\", \"https://two/spark\"]', MIRRORS, http://one/spark https://two/spark",
    "sparkSigningKeys, '[\"0123456789abcdef0123456789abcdef01234567\"]', SIGNING_KEYS, 0123456789abcdef0123456789abcdef01234567",
    "javaVersion, 21, JAVA_VERSION, 21",
    "imageTrim, false, TRIM, full",
    "imagePython, true, PYTHON, true",
    "imageObjectStore, true, OBJECT_STORE, true",
    "imageCdsArchive, false, CDS_ARCHIVE, false",
    "imageRevision, 1a2b3c, REVISION, 1a2b3c",
    "buildHttpProxy, http://proxy:3128, HTTP_PROXY, http://proxy:3128",
    "buildHttpsProxy, http://proxy:3128, HTTPS_PROXY, http://proxy:3128",
    "buildNoProxy, 'localhost,.example.org', NO_PROXY, 'localhost,.example.org'",
    "mavenMirror, https://maven.example.org, MAVEN_MIRROR, https://maven.example.org",
    "buildBaseImage, debian:trixie, BUILD_BASE_IMAGE, debian:trixie",
    "baseImage, debian:trixie-slim, BASE_IMAGE, debian:trixie-slim",
    "baseImage, debian@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, BASE_DIGEST, sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  })
  void isBuiltAsConfigured(String key, String value, String argument, String expected) {
    assertEquals(expected, image(Map.of(key, value)).at("build.args." + argument));
  }

  @Test
  void mayBeWithoutHadoop() {
    var config = Map.of("hadoopFlavour", "without-hadoop", "imageCdsArchive", "false");
    assertEquals("without-hadoop", image(config).at("build.args.HADOOP_FLAVOUR"));
  }

  @Test
  void isBuiltOfTheReleaseThatIsPinned() {
    var sha512 = "0f".repeat(64);
    assertEquals(sha512, image(Map.of("sparkSha512", sha512)).at("build.args.SPARK_SHA512"));
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
