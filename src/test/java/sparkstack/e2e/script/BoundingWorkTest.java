package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;

/** The script that limits what ended executors leave in a worker's folder, without Spark. */
class BoundingWorkTest {
  private static final Path SCRIPT = Path.of("src/main/resources/sparkstack/cluster/bounding-work");

  private static final String SIZE = "64Mi";

  /** A tenth of the size is 6.4 MiB. */
  private static final int HALF_OF_THE_LIMIT = 3 << 20;

  @TempDir Path folder;
  private Path work;
  private Path processes;

  @BeforeEach
  void makeFolders() throws Exception {
    work = Files.createDirectory(folder.resolve("work"));
    processes = Files.createDirectory(folder.resolve("proc"));
  }

  @Test
  void theNewestFoldersStay() throws Exception {
    executor("app-1/0", 40, 10);
    executor("app-2/0", 30, 10);
    executor("app-3/0", 20, 10);
    executor("app-3/1", 10, 10);

    var log = awaitFolders(2, List.of("app-3/0", "app-3/1"));

    assertEquals(
        List.of(
            "work: deleted the logs and jars of executor app-2/0",
            "work: deleted the logs and jars of executor app-1/0"),
        log);
    assertEquals(List.of("app-3"), names(work));
  }

  /** A large folder goes, and smaller ones that are older stay. */
  @Test
  void theFoldersOfAllTogetherHaveATenthOfTheDisk() throws Exception {
    executor("app-0/0", 50, HALF_OF_THE_LIMIT);
    executor("app-1/0", 40, 10);
    executor("app-2/0", 30, HALF_OF_THE_LIMIT);
    executor("app-3/0", 20, 2 * HALF_OF_THE_LIMIT);
    executor("app-4/0", 10, HALF_OF_THE_LIMIT);

    awaitFolders(50, List.of("app-1/0", "app-2/0", "app-4/0"));
  }

  /** Its logs explain the last failure. The others do not go for it. */
  @Test
  void theNewestFolderStaysWhateverItsSize() throws Exception {
    executor("app-0/0", 40, 3 * HALF_OF_THE_LIMIT);
    executor("app-1/0", 30, 10);
    executor("app-2/0", 20, HALF_OF_THE_LIMIT);
    executor("app-3/0", 10, 3 * HALF_OF_THE_LIMIT);

    awaitFolders(50, List.of("app-1/0", "app-2/0", "app-3/0"));
  }

  @Test
  void theFolderOfARunningExecutorStays() throws Exception {
    run("1", executor("app-1/0", 60, 10));
    run("2", executor("app-2/7", 50, 3 * HALF_OF_THE_LIMIT));
    executor("app-2/6", 40, 10);
    executor("app-3/0", 30, 10);

    awaitFolders(1, List.of("app-1/0", "app-2/7", "app-3/0"));
  }

  /** In cluster mode, a driver has a folder for itself. */
  @Test
  void theFilesOfARunningDriverStay() throws Exception {
    executor("driver-1/2026", 60, 10);
    run("1", work.resolve("driver-1"));
    executor("app-1/0", 40, 10);
    executor("app-2/0", 30, 10);

    awaitFolders(1, List.of("app-2/0", "driver-1/2026"));
  }

  /** Its executor may not have started yet. */
  @Test
  void aFolderOfTheLastMinuteStays() throws Exception {
    executor("app-1/0", 40, 10);
    executor("app-2/0", 0, 3 * HALF_OF_THE_LIMIT);

    awaitFolders(1, List.of("app-2/0"));
  }

  @Test
  void otherFilesStay() throws Exception {
    executor("app-1/0", 40, 10);
    executor("app-1/jars", 40, 10);
    Files.createFile(work.resolve("file"));

    awaitFolders(0, List.of("app-1/jars"));

    assertTrue(Files.exists(work.resolve("file")));
  }

  @Test
  void theWorkerHasItsArgumentsAndItsExitCode() throws Exception {
    var result = start(50, "bash", "-c", "echo \"$0 $1\"; exit 7", "a b", "--cores").result();

    assertEquals(new Command.Result(7, "a b --cores\n"), result);
  }

  /** Makes the folder of an executor whose last file was written this many minutes ago. */
  private Path executor(String name, int minutes, int bytes) throws Exception {
    var executor = Files.createDirectories(work.resolve(name));
    var log = Files.write(executor.resolve("stderr"), new byte[bytes]);
    var time = FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes)));
    Files.setLastModifiedTime(log, time);
    Files.setLastModifiedTime(executor, time);
    return executor;
  }

  /** A process that runs in a folder. */
  private void run(String pid, Path folder) throws Exception {
    var process = Files.createDirectory(processes.resolve(pid));
    Files.createSymbolicLink(process.resolve("cwd"), folder.toRealPath());
  }

  /**
   * Runs a worker until it has only these folders of executors, and returns its log. The script
   * comes last to the oldest folder of an ended executor, so that one must go.
   */
  private List<String> awaitFolders(int count, List<String> expected) throws Exception {
    var log = Files.createFile(folder.resolve("log"));
    var builder = new ProcessBuilder(start(count, "sleep", "infinity").line());
    builder.environment().putAll(environment());
    var worker = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Await.until(
          "the folders " + expected, Duration.ofMinutes(1), this::folders, expected::equals);
    } finally {
      worker.destroyForcibly().waitFor();
    }
    return Files.readAllLines(log);
  }

  private Command start(int count, String... worker) {
    return Command.of("bash", SCRIPT.toString(), work.toString(), String.valueOf(count), SIZE)
        .and(worker)
        .withEnvironment(environment());
  }

  private Map<String, String> environment() {
    return Map.of("PROC", processes.toString(), "INTERVAL", "0.1");
  }

  private List<String> folders() throws Exception {
    try (var files = Files.walk(work, 2)) {
      return files
          .filter(it -> Files.isDirectory(it) && work.relativize(it).getNameCount() == 2)
          .map(it -> work.relativize(it).toString())
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static List<String> names(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }
}
