package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerBuild;
import sparkstack.e2e.support.DockerCluster;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.StackImage;

/** Properties of the image for every role: its user, its files, its scripts, its shutdown. */
class ImageIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-image");

  @RegisterExtension private static final DockerObjects BUSY = new DockerObjects("spark-e2e-busy");

  private static final String MASTER = "org.apache.spark.deploy.master.Master";
  private static final Duration START = Duration.ofSeconds(60);
  private static final String ENDED_BY_SIGTERM = "143";

  private static String image;

  @BeforeAll
  static void buildImage() throws Exception {
    image = StackImage.reference();
    Command.docker("pull", "--quiet", image).run();
  }

  private static String inspect(String format) throws Exception {
    return Command.docker("inspect", "--format", format, image).run().strip();
  }

  private static String shell(String script) throws Exception {
    return Command.docker("run", "--rm", "--user=0", image, "sh", "-c", script).run();
  }

  @Test
  void runsAsAUserThatTheHostDoesNotHave() throws Exception {
    assertEquals("10000:10000", inspect("{{.Config.User}}"));
  }

  /** A build without --target makes the last stage. */
  @Test
  void isTheDefaultTargetOfABuild() throws Exception {
    var tag = OBJECTS.name("untargeted");
    var arguments = DockerBuild.arguments();
    arguments.put("BASE_IMAGE", StackImage.base());
    try {
      DockerBuild.of(tag, arguments).run();
      var command = Command.docker("inspect", "--format", "{{.Config.Entrypoint}} {{.Config.Cmd}}");
      assertEquals(command.and(image).run(), command.and(tag).run());
      var run = Command.docker("run", "--rm", tag, "sh", "-c");
      assertTrue(run.and("spark-submit --version").run().contains("4.3.0"));
      assertEquals("", run.and("ls /opt/spark/application 2>/dev/null || true").run());
    } finally {
      Command.docker("image", "rm", "--force", tag).run();
    }
  }

  @Test
  void hasLabelsWithItsVersionLicenseRevisionAndBase() throws Exception {
    var label = "{{index .Config.Labels \"org.opencontainers.image.%s\"}}";
    assertEquals("4.3.0", inspect(label.formatted("version")));
    assertEquals("Apache-2.0", inspect(label.formatted("licenses")));
    assertEquals(StackImage.REVISION, inspect(label.formatted("revision")));
    var base = StackImage.base();
    assertEquals(base, inspect(label.formatted("base.name")));
    assertEquals(base.substring(base.indexOf("sha256:")), inspect(label.formatted("base.digest")));
  }

  @Test
  void hasNoSetuidFilesAndOnlyTmpIsWorldWritable() throws Exception {
    assertEquals("", shell("find / -xdev -type f -perm /6000"));
    assertEquals("/tmp\n", shell("find / -xdev -perm -0002 ! -type l ! -path '/dev/*'"));
  }

  @Test
  void hasNoLeftoversOfItsBuild() throws Exception {
    assertEquals("", shell("find /var/lib/apt/lists /var/cache/apt -type f ! -name lock"));
    assertEquals(
        "",
        shell(
            "find /root /home /tmp -mindepth 1 ! -name '.bashrc' ! -name .profile ! -path /home/spark ! -name '.bash_logout' ! -path '/tmp/hsperfdata*'"));
  }

  @Test
  void hasNativeLibrariesOfItsPlatformOnly(@TempDir Path folder) throws Exception {
    var container = OBJECTS.name("jars");
    Command.docker("create", "--name=" + container, image).run();
    Command.docker("cp", container + ":/opt/spark/jars", folder.toString()).run();

    var kept = keptLibraries();
    try (var jars = Files.list(folder.resolve("jars"))) {
      for (var jar : jars.toList()) {
        try (var zip = new ZipFile(jar.toFile())) {
          var others =
              zip.stream()
                  .map(ZipEntry::getName)
                  .filter(entry -> entry.matches(".*\\.(so|sl|a|dll|dylib|jnilib)"))
                  .filter(kept.negate());
          assertEquals(List.of(), others.toList(), jar.toString());
        }
      }
    }
  }

  /** Matches the list of kept libraries, in which {@code *} stands for any string. */
  private static Predicate<String> keptLibraries() throws Exception {
    return Files.readAllLines(Path.of("docker/trim/native-amd64.list")).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> Pattern.compile(line.replace(".", "\\.").replace("*", ".*")))
        .map(Pattern::asMatchPredicate)
        .reduce(entry -> false, Predicate::or);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10000", "12345", "54321:777"})
  void runsByHandAsAnyUser(String user) throws Exception {
    var readOnly =
        Command.docker("run", "--rm", "--user=" + user, "--read-only", "--tmpfs=/tmp", image);
    assertTrue(readOnly.and("/opt/spark/bin/spark-submit", "--version").run().contains("4.3.0"));
    var sql = readOnly.and("spark-sql", "--master=local[1]", "-e", "SELECT 'user', current_user()");
    assertTrue(sql.run().matches("(?s).*user\t(root|spark)\n.*"));
    // Ivy's cache, the shell's history and similar files are in the home folder that Java reports.
    var home = readOnly.and("java", "-XshowSettings:properties", "-version").run();
    assertTrue(home.contains("user.home = /tmp\n"), home);
  }

  /** Some orchestrators set a command, which replaces the entry point of the image. */
  @ParameterizedTest
  @ValueSource(strings = {"spark-class", "/master.sh"})
  void stopsAMasterAndItsWorkerWithinFiveSeconds(String start) throws Exception {
    var master = OBJECTS.name("master");
    if (start.equals("/master.sh")) {
      run(master, "--entrypoint=" + start, image);
    } else {
      run(master, image, start, MASTER, "--host", "0.0.0.0", "--webui-port", "8080");
    }
    awaitHealthy(master);
    assertEquals("tini", Command.docker("exec", master, "cat", "/proc/1/comm").run().strip());

    var worker = OBJECTS.name("worker");
    run(
        worker,
        "--link=" + master + ":spark-master",
        "--env=SPARK_WORKER_CORES=1",
        "--entrypoint=/worker.sh",
        image);
    awaitHealthy(worker);

    assertEquals(ENDED_BY_SIGTERM, stop(worker));
    assertEquals(ENDED_BY_SIGTERM, stop(master));
  }

  @Test
  void stopsADriverOnSigterm() throws Exception {
    var driver = OBJECTS.name("driver");
    var query = "SELECT count(*) FROM range(1000000000000) a JOIN range(1000) b ON a.id % 7 = b.id";
    run(driver, image, "spark-sql", "--master=local[1]", "-e", query);
    Await.until(
        "the log of the running driver",
        START,
        () -> Command.docker("logs", driver).run(),
        log -> log.contains("Spark master: local[1]"));
    assertEquals(ENDED_BY_SIGTERM, stop(driver));
  }

  @Test
  void stopsABusyWorkerAndDriverOnSigterm() throws Exception {
    var cluster = new DockerCluster(BUSY, image);
    cluster.start(List.of(), List.of());
    cluster
        .submit("--detach")
        .and("--class=org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver", "spark-internal")
        .and("-e", "SELECT count(*) FROM range(1000000000000) WHERE sqrt(id) < 0")
        .run();
    Await.until(
        "a running task",
        START,
        () -> executorLog(cluster),
        log -> log.contains("Running task 0.0"));

    assertEquals(ENDED_BY_SIGTERM, stop(cluster.name("worker")));
    assertEquals(ENDED_BY_SIGTERM, stop(cluster.name("driver")));
    assertEquals(ENDED_BY_SIGTERM, stop(cluster.name("master")));
  }

  /** The log of the executor; empty if there is no executor yet. */
  private static String executorLog(DockerCluster cluster) throws Exception {
    var read = Command.docker("exec", cluster.name("worker"), "sh", "-c");
    return read.and("cat /opt/spark/work/*/0/stderr 2>/dev/null || true").run();
  }

  @Test
  void isUnhealthyWhenAMasterHangs() throws Exception {
    var master = OBJECTS.name("hanging");
    run(master, image, "spark-class", MASTER, "--host", "0.0.0.0", "--webui-port", "8090");
    awaitHealthy(master);

    Command.docker("exec", master, "sh", "-c", "kill -STOP $(pgrep -x java)").run();
    assertNotEquals(0, healthcheck(master).status());
    Command.docker("rm", "--force", master).run();
  }

  @Test
  void supportsDiagnosticCommandsInARunningWorker() throws Exception {
    var worker = OBJECTS.name("diagnosed");
    run(
        worker,
        image,
        "spark-class",
        "org.apache.spark.deploy.worker.Worker",
        "spark://nowhere:7077");
    awaitHealthy(worker);

    var diagnose = Command.docker("exec", worker, "jcmd", "org.apache.spark.deploy.worker.Worker");
    assertTrue(diagnose.and("Thread.print").run().contains("\"dispatcher-event-loop-"));
    assertTrue(diagnose.and("GC.heap_dump", "/tmp/worker.hprof").run().contains("Heap dump file"));
    Command.docker("rm", "--force", worker).run();
  }

  @Test
  void submitReportsMissingSettings() throws Exception {
    var submit = Command.docker("run", "--rm", "--entrypoint=/submit.sh");

    var nothing = submit.and(image).result();
    assertEquals(64, nothing.status());
    assertTrue(nothing.output().startsWith("error: MAIN_CLASS is not set"), nothing.output());

    var noJar = submit.and("--env=MAIN_CLASS=Main", "--env=JAR=/app.jar", image).result();
    assertEquals(66, noJar.status());
    assertTrue(noJar.output().startsWith("error: JAR=/app.jar is not a file"), noJar.output());
  }

  @Test
  void submitReadsOptionsFromAFileAndFromVariables(@TempDir Path folder) throws Exception {
    var file = folder.resolve("spark.conf");
    Files.writeString(file, "spark.driver.extraJavaOptions -Xlog:gc+init\n");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    var submit =
        Command.docker("run", "--rm", "--entrypoint=/submit.sh", "--volume=" + folder + ":/conf:ro")
            .and("--env=MAIN_CLASS=sparkstack.examples.weather.Weather")
            .and("--env=JAR=/opt/spark/application/weather.jar");

    var ofFile = "--env=SUBMIT_OPTS=--master=local[1] --properties-file=/conf/spark.conf";
    assertTrue(submit.and(ofFile, image).run().contains("[gc,init]"));

    var ofVariable = submit.and("--env=JAVA_OPTS=-Xmx600m -Xlog:gc+init");
    var log = ofVariable.and("--env=SUBMIT_OPTS=--master=local[1]", image).run();
    assertTrue(log.contains("Heap Max Capacity: 600M"), log);
  }

  private static void run(String name, String... arguments) throws Exception {
    Command.docker("run", "--detach", "--name=" + name).and(arguments).run();
  }

  private static void awaitHealthy(String container) {
    Await.until(
        "a healthy " + container,
        START,
        () -> healthcheck(container),
        result -> result.status() == 0 && isStarted(container));
  }

  /** True if the web UI has started. Before the JVM starts, the health check succeeds. */
  private static boolean isStarted(String container) {
    try {
      return Command.docker("logs", container).run().contains("started at http://");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Command.Result healthcheck(String container) throws Exception {
    return Command.docker("exec", container, "/opt/spark/scripts/healthcheck").result();
  }

  /**
   * Stops a container and returns its exit status, which shows whether it exited by itself. The
   * long timeout is for a busy machine.
   */
  private static String stop(String container) throws Exception {
    Command.docker("stop", "--time=30", container).run();
    var status = Command.docker("inspect", "--format", "{{.State.ExitCode}}", container).run();
    Command.docker("rm", container).run();
    return status.strip();
  }
}
