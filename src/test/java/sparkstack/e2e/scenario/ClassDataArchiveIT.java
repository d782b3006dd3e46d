package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerCluster;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.StackImage;

/**
 * Every role starts from the image's class-data archive.
 *
 * <p>With -Xshare:on, a JVM that cannot use its archive does not start.
 */
class ClassDataArchiveIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-archive");

  private static final String ARCHIVE = "-XX:SharedArchiveFile=/opt/spark/archive/spark.jsa";
  private static final String LOGGING = "-Dlog4j2.configurationFile=/etc/spark/log4j2.properties";

  @TempDir private static Path configuration;
  private static String image;

  @BeforeAll
  static void writeConfiguration() throws Exception {
    image = StackImage.reference();
    Files.writeString(
        configuration.resolve("log4j2.properties"),
        """
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.target = SYSTEM_ERR
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = mounted %m%n%ex
        """);
    Files.writeString(
        configuration.resolve("spark.conf"),
        """
        spark.driver.extraJavaOptions -Xshare:on -Xlog:class+load -XX:+UseG1GC %1$s
        spark.executor.extraJavaOptions -Xshare:on -Xlog:class+load -XX:+UseParallelGC %1$s
        spark.driver.memory 700m
        spark.executor.memory 600m
        """
            .formatted(LOGGING));
    configuration.toFile().setExecutable(true, false);
    configuration.toFile().setReadable(true, false);
  }

  @Test
  void isUsedByEachRoleWithMountedConfigurationAndOtherHeapsAndCollectors() throws Exception {
    // Nothing of the image is writable, and the user has no name.
    var cluster =
        new DockerCluster(
            OBJECTS,
            image,
            "--user=12345:777",
            "--read-only",
            "--tmpfs=/tmp:exec",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges",
            "--volume=" + configuration + ":/etc/spark:ro");
    cluster.start(
        daemonOptions("-XX:+UseSerialGC", "300m"), daemonOptions("-XX:+UseParallelGC", "2g"));

    var driver =
        cluster
            .submit()
            .and("--properties-file=/etc/spark/spark.conf")
            .and("--class=sparkstack.examples.weather.Weather")
            .and("local:///opt/spark/application/weather.jar")
            .run();

    assertTrue(driver.contains("weather: 48 months from 1461 days"), driver);
    assertTrue(driver.contains("mounted Registered executor"), driver);
    assertIsFromTheArchive("org.apache.spark.deploy.SparkSubmit", driver);
    var executor =
        Command.docker("exec", cluster.name("worker"), "sh", "-c", "cat /tmp/spark-work/*/0/stdout")
            .run();
    assertIsFromTheArchive("org.apache.spark.executor.CoarseGrainedExecutorBackend", executor);
    assertTrue(flags("master", DockerCluster.MASTER).contains(ARCHIVE));
    assertTrue(flags("worker", DockerCluster.WORKER).contains(ARCHIVE));
  }

  /** Java has an archive of its own, too, but no classes of Spark in it. */
  private static void assertIsFromTheArchive(String className, String log) {
    assertTrue(log.contains(className + " source: shared objects file"), log);
  }

  /** Its own flags, as the JVM knows them. */
  private static String flags(String role, String mainClass) throws Exception {
    return Command.docker("exec", OBJECTS.name(role), "jcmd", mainClass, "VM.flags").run();
  }

  private static List<String> daemonOptions(String collector, String heap) {
    return List.of(
        "--env=SPARK_DAEMON_JAVA_OPTS=-Xshare:on %s %s".formatted(collector, LOGGING),
        "--env=SPARK_DAEMON_MEMORY=" + heap);
  }

  @Test
  void isUsedWhenTheImagesFilesAreOnAnotherFileSystem() throws Exception {
    // A new volume gets what the image has in its place, without the layers' overlay; the order of
    // its folders is its own.
    var volume = OBJECTS.name("opt");
    var onVolume = Command.docker("run", "--rm", "--volume=" + volume + ":/opt", image);

    assertNotEquals(
        "overlayfs", onVolume.and("stat", "-f", "-c", "%T", "/opt/spark/jars").run().strip());
    assertUses(onVolume, "/opt/spark/jars/*");
  }

  @Test
  void isUsedWithJarsAdded() throws Exception {
    assertUses(container(), "/opt/spark/conf/:/opt/spark/jars/*:/opt/added.jar");
    // As a derived image adds one: among Spark's own by its name.
    var jar = Path.of("examples/weather/target/weather.jar").toAbsolutePath();
    assertUses(container("--volume=" + jar + ":/opt/spark/jars/added.jar:ro"), "/opt/spark/jars/*");
  }

  private static Command container(String... options) {
    return Command.docker("run", "--rm").and(options).and(image);
  }

  private static void assertUses(Command container, String classPath) throws Exception {
    var master =
        container
            .and("java", "-Xshare:on", "-Xlog:class+load", "-cp", classPath)
            .and(DockerCluster.MASTER, "--help");
    assertIsFromTheArchive(DockerCluster.MASTER, master.run());
  }

  @Test
  void isNotMissedWhereItDoesNotFit() throws Exception {
    // A jar before Spark's own, as spark.driver.extraClassPath has it.
    assertStartsWithoutANote(
        java("-Xshare:auto", "/opt/spark/application/weather.jar:/opt/spark/jars/*"));
    // Not the compressed pointers that the archive has.
    assertStartsWithoutANote(java("-XX:-UseCompressedOops", "/opt/spark/jars/*"));
    assertStartsWithoutANote(java("-XX:+UseZGC", "/opt/spark/jars/*"));
  }

  @Test
  void isNotMissedByAConfigurationFolderWithFiles() throws Exception {
    var conf = "--volume=" + configuration + ":/opt/spark/conf:ro";
    var version = Command.docker("run", "--rm", conf, image, "spark-submit", "--version").result();
    assertEquals(0, version.status(), version.output());
    assertFalse(version.output().contains("shared"), version.output());
  }

  private static Command java(String option, String classPath) {
    return container().and("java", option, "-cp", classPath, DockerCluster.MASTER, "--help");
  }

  private static void assertStartsWithoutANote(Command java) throws Exception {
    var result = java.result();
    assertEquals(0, result.status(), result.output());
    assertFalse(result.output().contains("[warning]"), result.output());
  }
}
