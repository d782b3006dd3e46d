package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** The script that ends a driver whose application the master has forgotten, without Spark. */
class WatchingMasterTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");
  private static final String URL = "spark://spark-master:7077";
  private static final int TERMINATED = 128 + 15;
  private static final int KILLED = 128 + 9;

  /** How often the master is asked while a driver runs that must not end. */
  private static final int QUESTIONS = 8;

  @TempDir Path folder;

  /** How often the master was asked. */
  private final AtomicInteger asked = new AtomicInteger();

  private String version = "4.3.0";

  /** In seconds. */
  private int grace = 30;

  @BeforeEach
  void install() throws Exception {
    Files.createDirectories(folder.resolve("jars"));
    Files.createFile(folder.resolve("jars/spark-core_2.13-4.1.4.jar"));
  }

  @Test
  void anApplicationThatTheMasterDoesNotKnowEndsAndNamesTheChangeOfTheVersion() throws Exception {
    var result = run(() -> master("ALIVE", "app-2", "app-3"), () -> driver("app-1"), URL);

    assertEquals(TERMINATED, result.status());
    assertEquals(
        "forgotten: the master at spark://spark-master:7077 does not know application app-1 any more,"
            + " so the driver ends. The master has Spark 4.3.0 now, and this driver has Spark 4.1.4: no"
            + " application outlives a change of the version. The next pulumi up runs a failed driver"
            + " of the stack again.\n",
        result.output());
    assertEquals(3, asked.get());
  }

  @Test
  void aMasterOfTheSameVersionHasStartedWithoutItsApplications() throws Exception {
    version = "4.1.4";

    var result = run(() -> master("ALIVE", "", ""), () -> driver("app-1"), URL);

    assertEquals(TERMINATED, result.status());
    assertTrue(result.output().contains("has started without its applications"), result.output());
  }

  /** The master forgets an application that has ended, also for the driver's next one. */
  @Test
  void anApplicationThatHasCompletedForTheMasterIsUnknown() throws Exception {
    assertEquals(
        TERMINATED,
        run(() -> master("ALIVE", "app-2", "app-1"), () -> driver("app-1"), URL).status());
  }

  @Test
  void aKnownApplicationContinues() throws Exception {
    assertContinues(() -> master("ALIVE", "app-1", "app-2"), () -> driver("app-1"), URL);
  }

  @Test
  void aDriverThatHasNoApplicationYetOrAnyMoreContinues() throws Exception {
    assertContinues(() -> master("ALIVE", "app-2", ""), () -> "Spark is starting up.", URL);
    var answers = new AtomicInteger();
    assertContinues(
        () -> master("ALIVE", answers.get() > 1 ? "app-2" : "app-1", ""),
        () -> answers.getAndIncrement() > 0 ? "" : driver("app-1"),
        URL);
  }

  @Test
  void anApplicationOfAnotherMasterContinues() throws Exception {
    assertContinues(() -> master("ALIVE", "", ""), () -> driver("local-1"), "local[*]");
  }

  @Test
  void aMasterThatRecoversTellsNothing() throws Exception {
    assertContinues(() -> master("RECOVERING", "", ""), () -> driver("app-1"), URL);
  }

  /** A user's own filter may ask for another login. */
  @Test
  void aUiThatRefusesTheLoginIsReportedOnce() throws Exception {
    var result = run(() -> master("ALIVE", "", ""), StatePage.refusing(403));

    assertEquals(0, result.status());
    assertTrue(result.output().startsWith("WARNING: the web UI "), result.output());
    assertEquals(1, result.output().lines().count(), result.output());
  }

  /** A master that takes the application again between the questions has not forgotten it. */
  @Test
  void oneQuestionTellsNothing() throws Exception {
    assertContinues(
        () -> master("ALIVE", asked.get() % 3 == 0 ? "app-1" : "app-2", ""),
        () -> driver("app-1"),
        URL);
  }

  /** A version can contain a hyphen. */
  @Test
  void aMasterOfTheSamePreviewHasStartedWithoutItsApplications() throws Exception {
    Files.move(
        folder.resolve("jars/spark-core_2.13-4.1.4.jar"),
        folder.resolve("jars/spark-core_2.13-4.2.0-preview1.jar"));
    version = "4.2.0-preview1";

    var result = run(() -> master("ALIVE", "", ""), () -> driver("app-1"), URL);

    assertTrue(result.output().contains("has started without its applications"), result.output());
  }

  @Test
  void aDriverHasTheGracePeriodOfItsPod() throws Exception {
    grace = 60;
    assertEquals(7, end("trap 'sleep 2; exit 7' TERM").status());
  }

  /** A grace period of 0 is allowed too. */
  @Test
  void aDriverThatDoesNotEndIsKilledAfterIt() throws Exception {
    for (var seconds : List.of(0, 1)) {
      grace = seconds;
      assertEquals(KILLED, end("trap '' TERM").status());
    }
  }

  /** Ends a driver that sets a trap before it waits without an end. */
  private Command.Result end(String trap) throws Exception {
    try (var ofMaster = StatePage.of(master("ALIVE", "", ""));
        var ofDriver = driverPages(() -> driver("app-1"), URL)) {
      // The script asks three times, which takes longer than to set the trap.
      return command(
              ofMaster.port(),
              ofDriver.port(),
              "bash",
              "-c",
              trap + "; exec 3<> <(:); while :; do read -r line <&3; done")
          .result();
    }
  }

  @Test
  void theDriverHasItsArgumentsAndItsExitCode() throws Exception {
    var result =
        command("1", "1", "bash", "-c", "echo \"$0 $1\"; exit 7", "a b", "--conf=x").result();

    assertEquals(7, result.status());
    assertEquals("a b --conf=x\n", result.output());
  }

  private void assertContinues(Supplier<String> master, Supplier<String> driver, String url)
      throws Exception {
    asked.set(0);
    assertEquals(new Command.Result(0, ""), run(master, driver, url));
  }

  /** Runs a program in place of a driver, which ends after a number of questions. */
  private Command.Result run(Supplier<String> master, Supplier<String> driver, String url)
      throws Exception {
    return run(master, driverPages(driver, url));
  }

  private Command.Result run(Supplier<String> master, StatePage driver) throws Exception {
    var enough = Files.createTempFile(folder, "log", "");
    try (var ofMaster =
            StatePage.of(
                    () -> {
                      if (asked.incrementAndGet() > QUESTIONS) {
                        append(enough);
                      }
                      return master.get();
                    })
                .with("/", () -> "<span class=\"version me-3\">%s</span>\n".formatted(version));
        driver) {
      return command(
              ofMaster.port(),
              driver.port(),
              "bash",
              "-c",
              "until [[ -s $0 ]]; do sleep 0.1; done",
              enough.toString())
          .result();
    }
  }

  private static StatePage driverPages(Supplier<String> driver, String url) throws IOException {
    return StatePage.of("{}")
        .with("/api/v1/applications", driver)
        .with("/api/v1/applications/app-1/environment", () -> environment(url))
        .with("/api/v1/applications/local-1/environment", () -> environment(url));
  }

  private Command command(String master, String driver, String... program) {
    return Command.of(
            "bash", SCRIPTS.resolve("watching-master").toString(), "localhost", master, URL, driver)
        .and(String.valueOf(grace))
        .and(program)
        .withEnvironment(Map.of("SPARK_HOME", folder.toString(), "INTERVAL", "0.1"));
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, "enough");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A master's state, as Spark prints it. */
  private static String master(String status, String active, String completed) {
    return """
        {
          "workers" : [ {
            "id" : "worker-1"
          } ],
          "activeapps" : [ %s ],
          "completedapps" : [ %s ],
          "status" : "%s"
        }
        """
        .formatted(application(active), application(completed), status);
  }

  private static String application(String id) {
    return id.isEmpty() ? "" : "{\n    \"id\" : \"%s\",\n    \"cores\" : 2\n  }".formatted(id);
  }

  private static String driver(String id) {
    return "[ {\n  \"id\" : \"%s\",\n  \"name\" : \"spark-driver\"\n} ]".formatted(id);
  }

  private static String environment(String url) {
    return "{\n  \"sparkProperties\" : [ [ \"spark.master\", \"%s\" ], [ \"x\", \"y\" ] ]\n}"
        .formatted(url);
  }
}
