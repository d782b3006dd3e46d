package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;

/** The scripts that start and decommission a worker, and that find out whether it is registered. */
class WorkerScriptsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");
  private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  /** As the master lists no worker. */
  private static final String ALIVE = "{\n  \"workers\" : [ ],\n  \"status\" : \"ALIVE\"\n}";

  private static final String RECOVERING = ALIVE.replace("ALIVE", "RECOVERING");

  /** A port on which nobody listens. */
  private static final String CLOSED = "1";

  @TempDir Path folder;

  /** The port of the worker's UI. */
  private String workerUi = CLOSED;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aWorkerWithoutExecutorsGetsTheSignalAndEndsAtOnce() throws Exception {
    var worker = start("/opt/java/bin/java", WORKER, "trap 'exit 7' PWR");
    start("grep", EXECUTOR, "");

    assertEquals(List.of("decommission: no executor runs: the worker stops"), decommission(60));

    assertTrue(worker.waitFor(60, TimeUnit.SECONDS));
    assertEquals(7, worker.exitValue());
  }

  @Test
  void aWorkerEndsWhenItsExecutorsHaveEnded() throws Exception {
    var first = start("/opt/java/bin/java", EXECUTOR, "trap 'exit 0' USR1");
    var second = start("/opt/java/bin/java", EXECUTOR, "trap 'exit 0' USR1");
    // The executors end one after the other, when the script waits for them.
    var end =
        "until grep -q waiting %s; do :; done; kill -USR1 %d; while kill -0 %2$d; do :; done; kill -USR1 %d"
            .formatted(log(), first.pid(), second.pid());
    start("/opt/java/bin/java", WORKER, "trap '%s' PWR".formatted(end));

    assertEquals(
        List.of(
            "decommission: waiting for 2 executors, at most 60 seconds",
            "decommission: no executor runs: the worker stops"),
        decommission(60));

    assertFalse(first.isAlive());
    assertFalse(second.isAlive());
  }

  @Test
  void aWorkerDoesNotWaitLongerThanTheLimit() throws Exception {
    start("/opt/java/bin/java", WORKER, "trap : PWR");
    var executor = start("/opt/java/bin/java", EXECUTOR, "");

    var log = decommission(1);

    assertTrue(log.get(1).contains("executors still run after 1 seconds"), log.toString());
    assertTrue(executor.isAlive());
  }

  @Test
  void aWorkerIsRegisteredIfTheMasterListsItAsAlive() throws Exception {
    assertEquals(new Command.Result(0, ""), isRegistered(Map.of("10.0.0.9", "ALIVE")));
    var other = isRegistered(Map.of("10.0.0.8", "ALIVE", "10.0.0.9", "DEAD"));
    assertEquals(1, other.status());
    assertTrue(other.output().contains("does not list the worker at 10.0.0.9"), other.output());
  }

  @Test
  void aWorkerWaitsForOthersThatAreDecommissioned() throws Exception {
    var result = isRegistered(Map.of("10.0.0.9", "ALIVE", "10.0.0.8", "DECOMMISSIONED"));

    assertEquals(1, result.status());
    assertEquals(
        "the worker at 10.0.0.8 is being decommissioned: this one waits until it has ended\n",
        result.output());
  }

  @Test
  void aWorkerThatTheMasterRefusesEndsWithTheReason() throws Exception {
    try (var ui = StatePage.of("");
        var master = StatePage.of(ALIVE)) {
      workerUi = ui.port();
      var worker = startWorker();

      requireAlive(worker, master.port(), 0, 44);
      var result = isRegistered(master.port(), 45);

      assertEquals(1, result.status());
      requireEnd(worker);
      var log = Files.readString(log());
      assertTrue(
          log.startsWith("Error: the master at localhost has not registered this worker for 45"),
          log);
    }
  }

  /** With spark:uiUsers, the master knows the worker by the same secret. */
  @Test
  void aWorkerThatMayNotAskTheMasterEndsToo() throws Exception {
    for (var status : List.of(401, 403)) {
      try (var ui = StatePage.of("");
          var master = StatePage.refusing(status)) {
        workerUi = ui.port();
        var worker = startWorker();

        requireAlive(worker, master.port(), 0, 44);
        isRegistered(master.port(), 45);

        requireEnd(worker);
      }
      Files.delete(log());
    }
  }

  @Test
  void aMasterWithAnotherErrorEndsNoWorker() throws Exception {
    try (var ui = StatePage.of("");
        var master = StatePage.refusing(500)) {
      workerUi = ui.port();
      requireAlive(startWorker(), master.port(), 0, 200);
    }
  }

  @Test
  void aMasterThatRecoversOrDoesNotRespondEndsNoWorker() throws Exception {
    try (var ui = StatePage.of("");
        var recovering = StatePage.of(RECOVERING);
        var alive = StatePage.of(ALIVE)) {
      workerUi = ui.port();
      var worker = startWorker();

      requireAlive(worker, alive.port(), 0, 40);
      requireAlive(worker, recovering.port(), 41, 200);
      requireAlive(worker, alive.port(), 201, 240);
      requireAlive(worker, CLOSED, 241, 400);

      // It tries less often now.
      requireAlive(worker, alive.port(), 401, 520);
      isRegistered(alive.port(), 521);
      requireEnd(worker);
    }
  }

  @Test
  void timeInWhichTheProbeDidNotRunDoesNotCount() throws Exception {
    try (var ui = StatePage.of("");
        var master = StatePage.of(ALIVE)) {
      workerUi = ui.port();
      var worker = startWorker();

      requireAlive(worker, master.port(), 0, 40);
      requireAlive(worker, master.port(), 60, 179);
      isRegistered(master.port(), 180);

      requireEnd(worker);
    }
  }

  @Test
  void aWorkerThatStartsHasTimeUntilItsUiResponds() throws Exception {
    try (var master = StatePage.of(ALIVE)) {
      requireAlive(startWorker(), master.port(), 0, 200);
    }
  }

  @Test
  void aWorkerThatWasRegisteredOnceDoesNotEnd() throws Exception {
    try (var ui = StatePage.of("");
        var waiting =
            StatePage.of(state(Map.of("10.0.0.9", "ALIVE", "10.0.0.8", "DECOMMISSIONED")));
        var next = StatePage.of(ALIVE)) {
      workerUi = ui.port();
      var worker = startWorker();

      requireAlive(worker, waiting.port(), 0, 0);
      requireAlive(worker, next.port(), 1, 200);
    }
  }

  @Test
  void aRestartedWorkerHasTheWholeTime() throws Exception {
    try (var ui = StatePage.of("");
        var master = StatePage.of(ALIVE)) {
      workerUi = ui.port();
      var first = startWorker();
      requireAlive(first, master.port(), 0, 44);
      first.destroyForcibly().waitFor();

      var second = startWorker();
      requireAlive(second, master.port(), 45, 89);
      isRegistered(master.port(), 90);

      requireEnd(second);
    }
  }

  private Process startWorker() throws Exception {
    return start("/opt/java/bin/java", WORKER, "trap 'exit 7' TERM");
  }

  /** Runs the probe from one second to another. Not every second, which would only take longer. */
  private void requireAlive(Process worker, String master, int from, int to) throws Exception {
    for (var second = from; second < to; second += 12) {
      isRegistered(master, second);
    }
    isRegistered(master, to);
    assertEquals("", Files.readString(log()));
    assertTrue(worker.isAlive());
  }

  private static void requireEnd(Process worker) throws InterruptedException {
    assertTrue(worker.waitFor(60, TimeUnit.SECONDS));
    assertEquals(7, worker.exitValue());
  }

  /**
   * Runs the probe of the worker at 10.0.0.9, which sees the processes of this test only.
   *
   * @param master port of the master's UI
   * @param second of the test's clock
   */
  private Command.Result isRegistered(String master, int second) throws Exception {
    showProcesses();
    return Command.of(
            "bash", SCRIPTS.resolve("worker-is-registered").toString(), "localhost", master)
        .withEnvironment(
            Map.of(
                "POD_IP", "10.0.0.9",
                "PROC", folder.toString(),
                "TMPDIR", folder.toString(),
                "NOW", String.valueOf(1_000_000 + second)))
        .result();
  }

  @Test
  void aWorkerIsReadyIfItRespondsAndItsDiskHasSpace() throws Exception {
    assertEquals(new Command.Result(0, ""), isReady("{\n  \"masterurl\" : \"spark://m\"\n}"));
    var other = isReady("{}");
    assertEquals(1, other.status());
    assertTrue(other.output().contains("is not the state of a worker"), other.output());

    Files.createSymbolicLink(folder.resolve(".space"), Path.of("/dev/full"));
    var full = isReady("{\n  \"masterurl\" : \"spark://m\"\n}");
    assertEquals(1, full.status());
    assertTrue(full.output().contains("No space left on device"), full.output());

    assertEquals(new Command.Result(0, ""), isReady("{\n  \"masterurl\" : \"spark://m\"\n}"));
  }

  @Test
  void aWorkerThatRefusesItsPodIsNotReadyForThatReason() throws Exception {
    try (var page = StatePage.refusing(401)) {
      var refused = isReadyAt(page.port());
      assertEquals(1, refused.status());
      assertTrue(refused.output().contains("refuses the secret of this pod"), refused.output());
    }
  }

  private Command.Result isReady(String json) throws Exception {
    try (var page = StatePage.of(json)) {
      return isReadyAt(page.port());
    }
  }

  private Command.Result isReadyAt(String port) throws Exception {
    return Command.of(
            "bash", SCRIPTS.resolve("worker-is-ready").toString(), port, folder.toString())
        .result();
  }

  /**
   * Starts a process with the command line of a JVM.
   *
   * @param trap what it does at a signal, as a command of bash
   */
  private Process start(String program, String mainClass, String trap) throws Exception {
    var ready = folder.resolve("ready" + processes.size());
    // The shell waits in a builtin, which a signal interrupts: the write end of the pipe stays
    // open.
    var script = "%s\ntouch %s\nwhile :; do read -r line; done".formatted(trap, ready);
    var process =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec -a \"$0\" bash -c \"$1\" \"$2\" --host 10.0.0.9 --webui-port \"$3\"",
                program,
                script,
                mainClass,
                workerUi)
            .redirectErrorStream(true)
            .start();
    processes.add(process);
    Await.until(
        "the start of " + mainClass, Duration.ofMinutes(1), () -> Files.exists(ready), it -> it);
    return process;
  }

  /** Runs the script, which sees the processes of this test only, and returns its log. */
  private List<String> decommission(int seconds) throws Exception {
    showProcesses();
    Command.of("bash", SCRIPTS.resolve("decommission-worker").toString(), String.valueOf(seconds))
        .withEnvironment(Map.of("PROC", folder.toString()))
        .run();
    return Files.readAllLines(log());
  }

  /** Makes the folder of processes that the scripts see. */
  private void showProcesses() throws IOException {
    for (var process : processes) {
      var pid = String.valueOf(process.pid());
      if (!Files.isSymbolicLink(folder.resolve(pid))) {
        Files.createSymbolicLink(folder.resolve(pid), Path.of("/proc", pid));
      }
    }
    if (Files.notExists(log())) {
      Files.createDirectories(log().getParent());
      Files.createFile(log());
    }
  }

  /** The standard error of the container's first process. */
  private Path log() {
    return folder.resolve("1/fd/2");
  }

  /**
   * Runs the probe of a worker without a process.
   *
   * @param workers states by host, as the master lists them
   */
  private Command.Result isRegistered(Map<String, String> workers) throws Exception {
    try (var page = StatePage.of(state(workers))) {
      return isRegistered(page.port(), 0);
    }
  }

  private static String state(Map<String, String> workers) {
    var list =
        workers.entrySet().stream()
            .map(
                it ->
                    "{\n    \"host\" : \"%s\",\n    \"port\" : 7078,\n    \"state\" : \"%s\",\n    \"x\" : 1\n  }"
                        .formatted(it.getKey(), it.getValue()))
            .collect(Collectors.joining(", "));
    return ALIVE.replace("[ ]", "[ %s ]".formatted(list));
  }
}
