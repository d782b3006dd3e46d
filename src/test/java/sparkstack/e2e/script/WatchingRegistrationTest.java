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
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** The script that ends a worker which the master does not list, without Spark. */
class WatchingRegistrationTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");
  private static final int TERMINATED = 128 + 15;

  /** How often the script asks a master that lists other workers before it ends this one. */
  private static final int SOON = 4;

  /** The same, if the master was away. */
  private static final int LATE = 9;

  /** How often the master is asked while a worker runs that must not end. */
  private static final int QUESTIONS = 14;

  private static final String MISSING = state("ALIVE", worker("10.0.0.8", "ALIVE"));
  private static final String REGISTERED = state("ALIVE", worker("10.0.0.9", "ALIVE"));
  private static final String RECOVERING = state("RECOVERING", worker("10.0.0.8", "UNKNOWN"));

  @TempDir Path folder;

  /** How often the master was asked. */
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aWorkerThatTheMasterRefusesEndsWithTheReason() throws Exception {
    var result = run(question -> MISSING);

    assertEquals(TERMINATED, result.status());
    assertTrue(
        result
            .output()
            .startsWith(
                "Error: the master at localhost has not registered this worker for 45 seconds, so the worker ends."),
        result.output());
    assertEquals(SOON, asked.get());
  }

  /** With spark:uiUsers, the master knows the worker by the same secret. */
  @Test
  void aWorkerThatMayNotAskTheMasterEndsToo() throws Exception {
    for (var status : List.of(401, 403)) {
      try (var master = StatePage.refusing(status)) {
        assertEquals(TERMINATED, run(master, forever()).status());
      }
    }
  }

  /** A master that starts without its state is looked for at the address of the last one. */
  @Test
  void aWorkerThatTheMasterHasForgottenEnds() throws Exception {
    assertEquals(TERMINATED, run(question -> question <= 3 ? REGISTERED : MISSING).status());
    assertEquals(3 + SOON, asked.get());
  }

  /** It tries less often then. */
  @Test
  void aWorkerWhoseMasterWasAwayHasMoreTime() throws Exception {
    assertEquals(TERMINATED, run(question -> question <= 2 ? RECOVERING : MISSING).status());
    assertEquals(2 + LATE, asked.get());
  }

  @Test
  void aMasterThatWasAwayForOneQuestionIsNoReasonForMoreTime() throws Exception {
    assertEquals(TERMINATED, run(question -> question == 2 ? RECOVERING : MISSING).status());
    assertEquals(2 + SOON, asked.get());
  }

  @Test
  void aWorkerThatIsRegisteredAgainContinues() throws Exception {
    assertContinues(question -> question % SOON == 0 ? REGISTERED : MISSING);
  }

  @Test
  void aWorkerThatWaitsForOthersContinues() throws Exception {
    assertContinues(
        question ->
            state(
                "ALIVE",
                worker("10.0.0.9", "ALIVE") + ", " + worker("10.0.0.8", "DECOMMISSIONED")));
  }

  @Test
  void aMasterThatRecoversOrHasAnErrorEndsNoWorker() throws Exception {
    assertContinues(question -> RECOVERING);
    assertContinues(question -> "");
    assertContinues(question -> question % SOON == 0 ? "" : MISSING);
  }

  /** A worker that starts slowly has not tried yet. */
  @Test
  void aWorkerWhoseUiDoesNotRespondYetContinues() throws Exception {
    try (var master = StatePage.of(() -> answer(question -> MISSING))) {
      var closed = StatePage.of("");
      closed.close();

      assertEquals(
          0, command(master.port(), closed.port(), List.of("sleep", "2")).result().status());
    }
    assertEquals(0, asked.get());
  }

  @Test
  void aWorkerThatIsBeingDecommissionedContinues() throws Exception {
    try (var master = StatePage.of(() -> answer(question -> MISSING))) {
      var decommission = List.of("sh", "-c", "touch $TMPDIR/.decommissioning; sleep 2");

      assertEquals(0, run(master, decommission).status());
    }
  }

  /** The file of a container that has been restarted means nothing to the next one. */
  @Test
  void theDecommissioningOfTheLastContainerDoesNotCount() throws Exception {
    Files.createFile(folder.resolve(".decommissioning"));

    assertEquals(TERMINATED, run(question -> MISSING).status());
  }

  @Test
  void theWorkerHasItsArgumentsAndItsExitCode() throws Exception {
    var worker = List.of("bash", "-c", "echo \"$0 $1\"; exit 7", "a b", "--cores");

    assertEquals(new Command.Result(7, "a b --cores\n"), command("1", "1", worker).result());
  }

  private void assertContinues(IntFunction<String> states) throws Exception {
    asked.set(0);
    assertEquals(new Command.Result(0, ""), run(states));
  }

  /**
   * Runs a program in place of a worker, which ends after a number of questions.
   *
   * @param states of the master, by the number of the question
   */
  private Command.Result run(IntFunction<String> states) throws Exception {
    try (var master = StatePage.of(() -> answer(states))) {
      return run(
          master,
          List.of("bash", "-c", "until [[ -e $0 ]]; do sleep 0.1; done", enough().toString()));
    }
  }

  private Command.Result run(StatePage master, List<String> worker) throws Exception {
    try (var ui = StatePage.of("")) {
      return command(master.port(), ui.port(), worker).result();
    }
  }

  private static List<String> forever() {
    return List.of("sleep", "infinity");
  }

  private Path enough() {
    return folder.resolve("enough");
  }

  private String answer(IntFunction<String> states) {
    var question = asked.incrementAndGet();
    if (question == QUESTIONS) {
      try {
        Files.createFile(enough());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return states.apply(question);
  }

  private Command command(String master, String ui, List<String> worker) {
    return Command.of(
            "bash", SCRIPTS.resolve("watching-registration").toString(), "localhost", master, ui)
        .and(worker)
        .withEnvironment(
            Map.of("POD_IP", "10.0.0.9", "TMPDIR", folder.toString(), "INTERVAL", "0.1"));
  }

  /** A master's state, as Spark prints it. */
  private static String state(String status, String workers) {
    return "{\n  \"workers\" : [ %s ],\n  \"status\" : \"%s\"\n}".formatted(workers, status);
  }

  private static String worker(String host, String state) {
    return "{\n    \"host\" : \"%s\",\n    \"state\" : \"%s\"\n  }".formatted(host, state);
  }
}
