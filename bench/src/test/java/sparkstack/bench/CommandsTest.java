package sparkstack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Commands commands = new Commands(Map.of("GREETING", "hello"));

  @Test
  void tellsWhatACommandSaysAndHowItEnds() {
    assertEquals(
        new Commands.Result(3, "hello\n", "oh\n"),
        commands.run(shell("echo $GREETING; echo oh >&2; exit 3"), LONG));
  }

  @Test
  void endsWhatTakesTooLong() {
    BenchException e =
        assertThrows(BenchException.class, () -> commands.run(shell("exec sleep 60"), SHORT));

    assertTrue(e.getMessage().startsWith("sh -c exec sleep 60 did not end within"));
  }

  @Test
  void endsACommandThatHasSaidWhatIsAwaited() {
    assertEquals(
        Optional.of("two"),
        commands.firstLine(
            shell("echo one; echo two; exec sleep 60"), line -> line.contains("w"), LONG));
  }

  @Test
  void awaitsALineNoLongerThanAsked() {
    assertEquals(Optional.empty(), commands.firstLine(shell("exec sleep 60"), line -> true, SHORT));
    assertEquals(Optional.empty(), commands.firstLine(shell("echo no"), "yes"::equals, LONG));
  }

  @Test
  void saysWhichProgramIsMissing() {
    BenchException e =
        assertThrows(BenchException.class, () -> commands.run(List.of("no-such-program"), LONG));

    assertTrue(e.getMessage().startsWith("cannot run no-such-program"), e.getMessage());
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }
}
