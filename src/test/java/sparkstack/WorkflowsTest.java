package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The workflows of GitHub, beyond what actionlint knows of them. */
class WorkflowsTest {
  private static final Path GITHUB = Path.of(".github");
  private static final Pattern USES = Pattern.compile("\\buses: (.*)");
  private static final Pattern PINNED = Pattern.compile("[^@]+@[0-9a-f]{40} # v[0-9.]+|\\./.*");
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z-]+):.*## ");

  static List<Path> files() throws IOException {
    try (var files = Files.walk(GITHUB)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static List<Path> workflows() throws IOException {
    return files().stream().filter(file -> file.startsWith(GITHUB.resolve("workflows"))).toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyActionIsPinnedToACommitWithItsVersionBeside(Path file) throws IOException {
    for (var line : Files.readAllLines(file)) {
      var uses = USES.matcher(line);
      if (uses.find()) {
        assertTrue(PINNED.matcher(uses.group(1)).matches(), line);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void everyCommandIsADocumentedMakeTarget(Path workflow) throws IOException {
    var targets = new TreeSet<String>();
    TARGET
        .matcher(Files.readString(Path.of("Makefile")))
        .results()
        .forEach(match -> targets.add(match.group(1)));

    steps(workflow)
        .filter(step -> step.containsKey("run"))
        .map(step -> (String) step.get("run"))
        .forEach(
            command -> {
              var words = List.of(command.strip().split(" "));
              assertEquals("make", words.get(0), command);
              assertTrue(targets.contains(words.get(1)), command);
            });
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void everyJobStartsWithATokenThatOnlyReads(Path workflow) throws IOException {
    assertEquals(Map.of("contents", "read"), read(workflow).get("permissions"));
  }

  @Test
  void everyCommittedStackIsPreviewed() throws IOException {
    var jobs = Manifest.object(read(GITHUB.resolve("workflows/preview.yml")).get("jobs"));
    var strategy = Manifest.object(Manifest.object(jobs.get("preview")).get("strategy"));
    var previewed = Manifest.object(strategy.get("matrix")).get("stack");

    try (var files = Files.list(Path.of(""))) {
      var committed = new TreeSet<Object>();
      files
          .map(file -> Pattern.compile("Pulumi\\.([^.]+)\\.yaml").matcher(file.toString()))
          .filter(matcher -> matcher.matches())
          .forEach(matcher -> committed.add(matcher.group(1)));
      assertEquals(committed, new TreeSet<>(Manifest.list(previewed)));
    }
  }

  private static Stream<Map<String, Object>> steps(Path workflow) throws IOException {
    return Manifest.object(read(workflow).get("jobs")).values().stream()
        .flatMap(job -> Manifest.objectsIn(Manifest.object(job).get("steps")).stream());
  }

  private static Map<String, Object> read(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }
}
