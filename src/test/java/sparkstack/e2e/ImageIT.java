package sparkstack.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the image is, whatever runs in it: whom it runs as, what it holds, how it ends. */
class ImageIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-image");

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

  @Test
  void tellsWhatItIs() throws Exception {
    var label = "{{index .Config.Labels \"org.opencontainers.image.%s\"}}";
    assertEquals("4.3.0", inspect(label.formatted("version")));
    assertEquals("Apache-2.0", inspect(label.formatted("licenses")));
    assertEquals("localhost:5000/debian:bookworm", inspect(label.formatted("base.name")));
    assertTrue(inspect("{{json .Config.Labels}}").contains("org.opencontainers.image.revision"));
    assertTrue(inspect("{{json .Config.Labels}}").contains("org.opencontainers.image.base.digest"));
  }

  @Test
  void givesNobodyAWayToBecomeRootOrAPlaceToHide() throws Exception {
    assertEquals("", shell("find / -xdev -type f -perm /6000"));
    assertEquals("/tmp\n", shell("find / -xdev -perm -0002 ! -type l ! -path '/dev/*'"));
  }

  @Test
  void holdsNothingThatItsBuildLeft() throws Exception {
    assertEquals("", shell("find /var/lib/apt/lists /var/cache/apt -type f ! -name lock"));
    assertEquals(
        "",
        shell(
            "find /root /home /tmp -mindepth 1 ! -name '.bashrc' ! -name .profile ! -path /home/spark ! -name '.bash_logout' ! -path '/tmp/hsperfdata*'"));
  }

  @Test
  void holdsNativeLibrariesOfItsPlatformOnly() throws Exception {
    var jars = shell("ls /opt/spark/jars");
    for (var other : new String[] {"osx", "windows", "aarch_64", "kubernetes", "yarn"}) {
      assertTrue(jars.lines().noneMatch(jar -> jar.contains(other)), () -> other + "\n" + jars);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10000", "12345", "54321:777"})
  void runsByHandAsAnyUser(String user) throws Exception {
    var readOnly =
        Command.docker("run", "--rm", "--user=" + user, "--read-only", "--tmpfs=/tmp", image);
    assertTrue(readOnly.and("/opt/spark/bin/spark-submit", "--version").run().contains("4.3.0"));
    var sql = readOnly.and("spark-sql", "--master=local[1]", "-e", "SELECT 'user', current_user()");
    assertTrue(sql.run().matches("(?s).*user\t(root|spark)\n.*"));
  }

  /** As orchestrators do that set a command, which replaces the image's entry point. */
  @ParameterizedTest
  @ValueSource(strings = {"spark-class", "/master.sh"})
  void endsAMasterAndItsWorkerWithinFiveSeconds(String start) throws Exception {
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
  void endsADriverWithinFiveSeconds() throws Exception {
    var driver = OBJECTS.name("driver");
    var query = "SELECT count(*) FROM range(1000000000000) a JOIN range(1000) b ON a.id % 7 = b.id";
    run(driver, image, "spark-sql", "--master=local[1]", "-e", query);
    Await.until(
        "the driver at work",
        START,
        () -> Command.docker("logs", driver).run(),
        log -> log.contains("Spark master: local[1]"));
    assertEquals(ENDED_BY_SIGTERM, stop(driver));
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
  void showsWhatARunningWorkerDoes() throws Exception {
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
  void saysWhatSubmitMisses() throws Exception {
    var submit = Command.docker("run", "--rm", "--entrypoint=/submit.sh");

    var nothing = submit.and(image).result();
    assertEquals(64, nothing.status());
    assertTrue(nothing.output().startsWith("error: MAIN_CLASS is not set"), nothing.output());

    var noJar = submit.and("--env=MAIN_CLASS=Main", "--env=JAR=/app.jar", image).result();
    assertEquals(66, noJar.status());
    assertTrue(noJar.output().startsWith("error: JAR=/app.jar is not a file"), noJar.output());
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

  /** Before the JVM runs, there is nothing that could be unhealthy. */
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

  /** Gives it five seconds and returns its exit status. */
  private static String stop(String container) throws Exception {
    Command.docker("stop", "--time=5", container).run();
    var status = Command.docker("inspect", "--format", "{{.State.ExitCode}}", container).run();
    Command.docker("rm", container).run();
    return status.strip();
  }
}
