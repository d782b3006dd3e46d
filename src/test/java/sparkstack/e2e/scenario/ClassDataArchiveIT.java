package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerCluster;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.StackImage;

/**
 * Every role uses the class-data archive of the image.
 *
 * <p>With -Xshare:on, a JVM that cannot use its archive does not start.
 */
@Tag("slow")
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
    // The root file system is read-only, and the user has no name.
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

  /**
   * Spark's classes are only in the archive of the image. The JDK's own archive does not have them.
   */
  private static void assertIsFromTheArchive(String className, String log) {
    assertTrue(log.contains(className + " source: shared objects file"), log);
  }

  /** The flags that the running JVM reports. */
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
    // Docker copies the files of the image to a new volume, without the overlay of the layers. The
    // order of files in its folders is different.
    var volume = OBJECTS.name("opt");
    var onVolume = Command.docker("run", "--rm", "--volume=" + volume + ":/opt", image);

    assertNotEquals(
        "overlayfs", onVolume.and("stat", "-f", "-c", "%T", "/opt/spark/jars").run().strip());
    assertUses(onVolume, "/opt/spark/jars/*");
  }

  @Test
  void isUsedWithJarsAdded() throws Exception {
    assertUses(container(), "/opt/spark/conf/:/opt/spark/jars/*:/opt/added.jar");
    // A derived image may add a jar to the folder of Spark's jars.
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
  void isSilentlyIgnoredIfTheJvmCannotUseIt() throws Exception {
    // Like spark.driver.extraClassPath, which puts a jar before those of Spark.
    assertStartsWithoutANote(
        java("-Xshare:auto", "/opt/spark/application/weather.jar:/opt/spark/jars/*"));
    // The archive needs compressed pointers.
    assertStartsWithoutANote(java("-XX:-UseCompressedOops", "/opt/spark/jars/*"));
    assertStartsWithoutANote(java("-XX:+UseZGC", "/opt/spark/jars/*"));
  }

  @Test
  void isSilentlyIgnoredWithFilesInTheConfigurationFolder() throws Exception {
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
