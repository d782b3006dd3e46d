package sparkstack.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerBuild;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.TestProject;
import sparkstack.e2e.support.TestStack;

/**
 * Builds of the image with invalid downloads and other invalid input.
 *
 * <p>Each failure has its own exit code, because Pulumi shows only the instruction and this code.
 */
class ImageBuildIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-build");

  /** Not a release of Spark, so that the download cache of other builds does not have it. */
  private static final String VERSION = "9.0.%d";

  private static final String TAG = "spark-e2e-build:fetch";

  /**
   * Revokes the key with the revocation certificate that GnuPG made with it. A colon in the file
   * disables the certificate until it is removed.
   */
  private static final String REVOKE =
      "sed 's/^:---/---/' $GNUPGHOME/openpgp-revocs.d/*.rev | gpg --batch --import";

  /**
   * The tag of a base image that a test makes. For another platform, BuildKit only looks for it in
   * a registry.
   */
  private static final String BASE_TAG = "localhost:5000/spark-e2e-build:base";

  /** An ELF header for the machine EM_AARCH64, 183. */
  private static final byte[] ARM_PROGRAM =
      HexFormat.of().parseHex("7f454c460201010000000000000000000200b700".concat("00".repeat(44)));

  private static int builds;

  private static HttpServer mirror;
  private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

  @TempDir private static Path folder;
  private static byte[] archive;
  private static byte[] otherArchive;

  private final Map<String, String> arguments = new TreeMap<>();
  private String version;
  private String path;

  @BeforeAll
  static void startMirror() throws Exception {
    otherArchive = archive("another release");
    archive = archive("a release");
    mirror = HttpServer.create(new InetSocketAddress(0), 0);
    mirror.createContext("/", ImageBuildIT::answer);
    mirror.start();
  }

  @AfterAll
  static void stopMirror() throws Exception {
    mirror.stop(0);
    Command.docker("image", "rm", "--force", TAG, BASE_TAG).result();
  }

  @BeforeEach
  void publishARelease() throws Exception {
    builds++;
    // Each run has a unique version, so that it does not use cached downloads of an earlier run.
    version = VERSION.formatted(System.currentTimeMillis() / 1000 * 100 + builds);
    path = "/spark-%s/spark-%s-bin-hadoop3.tgz".formatted(version, version);
    FILES.clear();
    REQUESTS.clear();
    publish(path, archive);
    publish(path + ".sha512", (sha512(archive) + "  archive").getBytes(UTF_8));
    arguments.putAll(DockerBuild.arguments());
    arguments.put("SPARK_VERSION", version);
    arguments.put("MIRRORS", url());
  }

  @Test
  void downloadsOnceFromTheFirstMirrorThatHasTheRelease() throws Exception {
    arguments.put("MIRRORS", url() + "/empty " + url());
    build("fetch").run();
    assertEquals(1, downloads(path));

    // Another build argument makes BuildKit run the stage again.
    arguments.put("SPARK_SHA512", sha512(archive));
    build("fetch").run();
    assertEquals(1, downloads(path));
    var unpacked = Command.docker("run", "--rm", TAG, "cat", "/rootfs/opt/spark/RELEASE").run();
    assertEquals("a release", unpacked.strip());
  }

  @Test
  void downloadsAgainIfTheCachedArchiveDoesNotMatchThePin() throws Exception {
    build("fetch").run();
    publish(path, otherArchive);
    arguments.put("SPARK_SHA512", sha512(otherArchive));
    build("fetch").run();
    assertEquals(2, downloads(path));
  }

  @Test
  void doesNotUseTheCachedArchiveOfAnotherMirror() throws Exception {
    build("fetch").run();
    publish("/other" + path, otherArchive);
    publish("/other" + path + ".sha512", sha512(otherArchive).getBytes(UTF_8));
    arguments.put("MIRRORS", url() + "/other");
    build("fetch").run();
    var unpacked = Command.docker("run", "--rm", TAG, "cat", "/rootfs/opt/spark/RELEASE").run();
    assertEquals("another release", unpacked.strip());
  }

  @Test
  void resumesTheDownloadOfAnInterruptedBuild() throws Exception {
    build("fetch").run();
    REQUESTS.clear();
    var part = archive.length / 2;
    var fetch =
        fetchStage("--volume=" + folder + ":/release:ro")
            .and("bash", "-c")
            .and(
                "cache=/tmp/downloads/$(sha256sum <<<\"$MIRRORS\" | cut -c 1-16) && mkdir -p $cache"
                    + " && head -c %d /release/archive.tgz >$cache/%s.part"
                        .formatted(part, Path.of(path).getFileName())
                    + " && fetch-spark /tmp/spark && cat /tmp/spark/RELEASE");

    assertTrue(fetch.run().contains("a release"));
    assertEquals(List.of(path + ".sha512", path + " bytes=" + part + "-"), REQUESTS);
  }

  @Test
  void readsTheLayoutOfOlderChecksumFiles() throws Exception {
    var grouped =
        sha512(archive).toUpperCase().replaceAll("(.{8})", "$1 ").replaceAll("(.{36})", "$1\n");
    publish(path + ".sha512", ("spark.tgz: " + grouped).getBytes(UTF_8));
    build("fetch").run();
  }

  @Test
  void refusesAnArchiveThatIsNotThePublishedOne() throws Exception {
    var other = "0f".repeat(64);
    publish(path + ".sha512", other.getBytes(UTF_8));
    assertFails("fetch", 214, "SPARK_SHA512: spark-", sha512(archive), other);
    // The build does not cache the refused archive, so the next build downloads the right one.
    publish(path + ".sha512", sha512(archive).getBytes(UTF_8));
    build("fetch").run();
    assertEquals(2, downloads(path));
  }

  @Test
  void refusesAnArchiveThatIsNotThePinnedOne() throws Exception {
    arguments.put("SPARK_SHA512", "0f".repeat(64));
    assertFails("fetch", 214, "SPARK_SHA512: spark-", sha512(archive), "0f".repeat(64));
  }

  @Test
  void namesTheMirrorsThatDoNotHaveAVersion() throws Exception {
    FILES.clear();
    assertFails("fetch", 211, "MIRRORS: none has spark-" + version, url());
  }

  @Test
  void namesTheMirrorsThatItCannotReach() throws Exception {
    arguments.put("MIRRORS", "http://127.0.0.1:9");
    assertFails("fetch", 211, "MIRRORS: none has", "http://127.0.0.1:9");
  }

  @Test
  void refusesAScalaVersionThatTheReleaseIsNotPublishedFor() throws Exception {
    arguments.put("SCALA_VERSION", "2.12");
    assertFails("fetch", 210, "SCALA_VERSION=2.12: Spark " + version);
  }

  @Test
  void acceptsOnlyTheSignatureOfAGivenKey() throws Exception {
    var signer = sign("signer", "");
    publish("/KEYS", Files.readAllBytes(folder.resolve("KEYS")));
    publish(path + ".asc", Files.readAllBytes(folder.resolve("archive.asc")));

    arguments.put("SIGNING_KEYS", "0123456789ABCDEF0123456789ABCDEF01234567");
    assertFails(
        "fetch", 216, "SIGNING_KEYS: spark-", signer, "0123456789ABCDEF0123456789ABCDEF01234567");

    arguments.put(
        "SIGNING_KEYS", "0123456789ABCDEF0123456789ABCDEF01234567 " + signer.toLowerCase());
    build("fetch").run();
  }

  @Test
  void refusesTheSignatureOfARevokedKey() throws Exception {
    var signer = sign("revoked", REVOKE);
    publish("/KEYS", Files.readAllBytes(folder.resolve("KEYS")));
    publish(path + ".asc", Files.readAllBytes(folder.resolve("archive.asc")));
    arguments.put("SIGNING_KEYS", signer);
    assertFails("fetch", 216, "is signed by the revoked or expired key " + signer);
  }

  @Test
  void refusesAnArchiveWithoutTheRequiredSignature() throws Exception {
    arguments.put("SIGNING_KEYS", "0123456789ABCDEF0123456789ABCDEF01234567");
    assertFails("fetch", 211, "MIRRORS: none has");
  }

  @Test
  void refusesAMirrorThatPublishesNoChecksumAndNoKeys() throws Exception {
    publish(path + ".sha512", "<html>not found</html>".getBytes(UTF_8));
    assertFails("fetch", 213, "has no SHA-512");

    publish(path + ".sha512", sha512(archive).getBytes(UTF_8));
    publish(path + ".asc", "<html>not found</html>".getBytes(UTF_8));
    publish("/KEYS", "<html>not found</html>".getBytes(UTF_8));
    arguments.put("SIGNING_KEYS", "0123456789ABCDEF0123456789ABCDEF01234567");
    assertFails("fetch", 215, "KEYS file has no OpenPGP keys");
  }

  @Test
  void refusesADownloadThatIsNotAnArchive() throws Exception {
    var page = "<html>welcome</html>".getBytes(UTF_8);
    publish(path, page);
    publish(path + ".sha512", sha512(page).getBytes(UTF_8));
    assertFails("fetch", 217, "cannot be unpacked");
  }

  @Test
  void reportsAFullDisk() throws Exception {
    build("fetch").run();
    // Runs the program of the stage in a file system of 64 KB.
    var fetch = fetchStage("--tmpfs=/full:size=64k").and("fetch-spark", "/full/spark").result();
    assertEquals(217, fetch.status());
    assertTrue(fetch.output().contains("No space left on device"), fetch.output());
    assertTrue(
        fetch.output().lines().anyMatch(line -> line.startsWith("error: SPARK_VERSION=" + version)),
        fetch.output());
  }

  @Test
  void namesTheJavaVersionsOfTheBaseImage() throws Exception {
    arguments.put("JAVA_VERSION", "99");
    assertFails("java", 230, "JAVA_VERSION=99: the base image has no such JDK", "17");
  }

  @Test
  void namesAMissingJar() throws Exception {
    arguments.put("APPLICATION_JAR", "examples/missing.jar");
    assertFails(
        "jar",
        246,
        "APPLICATION_JAR=examples/missing.jar: no such file",
        "Dockerfile.dockerignore");
    arguments.remove("APPLICATION_JAR");
    assertFails("jar", 245, "APPLICATION_JAR is not set", "--target runtime");
  }

  @Test
  void refusesInvalidValuesOfBuildArguments() throws Exception {
    arguments.put("TRIM", "all");
    assertFails("trim", 225, "TRIM=all: set it to standalone or full");
    arguments.put("TRIM", "full");
    arguments.put("PYTHON", "3");
    assertFails("trim", 227, "PYTHON=3: set it to true or false");
    arguments.put("PYTHON", "true");
    assertFails("trim", 228, "PYTHON=true", "no folder python");
    arguments.put("OBJECT_STORE", "s3");
    assertFails("object-store", 220, "OBJECT_STORE=s3: set it to true or false");
    arguments.put("OBJECT_STORE", "true");
    assertFails("object-store", 221, "OBJECT_STORE=true: Spark's archive includes no Hadoop");
  }

  /** The base images of the local environment are for one platform only. */
  @Test
  void refusesABaseImageOfAnotherPlatform() throws Exception {
    assertFails(build("base").and("--platform=linux/arm64"), 201, "for amd64", "linux/amd64");
  }

  @Test
  void refusesABaseImageThatIsNotDebian() throws Exception {
    Command.docker("build", "--tag=" + BASE_TAG, "-")
        .withInput("FROM %s\nRUN rm /usr/bin/apt-get\n".formatted(arguments.get("BASE_IMAGE")))
        .run();
    arguments.put("BUILD_BASE_IMAGE", BASE_TAG);
    assertFails("base", 200, "is not Debian", "BUILD_BASE_IMAGE");
  }

  /** The shell of the image is the header of an Arm program, which this machine cannot run. */
  @Test
  void reportsThatTheBuilderLacksAnEmulator() throws Exception {
    pushShell(ARM_PROGRAM);
    arguments.put("BUILD_BASE_IMAGE", BASE_TAG);
    var build = build("base").and("--platform=linux/arm64").result();

    assertNotEquals(0, build.status());
    var failure = Failure.of(build.output());
    assertTrue(failure.instruction().contains("debian check # exit codes"), build.output());
    assertTrue(failure.instruction().contains("it lacks QEMU in binfmt_misc"), build.output());
    assertTrue(failure.exitCode() < 200, build.output());
  }

  @Test
  void pulumiUpFailsWithTheInstructionAndTheExitCode() throws Exception {
    var stack = TestStack.create("e2e-image-build");
    stack.set("mirrors", List.of(url() + "/empty"));
    try {
      assertThrows(AutomationException.class, () -> stack.up("**spark:index:SparkImage**"));
      var failure = Failure.of(String.join("\n", stack.errors()));
      assertEquals(211, failure.exitCode());
      assertTrue(
          failure.instruction().contains("211 none of MIRRORS has the release"),
          failure.instruction());
    } finally {
      stack.clear();
    }
  }

  private void assertFails(String stage, int exitCode, String... told) throws Exception {
    assertFails(build(stage), exitCode, told);
  }

  private void assertFails(Command command, int exitCode, String... told) throws Exception {
    Command.docker("image", "rm", "--force", TAG).result();
    var build = command.result();
    assertNotEquals(0, build.status());
    var failure = Failure.of(build.output());
    assertEquals(exitCode, failure.exitCode(), build.output());
    assertTrue(failure.instruction().contains(" " + exitCode + " "), build.output());
    // BuildKit prefixes each line with the number of the step and the time.
    var error =
        build
            .output()
            .lines()
            .filter(line -> line.matches("#\\d+ [\\d.]+ error: .*"))
            .findFirst()
            .orElse("");
    for (var part : told) {
      assertTrue(error.contains(part), () -> part + " is not in:\n" + build.output());
    }
    assertNotEquals(0, Command.docker("image", "inspect", TAG).result().status());
  }

  /** Pushes a base image that contains only a shell. */
  private static void pushShell(byte[] program) throws Exception {
    var shell = Files.createDirectories(folder.resolve("root/bin")).resolve("sh");
    Files.write(shell, program);
    assertTrue(shell.toFile().setExecutable(true, false));
    var tar = folder.resolve("root.tar").toString();
    Command.of("tar", "-cf", tar, "-C", folder.resolve("root").toString(), ".").run();
    Command.docker("import", tar, BASE_TAG).run();
    Command.docker("push", "--quiet", BASE_TAG).run();
  }

  /** A container of the built stage, to run the stage's program; the caller adds the command. */
  private Command fetchStage(String option) throws IOException {
    return Command.docker("run", "--rm", option)
        .and("--env=SPARK_VERSION=" + version, "--env=HADOOP_FLAVOUR=hadoop3")
        .and("--env=MIRRORS=" + url(), "--env=DOWNLOADS=/tmp/downloads", TAG);
  }

  private Command build(String stage) {
    return DockerBuild.of(TAG, arguments, "--file=docker/Dockerfile", "--target=" + stage);
  }

  /**
   * The URL at which builds reach the mirror of this test, on the same host as the stack's mirror.
   */
  private static String url() throws IOException {
    var host = (String) TestProject.current().devConfig().get("spark:uiHost");
    return "http://%s:%d".formatted(host, mirror.getAddress().getPort());
  }

  private static void publish(String path, byte[] content) {
    FILES.put(path, content);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var range = exchange.getRequestHeaders().getFirst("Range");
    REQUESTS.add(range == null ? path : path + " " + range);
    var content = FILES.get(path);
    try (exchange) {
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (range == null) {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      } else {
        answerRest(exchange, content, Integer.parseInt(range.replaceAll("\\D", "")));
      }
    }
  }

  private static void answerRest(HttpExchange exchange, byte[] content, int start)
      throws IOException {
    var range = "bytes %d-%d/%d".formatted(start, content.length - 1, content.length);
    exchange.getResponseHeaders().add("Content-Range", range);
    exchange.sendResponseHeaders(206, content.length - start);
    exchange.getResponseBody().write(content, start, content.length - start);
  }

  private static long downloads(String path) {
    return REQUESTS.stream().filter(path::equals).count();
  }

  /** A small archive that needs more than 64 KB of disk space. */
  private static byte[] archive(String name) throws Exception {
    var release = Files.createDirectories(folder.resolve("spark-x/jars"));
    Files.writeString(folder.resolve("spark-x/RELEASE"), name + "\n");
    Files.write(release.resolve("large.jar"), new byte[100_000]);
    var file = folder.resolve("archive.tgz");
    Command.of("tar", "-czf", file.toString(), "-C", folder.toString(), "spark-x").run();
    return Files.readAllBytes(file);
  }

  /**
   * Makes a key, signs the archive with it, and returns the fingerprint of the key.
   *
   * @param afterwards shell command that runs after the signature is made
   */
  private String sign(String name, String afterwards) throws Exception {
    build("fetch").run();
    var script =
        """
        export GNUPGHOME=$(mktemp -d)
        gpg --batch --quiet --passphrase '' --quick-generate-key %1$s
        gpg --batch --yes --armor --output /release/archive.asc --detach-sign /release/archive.tgz
        %2$s
        gpg --armor --export >/release/KEYS
        gpg --list-keys --with-colons | sed -n 's/^fpr:*\\([0-9A-F]*\\):$/\\1/p' | head -1
        """
            .formatted(name, afterwards);
    var volume = "--volume=" + folder + ":/release";
    var output = Command.docker("run", "--rm", volume, TAG, "bash", "-c", script).run();
    return output.lines().filter(line -> line.matches("[0-9A-F]{40}")).findFirst().orElseThrow();
  }

  /**
   * The failure of a build, as both Docker and Pulumi report it.
   *
   * @param instruction failed instruction, as passed to the shell
   */
  private record Failure(String instruction, int exitCode) {
    /** The message of Docker 20.10, and that of newer versions. */
    private static final Pattern MESSAGE =
        Pattern.compile(
            "(?:executor failed running \\[|process \")(.*)(?:\\]|\" did not complete successfully): exit code: ([0-9]+)");

    static Failure of(String output) {
      var message = MESSAGE.matcher(output);
      assertTrue(message.find(), () -> "No instruction and exit code in:\n" + output);
      return new Failure(message.group(1), Integer.parseInt(message.group(2)));
    }
  }

  private static String sha512(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
  }
}
