package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.TestProject;

/** Tests {@code ./mvn} with a fake java, javac and mvn that print their arguments. */
class RunMvnTest {
  private static final List<String> RUN =
      List.of("-Dlevel=warn", "--no-transfer-progress", "compile", "exec:java");
  private static final List<String> DISCOVER =
      List.of(
          "-Dlog=System.err",
          "--no-transfer-progress",
          "compile",
          "exec:java",
          "-DmainClass=com.pulumi.bootstrap.internal.Main",
          "-DmainArgs=packages");
  private static final String BY_MAVEN =
      "mvn -Dlevel=warn --no-transfer-progress compile exec:java";

  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void makePackage() throws Exception {
    project = Files.createDirectory(folder.resolve("a project"));
    for (var script : List.of("mvn", "run/lib.sh")) {
      write(script, Files.readString(Path.of(script)));
    }
    assertTrue(project.resolve("mvn").toFile().setExecutable(true));
    Files.createSymbolicLink(project.resolve("javac"), Path.of("mvn"));
    write("pom.xml", "<project/>");
    write("parent/pom.xml", "<project/>");
    write("src/main/java/sparkstack/launch/App.java", "class App {}");
    write("src/main/java/sparkstack/Other.java", "class Other {}");
    write("target/package/spark.jar", "the program");
    write("target/package/lib/gson.jar", "a library");
    write("target/package/lib/pulumi.jar", "another");
    write("target/package/plugins.json", "[\"a plugin\"]");
    write("target/package/mvn-version", "Apache Maven 3.9");
    write("target/package/javac-version", "javac 17");
    for (var program : List.of("mvn", "java", "javac")) {
      var script = "#!/bin/sh\necho \"%s $*\"\nexit ${EXIT_CODE:-0}\n".formatted(program);
      assertTrue(write("../jdk/bin/" + program, script).toFile().setExecutable(true));
    }
    write("../jdk/release", "JAVA_VERSION=17");
    var fingerprint =
        "cd '%s' && . run/lib.sh && fingerprint \"$(sources_hash)\"".formatted(project);
    write("target/package/fingerprint", inTheProject("bash", "-c", fingerprint).run());
  }

  @Test
  void startsAFreshPackageWithoutMaven() throws Exception {
    var output = runMvn(RUN).run();

    assertTrue(output.startsWith("java -XX:SharedArchiveFile=target/package/spark.jsa "), output);
    assertTrue(output.endsWith(" -cp target/package/spark.jar sparkstack.launch.App\n"), output);
  }

  @Test
  void printsThePluginsOfAFreshPackage() throws Exception {
    assertEquals("[\"a plugin\"]", runMvn(DISCOVER).run());
  }

  @Test
  void printsTheVersionsOfMavenAndJavac() throws Exception {
    var version = List.of("--version");
    assertEquals("Apache Maven 3.9", runMvn(version).run());
    assertEquals("javac 17", run("javac", version, Map.of()).run());

    Files.delete(project.resolve("target/package/fingerprint"));
    assertEquals("mvn --version\n", runMvn(version).run());
    assertEquals("javac --version\n", run("javac", version, Map.of()).run());
  }

  @Test
  void startsJavacForAllOtherArguments() throws Exception {
    assertEquals("javac App.java\n", run("javac", List.of("App.java"), Map.of()).run());
    assertEquals("javac " + String.join(" ", RUN), run("javac", RUN, Map.of()).run().strip());
  }

  @Test
  void aSourceIsComparedByItsContentAndNotByItsTime() throws Exception {
    var source = project.resolve("src/main/java/sparkstack/launch/App.java");
    Files.setLastModifiedTime(source, FileTime.fromMillis(0));
    assertTrue(runMvn(RUN).run().startsWith("java "));

    Files.writeString(source, "class App { }");
    assertEquals(BY_MAVEN, runMvn(RUN).run().strip());

    Files.writeString(source, "class App {}");
    assertTrue(runMvn(RUN).run().startsWith("java "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "parent/pom.xml",
        ".mvn/maven.config",
        "run/lib.sh",
        "src/main/java/sparkstack/Added.java",
        "src/main/resources/added.txt",
        "../jdk/release",
      })
  void startsMavenIfAnInputOfThePackageChanged(String file) throws Exception {
    var changed = project.resolve(file);
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, Files.exists(changed) ? Files.readString(changed) + "\n" : "");

    assertEquals(BY_MAVEN, runMvn(RUN).run().strip());
    assertTrue(runMvn(DISCOVER).run().startsWith("mvn -Dlog=System.err "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/java/sparkstack/Other.java",
        "target/package/fingerprint",
        "target/package/spark.jar",
        "target/package/lib/pulumi.jar",
      })
  void startsMavenIfAFileIsMissing(String file) throws Exception {
    Files.delete(project.resolve(file));

    assertEquals(BY_MAVEN, runMvn(RUN).run().strip());
  }

  @Test
  void startsMavenIfThereIsNoPackage() throws Exception {
    TestProject.delete(project.resolve("target"));

    assertEquals(BY_MAVEN, runMvn(RUN).run().strip());
  }

  @Test
  void startsMavenForOtherGoals() throws Exception {
    assertEquals("mvn compile\n", runMvn(List.of("compile")).run());
    assertEquals(
        "mvn dependency:tree -DoutputFile=a b\n",
        runMvn(List.of("dependency:tree", "-DoutputFile=a b")).run());
  }

  /** The script would start itself endlessly. */
  @Test
  void skipsItselfOnThePath() throws Exception {
    var path = project + "::" + folder.resolve("jdk/bin") + ":" + System.getenv("PATH");
    var compile = List.of("compile");
    assertEquals("mvn compile\n", runMvn(compile, Map.of("PATH", path)).run());
    assertEquals("javac compile\n", run("javac", compile, Map.of("PATH", path)).run());

    var tools = Files.createDirectory(folder.resolve("tools"));
    Files.createSymbolicLink(tools.resolve("bash"), Path.of("/bin/bash"));
    var alone = runMvn(compile, Map.of("PATH", project + ":" + tools)).result();
    assertEquals(1, alone.status());
    assertTrue(alone.output().contains("error: mvn is not on PATH"), alone.output());
  }

  @Test
  void exitsWithTheStatusOfTheProgram() throws Exception {
    var failing = Map.of("EXIT_CODE", "7");

    assertEquals(7, runMvn(RUN, failing).result().status());

    Files.delete(project.resolve("target/package/fingerprint"));
    assertEquals(7, runMvn(RUN, failing).result().status());
  }

  private Path write(String file, String content) throws IOException {
    var path = project.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private Command runMvn(List<String> arguments) {
    return runMvn(arguments, Map.of());
  }

  private Command runMvn(List<String> arguments, Map<String, String> environment) {
    return run("mvn", arguments, environment);
  }

  /** Runs a script from another folder, because a host may start it in any folder. */
  private Command run(String script, List<String> arguments, Map<String, String> environment) {
    var command = inTheProject(project.resolve(script).toString()).and(arguments);
    var all = new HashMap<>(command.environment());
    all.putAll(environment);
    return command.withEnvironment(all);
  }

  private Command inTheProject(String... line) {
    var jdk = folder.resolve("jdk");
    return Command.of(line)
        .withEnvironment(
            Map.of("JAVA_HOME", jdk.toString(), "PATH", jdk + "/bin:" + System.getenv("PATH")));
  }
}
