package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path folder;

  /** Each background job has a process group of its own, like Pulumi's plugins. */
  @Test
  void killEndsTheCommandAndItsChildrenInOtherProcessGroups() throws Exception {
    try (var session = start("set -m; trap '' TERM; sleep 600 & (sleep 600; :) & wait")) {
      var members =
          Await.until("a shell and its children", LIMIT, session::members, it -> it.size() == 4);

      session.kill();

      assertEquals(List.of(), session.members());
      assertTrue(members.stream().noneMatch(SessionTest::runs), members::toString);
    }
  }

  @Test
  void closeEndsChildrenThatTheCommandHasLeft() throws Exception {
    Session left;
    try (var session = start("sleep 600 & exit 0")) {
      assertTrue(session.succeedsWithin(LIMIT));
      assertEquals(1, session.members().size());
      left = session;
    }
    assertEquals(List.of(), left.members());
  }

  @Test
  void aFailureIsAnError() throws Exception {
    try (var session = start("exit 3")) {
      assertThrows(AssertionError.class, () -> session.succeedsWithin(LIMIT));
    }
  }

  @Test
  void aCommandThatStillRunsHasNotSucceeded() throws Exception {
    try (var session = start("exec sleep 600")) {
      assertFalse(session.succeedsWithin(Duration.ofMillis(1)));
    }
  }

  @Test
  void theOutputIsInTheLog() throws Exception {
    Files.writeString(log(), "before\n");
    try (var session = start("echo $WORD; echo error >&2")) {
      assertTrue(session.succeedsWithin(LIMIT));
    }
    assertEquals("before\noutput\nerror\n", Files.readString(log()));
  }

  private Session start(String script) throws IOException {
    var command = Command.of("bash", "-c", script).withEnvironment(Map.of("WORD", "output"));
    return Session.start(command, log());
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** An ended process whose exit code nobody has asked for has no program. */
  private static boolean runs(long id) {
    return Files.exists(Path.of("/proc/" + id + "/exe"));
  }
}
