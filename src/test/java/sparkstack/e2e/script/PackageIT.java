package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.Rendering;
import sparkstack.e2e.support.TestProject;

/**
 * Compares previews of the package that {@code make package} makes with previews by Maven, without
 * a cluster.
 */
class PackageIT {
  private static final String STACK = "package";
  private static final Path FOLDER = TestProject.CHECKOUT.resolve("target/package-it");
  private static final Path PROJECT = FOLDER.resolve("project");
  private static final Path MADE = PROJECT.resolve("target/package");
  private static final Path FINGERPRINT = MADE.resolve("fingerprint");

  /** The ID of a secret that the update would generate: each preview has another one. */
  private static final String RANDOM_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** A folder whose mvn fails. */
  private static final Path NO_MAVEN = FOLDER.resolve("bin");

  @BeforeAll
  static void makePackage() throws Exception {
    TestProject.delete(FOLDER);
    Files.createDirectories(FOLDER.resolve("state"));
    TestProject.copySources(PROJECT);
    TestProject.copy(Path.of("ci"), PROJECT);
    var mvn = Files.createDirectories(NO_MAVEN).resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\nexit 99\n");
    assertTrue(mvn.toFile().setExecutable(true));
    writeStackFile(2);
    pulumi("stack", "init").run();
    Command.of(PROJECT.resolve("run/package").toString()).run();
  }

  @Test
  void aPreviewHasTheSameResourcesAsWithMaven() throws Exception {
    writeStackFile(2);

    var packaged = resources(withoutMaven(pulumi("preview", "--json")).run());

    assertFalse(packaged.isEmpty());
    assertEquals(resources(byMaven(pulumi("preview", "--json"))), packaged);
  }

  @Test
  void anInvalidConfigGivesTheSameErrorAsWithMaven() throws Exception {
    writeStackFile("many");

    var result = withoutMaven(pulumi("preview")).result();

    assertNotEquals(0, result.status());
    var message = message(result.output());
    assertTrue(message.contains("spark:workerReplicas: \"many\" must be"), message);
    assertEquals(message(byMaven(pulumi("preview"))), message);
  }

  @Test
  void mavenRunsAnEditedSourceUntilTheEditIsReverted() throws Exception {
    writeStackFile(2);
    var source = PROJECT.resolve("src/main/java/sparkstack/SparkStack.java");
    var text = Files.readString(source);

    Files.writeString(source, text.replace("export(\"masterUrl\"", "export(\"edited\""));
    var edited = pulumi("preview").run();
    Files.writeString(source, text);
    var reverted = withoutMaven(pulumi("preview")).run();

    assertTrue(edited.contains(" edited "), edited);
    assertFalse(reverted.contains(" edited "), reverted);
    assertTrue(reverted.contains(" masterUrl "), reverted);
  }

  @Test
  void anInvalidClassDataArchiveIsIgnored() throws Exception {
    writeStackFile(2);
    var archive = MADE.resolve("spark.jsa");
    var kept = MADE.resolve("kept");
    Files.move(archive, kept);
    try {
      Files.writeString(archive, "no archive");
      assertTrue(withoutMaven(pulumi("preview")).run().contains(" to create"));
    } finally {
      Files.move(kept, archive, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void theProgramsClassesComeFromTheArchive() throws Exception {
    var started =
        Command.of(
                "bash",
                "-c",
                "cd '%s' && . run/lib.sh && \"$JAVA\" \"${JAVA_OPTIONS[@]}\" -Xshare:on -Xlog:class+load:stdout $PROGRAM"
                    .formatted(PROJECT))
            // The program soon exits with an error, because Pulumi does not run.
            .result()
            .output();

    for (var name :
        List.of("sparkstack.launch.App", "com.pulumi.Pulumi", "java.util.logging.LogManager")) {
      assertTrue(
          started.lines().anyMatch(it -> it.contains(name + " source: shared objects file")),
          started);
    }
  }

  @Test
  void aFreshPackageIsNotMadeAgain() throws Exception {
    var before = Files.getLastModifiedTime(FINGERPRINT);

    withoutMaven(Command.of(PROJECT.resolve("run/package").toString())).run();

    assertEquals(before, Files.getLastModifiedTime(FINGERPRINT));
  }

  @Test
  void bakedJarPrintsTheJarThatTheStackFileNames() throws Exception {
    var file = PROJECT.resolve("Pulumi.baked.yaml");

    Files.writeString(file, "config:\n  spark:driverJar: 'jobs/a b/target/job.jar' # quoted\n");
    assertEquals("jobs/a b/target/job.jar\n", bakedJar("baked"));

    Files.writeString(file, "config:\n  driverJar: jobs/target/job.jar\n");
    assertEquals("jobs/target/job.jar\n", bakedJar("baked"), "a key without the project's name");

    Files.writeString(file, "config:\n  spark:driverJar: local:///opt/target/job.jar\n");
    assertEquals("", bakedJar("baked"));
    assertEquals("", bakedJar("not-there"));
  }

  private static String bakedJar(String stack) throws Exception {
    return Command.of(PROJECT.resolve("ci/baked-jar").toString(), stack).run();
  }

  private static void writeStackFile(Object workers) throws IOException {
    var config = Map.of("spark:imageReference", Rendering.IMAGE, "spark:workerReplicas", workers);
    TestProject.writeYaml(
        PROJECT.resolve("Pulumi." + STACK + ".yaml"), new TreeMap<>(Map.of("config", config)));
  }

  private static Command pulumi(String... arguments) {
    return Command.of("pulumi")
        .and(arguments)
        .and("--stack", STACK, "--cwd", PROJECT.toString(), "--non-interactive")
        .and("--color", "never")
        .withEnvironment(
            Map.of(
                "PULUMI_BACKEND_URL",
                FOLDER.resolve("state").toUri().toString(),
                "PULUMI_CONFIG_PASSPHRASE",
                "package",
                "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER",
                "true",
                "KUBECONFIG",
                FOLDER.resolve("no-cluster").toString()));
  }

  private static Command withoutMaven(Command command) {
    var environment = new HashMap<>(command.environment());
    environment.put("PATH", NO_MAVEN + ":" + System.getenv("PATH"));
    return command.withEnvironment(environment);
  }

  /** Runs the command without the fingerprint, so that ./mvn starts Maven. */
  private static String byMaven(Command command) throws Exception {
    var kept = MADE.resolve("kept");
    Files.move(FINGERPRINT, kept);
    try {
      return command.result().output();
    } finally {
      Files.move(kept, FINGERPRINT);
    }
  }

  /** The inputs of every resource, by its URN. */
  private static Map<String, Object> resources(String preview) {
    var steps = preview.substring(preview.indexOf("{\n")).replaceAll(RANDOM_ID, "random");
    Map<String, Object> content = new Yaml().load(steps);
    var resources = new TreeMap<String, Object>();
    for (var step : Manifest.objectsIn(content.get("steps"))) {
      resources.put((String) step.get("urn"), Manifest.object(step.get("newState")).get("inputs"));
    }
    return resources;
  }

  /** The error about the config in Pulumi's diagnostics. */
  private static String message(String output) {
    var start =
        output.indexOf("error: The stack's config is wrong:", output.indexOf("Diagnostics:"));
    return output.substring(start, output.indexOf("error: an unhandled error", start));
  }
}
