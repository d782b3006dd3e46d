package sparkstack.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;

/** The script of {@code make ui-user}. */
class UiUserTest {
  private static final String PASSWORD = "correct horse";
  private static final Duration PROMPT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aLineIsMadeFromAPipe() throws Exception {
    for (var input : List.of(PASSWORD + "\n", PASSWORD)) {
      var line = uiUser("alice", input);
      assertEquals(0, line.status(), line.output());
      assertIsOfAlice(line.output());
    }
  }

  @Test
  void aPasswordAndANameAreNeeded() throws Exception {
    assertEquals(new Command.Result(1, "error: the password is empty\n"), uiUser("alice", ""));
    assertEquals(1, uiUser("a:b", PASSWORD).status());
    assertEquals(1, uiUser("", PASSWORD).status());
  }

  /** As a user runs it, with the output in a file. */
  @Test
  void aTerminalDoesNotShowThePassword() throws Exception {
    assertEquals(0, typed(PASSWORD, PASSWORD));

    assertFalse(terminal().contains(PASSWORD), terminal());
    assertIsOfAlice(Files.readString(users()));
  }

  @Test
  void aPasswordIsTypedTwice() throws Exception {
    assertEquals(1, typed(PASSWORD, "another"));

    assertTrue(terminal().contains("error: the passwords differ"), terminal());
    assertEquals("", Files.readString(users()));
  }

  private static Command.Result uiUser(String name, String input) throws Exception {
    return Command.of("run/ui-user", name).withInput(input).result();
  }

  /** Types passwords in a terminal, and returns the status of the script. */
  private int typed(String password, String again) throws Exception {
    var command = "run/ui-user alice >'%s'".formatted(users());
    var builder =
        new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null");
    var script =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("terminal").toFile())
            .start();
    try (var keyboard = script.outputWriter()) {
      for (var answer : List.of("Password: " + password, "Again: " + again)) {
        var prompt = answer.substring(0, answer.indexOf(' ') + 1);
        Await.until(prompt, PROMPT, this::terminal, it -> it.contains(prompt));
        keyboard.write(answer.substring(prompt.length()) + "\n");
        keyboard.flush();
      }
      assertTrue(script.waitFor(PROMPT.toSeconds(), TimeUnit.SECONDS), "It does not end");
      return script.exitValue();
    } finally {
      script.destroyForcibly();
    }
  }

  private Path users() {
    return folder.resolve("users");
  }

  private String terminal() throws Exception {
    return Files.readString(folder.resolve("terminal"));
  }

  private static void assertIsOfAlice(String line) {
    assertTrue(line.matches("alice:\\S+\n"), line);
    var hash = PasswordHash.parse(line.strip().substring("alice:".length()));
    assertTrue(hash.orElseThrow().matches(PASSWORD.toCharArray()), line);
  }
}
