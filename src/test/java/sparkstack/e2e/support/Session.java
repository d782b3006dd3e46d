package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command and all of its children, which can be killed together.
 *
 * <p>Pulumi makes a process group for each plugin, so one group does not have all of them. The
 * session does: no child of Pulumi leaves it.
 */
public final class Session implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(30);
  private static final Path PROCESSES = Path.of("/proc");

  /** The first process. Its ID is also the ID of the session. */
  private final Process leader;

  private final Command command;

  private Session(Command command, Process leader) {
    this.command = command;
    this.leader = leader;
  }

  /**
   * Starts a command in a new session.
   *
   * @param log file that its output is appended to
   */
  static Session start(Command command, Path log) throws IOException {
    // setsid replaces itself with the command, because Java starts it in the tests' process group.
    var inSession = Command.of("setsid").and(command.line()).withEnvironment(command.environment());
    return new Session(command, inSession.start(log));
  }

  /**
   * Whether the command ends within this time.
   *
   * @throws AssertionError if it has failed
   */
  public boolean succeedsWithin(Duration limit) throws InterruptedException {
    if (!leader.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    assertEquals(0, leader.exitValue(), () -> command.line() + " failed; see its log");
    return true;
  }

  /** Sends SIGKILL to the command, then to all of its children, and waits until they are gone. */
  public void kill() {
    leader.destroyForcibly();
    Await.until("the end of " + command.line(), END, this::killMembers, List::isEmpty);
  }

  /** Returns the processes that got the signal. */
  private List<Long> killMembers() throws IOException {
    var members = members();
    members.forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
    return members;
  }

  /** IDs of the processes of this session. */
  List<Long> members() throws IOException {
    try (var processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      var members = new ArrayList<Long>();
      for (var process : processes) {
        if (status(process).filter(this::isMember).isPresent()) {
          members.add(Long.valueOf(process.getFileName().toString()));
        }
      }
      return members;
    }
  }

  /** The fields of proc(5), from the third one, the state. Empty if the process has ended. */
  private static Optional<List<String>> status(Path process) throws IOException {
    try {
      var line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The second field, the program's name, can contain spaces and parentheses.
      return Optional.of(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ")));
    } catch (IOException e) {
      if (Files.exists(process)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** A zombie has ended. In a container, nobody may ever ask for its exit code. */
  private boolean isMember(List<String> status) {
    var session = Long.parseLong(status.get(3));
    return session == leader.pid() && !status.get(0).equals("Z") && !status.get(0).equals("X");
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    kill();
  }
}
