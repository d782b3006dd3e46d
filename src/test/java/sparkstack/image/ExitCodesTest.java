package sparkstack.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The exit codes of the image's build.
 *
 * <p>Pulumi's error shows only the failed instruction and its exit code. Therefore each code has
 * one reason, and the instruction lists the reasons.
 */
class ExitCodesTest {
  private static final Path DOCKER = Path.of("docker");
  private static final Path MANUAL = Path.of("docs/image.md");

  /**
   * Above the codes of programs that a signal ends (128 + 64), and below the code of a container
   * that cannot start (255). No program that the scripts run returns one of these codes by itself.
   */
  private static final int LEAST = 193;

  private static final int MOST = 254;

  /** In a script: {@code fail 210 "…"}, {@code exit 230}. */
  private static final Pattern IN_SCRIPT = Pattern.compile("\\b(?:fail|exit) ([0-9]{3})\\b");

  private static final Pattern IN_COMMENT = Pattern.compile("\\b([0-9]{3}) ");

  private static final Pattern IN_MANUAL = Pattern.compile("(?m)^\\| ([0-9]{3}) \\|");

  /** The codes of each script of the build, by the script's name. */
  private static final Map<String, List<Integer>> SCRIPTS = new TreeMap<>();

  private static List<String> instructions;

  @BeforeAll
  static void readScripts() throws IOException {
    try (var files = Files.walk(DOCKER)) {
      for (var file : files.filter(ExitCodesTest::isScriptOfTheBuild).toList()) {
        SCRIPTS.put(file.getFileName().toString(), codes(IN_SCRIPT, Files.readString(file)));
      }
    }
    instructions =
        Pattern.compile("(?m)^RUN (?:.*\\\\\n)*.*$")
            .matcher(withoutComments(Files.readString(DOCKER.resolve("Dockerfile"))))
            .results()
            .map(MatchResult::group)
            .toList();
  }

  /** The scripts in docker/runtime run in the image, not in its build. */
  private static boolean isScriptOfTheBuild(Path file) {
    return Files.isRegularFile(file)
        && Files.isExecutable(file)
        && !file.startsWith(DOCKER.resolve("runtime"));
  }

  /**
   * Removes the lines that the Dockerfile's parser ignores, also between the lines of an
   * instruction.
   */
  private static String withoutComments(String dockerfile) {
    return dockerfile
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n"));
  }

  private static List<Integer> codes(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> Integer.valueOf(it.group(1))).toList();
  }

  private static List<Integer> all() {
    return SCRIPTS.values().stream().flatMap(Collection::stream).toList();
  }

  @Test
  void areThereForEachStage() {
    assertEquals(
        Set.of(
            "bake-jar",
            "debian",
            "fetch-object-store",
            "fetch-spark",
            "install-jdk",
            "install-packages",
            "make-archive",
            "make-filter",
            "make-runtime",
            "trim-spark"),
        SCRIPTS.keySet());
    assertTrue(all().size() > 20, all().toString());
  }

  @Test
  void tellOneReasonEach() {
    var seen = new HashSet<Integer>();
    var twice = new ArrayList<>(all());
    twice.removeIf(seen::add);
    assertEquals(List.of(), twice);
  }

  @Test
  void areThoseOfNoProgramThatTheScriptsRun() {
    all().forEach(code -> assertTrue(LEAST <= code && code <= MOST, code.toString()));
  }

  @Test
  void areNeverHiddenBehindACommonOne() throws IOException {
    try (var files = Files.walk(DOCKER)) {
      for (var file : files.filter(ExitCodesTest::isScriptOfTheBuild).toList()) {
        assertFalse(
            Pattern.compile("error: .*exit 1\\b|exit 1\\b.*error: ")
                .matcher(Files.readString(file))
                .find(),
            file.toString());
      }
    }
  }

  @Test
  void standInTheInstructionThatFailsWithThem() {
    var named = new TreeSet<Integer>();
    for (var instruction : instructions) {
      var comment = comment(instruction);
      var codes = codes(IN_COMMENT, comment);
      named.addAll(codes);
      for (var script : SCRIPTS.entrySet()) {
        if (Pattern.compile("[ /]%s( |$)".formatted(script.getKey())).matcher(instruction).find()
            && !script.getKey().equals("debian")) {
          assertTrue(codes.containsAll(script.getValue()), instruction);
        }
      }
      assertEquals(comment.isEmpty(), codes.isEmpty(), instruction);
    }
    assertEquals(new TreeSet<>(all()), named);
  }

  /** The script of the base image has several commands, each with its own codes. */
  @Test
  void ofTheBaseImagesScriptStandWhereItsCommandsRun() {
    for (var instruction : instructions) {
      var codes = codes(IN_COMMENT, comment(instruction));
      if (instruction.contains("debian check")) {
        assertTrue(codes.containsAll(List.of(200, 201)), instruction);
        assertTrue(instruction.contains("binfmt_misc"), instruction);
      }
      if (instruction.contains("debian update")
          || instruction.matches("(?s).*install-(jdk|packages).*")) {
        assertTrue(codes.containsAll(List.of(202, 203)), instruction);
      }
      if (instruction.contains("debian trust") || instruction.contains("install-jdk")) {
        assertTrue(codes.contains(204), instruction);
      }
    }
  }

  /** The comment of an instruction; empty if it has none. */
  private static String comment(String instruction) {
    var start = instruction.indexOf("# exit codes, see docs/image.md:");
    return start < 0 ? "" : instruction.substring(start);
  }

  /**
   * The parser joins the lines of an instruction, so the shell treats everything after the # as the
   * comment.
   */
  @Test
  void standInACommentThatTheInstructionEndsWith() {
    for (var instruction : instructions) {
      var start = instruction.indexOf("# exit codes");
      if (start >= 0) {
        assertFalse(instruction.substring(start).contains("&&"), instruction);
        assertEquals(' ', instruction.charAt(start - 1), instruction);
      }
    }
  }

  @Test
  void areAllInTheManual() throws IOException {
    var documented = codes(IN_MANUAL, Files.readString(MANUAL));
    assertEquals(new TreeSet<>(all()), new TreeSet<>(documented));
    assertEquals(documented.size(), new HashSet<>(documented).size());
  }
}
