package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** The list of the programs that an image must have, and the script that looks for them. */
class ScriptProgramsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");

  /** Files that are no scripts, and scripts that only the trial of an image runs. */
  private static final Set<String> OTHERS =
      Set.of("programs", "master-scheme", "has-programs", "has-ui-filter");

  /** Scripts that need this program only with TLS, when serving-tls needs it too. */
  private static final Set<String> WITH_TLS = Set.of("state-page", "responds");

  /** A word where Bash expects a command, also the command of exec and timeout. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:^|[|;&(){!]|\\b(?:then|do|else|if|elif|until|while|exec)\\s|\\btimeout (?:\"[^\"]*\"|\\S+))"
              + "\\s*(?:[A-Za-z]+='[^']*' )?(?=([a-z][a-z0-9]*)(?:[\\s;)]|$))",
          Pattern.MULTILINE);

  private static final Pattern ARITHMETIC = Pattern.compile("\\(\\([^$]*?\\)\\)");

  @TempDir Path folder;

  @Test
  void theListHasThePrograms() throws Exception {
    var builtins = Set.of(Command.of("bash", "-c", "compgen -bk").run().split("\n"));
    var used = new TreeMap<String, Set<String>>();
    for (var script : scripts()) {
      used.put(script, programs(script, builtins));
    }
    assertEquals(used, listed());
  }

  private static List<String> scripts() throws IOException {
    try (var files = Files.list(SCRIPTS)) {
      return files
          .map(it -> it.getFileName().toString())
          .filter(it -> !OTHERS.contains(it))
          .toList();
    }
  }

  /** Finds the commands of a script that are programs of this machine. */
  private static Set<String> programs(String script, Set<String> builtins) throws IOException {
    var lines = new ArrayList<>(Files.readAllLines(SCRIPTS.resolve(script)));
    var programs = new TreeSet<String>();
    if (lines.remove(0).equals("#!/bin/bash")) {
      programs.add("bash");
    }
    var code =
        lines.stream()
            .filter(it -> !it.strip().startsWith("#"))
            .map(it -> ARITHMETIC.matcher(it).replaceAll("0"))
            .collect(Collectors.joining("\n"));
    COMMAND
        .matcher(code)
        .results()
        .map(it -> it.group(1))
        .filter(it -> !builtins.contains(it) && !code.contains("\n" + it + "() "))
        .filter(it -> Files.isExecutable(Path.of("/usr/bin", it)))
        .forEach(programs::add);
    if (WITH_TLS.contains(script)) {
      assertTrue(programs.remove("openssl"), script);
    }
    return programs;
  }

  private static Map<String, Set<String>> listed() throws IOException {
    var listed = new TreeMap<String, Set<String>>();
    for (var line : Files.readAllLines(SCRIPTS.resolve("programs"))) {
      if (!line.startsWith("#")) {
        var parts = line.split(": ");
        listed.put(
            parts[0].replaceFirst(" .*", ""), new TreeSet<>(Arrays.asList(parts[1].split(" "))));
      }
    }
    return listed;
  }

  @Test
  void anImageWithThePrograms() throws Exception {
    assertEquals("started\n", check("true one\nfalse two, three").run());
  }

  @Test
  void anImageWithoutAProgramIsAnErrorThatNamesAllAndTheirScripts() throws Exception {
    var result = check("du bounding-work\ntrue one\nflock two, three (spark:x)").result();

    assertEquals(1, result.status());
    assertTrue(
        result
            .output()
            .startsWith(
                "programs: the image lacks programs that the stack's scripts need: du, for"
                    + " bounding-work; flock, for two, three (spark:x). Add them "),
        result.output());
    assertEquals(1, result.output().lines().count());
  }

  /** Runs the check in an image that has no programs, but the builtins of its shell. */
  private Command check(String needs) {
    return Command.of("/bin/sh", SCRIPTS.resolve("has-programs").toString(), needs)
        .and("/bin/echo", "started")
        .withEnvironment(Map.of("PATH", folder.toString()));
  }
}
