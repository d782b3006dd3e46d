package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Rules for the GitHub workflows that actionlint does not check. */
class WorkflowsTest {
  private static final Path GITHUB = Path.of(".github");
  private static final Path UP = GITHUB.resolve("workflows/up.yml");
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

    jobs(workflow).values().stream()
        .flatMap(WorkflowsTest::steps)
        .map(WorkflowsTest::run)
        .filter(command -> !command.isEmpty())
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

  @ParameterizedTest
  @MethodSource("workflows")
  void noJobGetsATokenThatWritesButToComment(Path workflow) throws IOException {
    for (var job : jobs(workflow).entrySet()) {
      var comments = steps(job.getValue()).anyMatch(step -> run(step).startsWith("make comment "));
      var expected =
          comments
              ? Map.of("contents", "read", "pull-requests", "write")
              : Map.of("contents", "read");
      assertEquals(
          expected,
          job.getValue().getOrDefault("permissions", read(workflow).get("permissions")),
          job.getKey());
    }
  }

  @Test
  void nothingIsDeployedBeforeTheTestsOfItsCommit() throws IOException {
    var up = jobs(UP);
    for (var job : up.entrySet()) {
      if (!job.getKey().equals("test")) {
        assertTrue(neededBy(job.getKey(), up).contains("test"), job.getKey());
      }
    }
    assertEquals("./.github/workflows/test.yml", up.get("test").get("uses"));
  }

  /** UpgradeIT and ReleaseDestroyIT check out the last release from the history. */
  @ParameterizedTest
  @MethodSource("workflows")
  void everyJobThatTestsUpgradesFetchesTheWholeHistory(Path workflow) throws IOException {
    for (var job : jobs(workflow).values()) {
      if (steps(job)
          .anyMatch(step -> List.of("make test", "make test-slow").contains(run(step).strip()))) {
        var checkout =
            steps(job)
                .filter(step -> String.valueOf(step.get("uses")).startsWith("actions/checkout@"))
                .findFirst()
                .orElseThrow();
        assertEquals(0, Manifest.object(checkout.get("with")).get("fetch-depth"), "fetch-depth");
      }
    }
  }

  @Test
  void nobodyIsAskedToApproveNothing() throws IOException {
    var prod = jobs(UP).get("prod");
    assertEquals("prod", prod.get("environment"));
    assertEquals("needs.preview-prod.outputs.changes == 'true'", prod.get("if"));
  }

  /** All jobs that must succeed before a job. */
  private static Set<String> neededBy(String name, Map<String, Map<String, Object>> jobs) {
    var needs = jobs.get(name).getOrDefault("needs", List.of());
    var needed = new TreeSet<String>();
    for (var other : needs instanceof List<?> list ? list : List.of(needs)) {
      needed.add((String) other);
      needed.addAll(neededBy((String) other, jobs));
    }
    return needed;
  }

  @Test
  void everyCommittedStackIsPreviewed() throws IOException {
    var jobs = jobs(GITHUB.resolve("workflows/preview.yml"));
    var previewed = new TreeSet<Object>();
    for (var name : List.of("preview", "preview-rendered")) {
      var strategy = Manifest.object(jobs.get(name).get("strategy"));
      previewed.addAll(Manifest.list(Manifest.object(strategy.get("matrix")).get("stack")));
    }

    try (var files = Files.list(Path.of(""))) {
      var committed = new TreeSet<Object>();
      files
          .map(file -> Pattern.compile("Pulumi\\.([^.]+)\\.yaml").matcher(file.toString()))
          .filter(matcher -> matcher.matches())
          .forEach(matcher -> committed.add(matcher.group(1)));
      assertEquals(committed, previewed);
    }
  }

  private static Map<String, Map<String, Object>> jobs(Path workflow) throws IOException {
    var jobs = new LinkedHashMap<String, Map<String, Object>>();
    Manifest.object(read(workflow).get("jobs"))
        .forEach((name, job) -> jobs.put(name, Manifest.object(job)));
    return jobs;
  }

  /** The steps of a job; empty for a job that calls another workflow. */
  private static Stream<Map<String, Object>> steps(Map<String, Object> job) {
    return Manifest.objectsIn(job.get("steps")).stream();
  }

  /** The command of a step; empty for an action. */
  private static String run(Map<String, Object> step) {
    return (String) step.getOrDefault("run", "");
  }

  private static Map<String, Object> read(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }
}
