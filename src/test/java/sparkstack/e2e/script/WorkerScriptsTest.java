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

/** The scripts that decommission a worker, and that find out whether it is registered or ready. */
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
    assertEquals(2, other.status());
    assertTrue(other.output().contains("does not list the worker at 10.0.0.9"), other.output());
  }

  @Test
  void aWorkerWaitsForOthersThatAreDecommissioned() throws Exception {
    var result = isRegistered(Map.of("10.0.0.9", "ALIVE", "10.0.0.8", "DECOMMISSIONED"));

    assertEquals(3, result.status());
    assertEquals(
        "the worker at 10.0.0.8 is being decommissioned: this one waits until it has ended\n",
        result.output());
  }

  @Test
  void theExitCodeTellsWhyAWorkerIsNotRegistered() throws Exception {
    assertEquals(2, isRegistered(Map.of("10.0.0.8", "ALIVE")).status());
    assertEquals(3, isRegistered(Map.of("10.0.0.9", "DECOMMISSIONED")).status());
    try (var recovering = StatePage.of(RECOVERING)) {
      assertEquals(1, isRegistered(recovering.port()).status());
    }
    for (var codes : Map.of(401, 2, 403, 2, 500, 1).entrySet()) {
      try (var page = StatePage.refusing(codes.getKey())) {
        assertEquals(codes.getValue(), isRegistered(page.port()).status());
      }
    }
    assertEquals(1, isRegistered(CLOSED).status());
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
                "exec -a \"$0\" bash -c \"$1\" \"$2\" --host 10.0.0.9",
                program,
                script,
                mainClass)
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
        .withEnvironment(Map.of("PROC", folder.toString(), "TMPDIR", folder.toString()))
        .run();
    // For watching-registration.
    assertTrue(Files.exists(folder.resolve(".decommissioning")));
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
   * Runs the probe of the worker at 10.0.0.9.
   *
   * @param workers states by host, as the master lists them
   */
  private Command.Result isRegistered(Map<String, String> workers) throws Exception {
    try (var page = StatePage.of(state(workers))) {
      return isRegistered(page.port());
    }
  }

  /** Runs the probe of the worker at 10.0.0.9. */
  private static Command.Result isRegistered(String masterPort) throws Exception {
    return Command.of(
            "bash", SCRIPTS.resolve("worker-is-registered").toString(), "localhost", masterPort)
        .withEnvironment(Map.of("POD_IP", "10.0.0.9"))
        .result();
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
