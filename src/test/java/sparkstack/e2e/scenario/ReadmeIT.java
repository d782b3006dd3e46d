package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestProject;

/**
 * Runs the command blocks of README.md in order, in a copy of the checkout, like a reader.
 *
 * <p>The test skips a block after a comment {@code <!-- not run in tests: REASON -->}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeIT {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^(<!-- not run in tests: [^\\n]+ -->\\n)?^```(\\w*)\\n(.*?)^```$");

  private static final Set<String> SHELLS = Set.of("", "bash", "console", "sh", "shell");

  /** The registry that the README uses in place of the reader's registry. */
  private static final String EXAMPLE_REGISTRY = "registry.example.com:5000";

  private static final String STACK = "mine";

  /** Keys of the stack dev that are specific to the local environment. */
  private static final List<String> LOCAL_KEYS =
      List.of(
          "spark:mirrors",
          "spark:buildBaseImage",
          "spark:baseImage",
          "spark:workerCpuRequest",
          "spark:driverCpuRequest",
          "spark:uiServiceType",
          "spark:uiHost");

  private static final Path FOLDER = TestProject.CHECKOUT.resolve("target/readme-it");
  private static final Path PROJECT = FOLDER.resolve("project");
  private static final SparkNamespace NAMESPACE = new SparkNamespace("spark-" + STACK);

  private static Map<String, Object> devConfig;
  private static Iterator<String> blocks;

  @BeforeAll
  static void copyCheckout() throws Exception {
    devConfig = TestProject.current().devConfig();
    NAMESPACE.delete();
    TestProject.delete(FOLDER);
    Files.createDirectories(FOLDER.resolve("state"));
    var files = Command.of("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
    for (var file : files.run().split("\0")) {
      if (Files.isRegularFile(Path.of(file))) {
        TestProject.copy(Path.of(file), PROJECT);
      }
    }
    var local = new TreeMap<>(devConfig);
    local.keySet().retainAll(LOCAL_KEYS);
    TestProject.writeYaml(
        PROJECT.resolve("Pulumi.%s.yaml".formatted(STACK)), Map.of("config", local));
    blocks = blocks().iterator();
  }

  @AfterAll
  static void destroy() throws Exception {
    try {
      run("pulumi destroy");
    } finally {
      NAMESPACE.delete();
    }
  }

  @Test
  @Order(1)
  void threeCommandsMakeACluster() throws Exception {
    run(blocks.next());

    assertEquals(NAMESPACE.name(), output("namespace"));
    MasterPage.awaitAliveWorkers(output("uiUrl"), 2);
  }

  @Test
  @Order(2)
  void theNextCommandsRunTheExample() throws Exception {
    run(blocks.next());

    assertEquals(1, NAMESPACE.driverJob().getStatus().getSucceeded());
    assertTrue(NAMESPACE.driverLog().contains("weather: "), NAMESPACE::driverLog);
  }

  @Test
  @Order(3)
  void twoCommandsScaleTheWorkers() throws Exception {
    var workers = NAMESPACE.incarnations("worker");

    run(blocks.next());

    var replicas = NAMESPACE.workerReplicas();
    assertTrue(replicas > 2, "workers: " + replicas);
    MasterPage.awaitAliveWorkers(output("uiUrl"), replicas);
    assertTrue(
        NAMESPACE.incarnations("worker").containsAll(workers), "Scaling replaced the workers");
  }

  @Test
  @Order(4)
  void noBlockIsLeft() {
    assertTrue(!blocks.hasNext(), () -> "No test runs this block: " + blocks.next());
  }

  private static List<String> blocks() throws Exception {
    var blocks = new ArrayList<String>();
    BLOCK
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .filter(block -> block.group(1) == null)
        .forEach(
            block -> {
              assertTrue(
                  SHELLS.contains(block.group(2)),
                  () -> "Not a block of commands, and not marked as such: " + block.group());
              blocks.add(block.group(3));
            });
    var all = String.join("", blocks);
    assertTrue(all.contains(EXAMPLE_REGISTRY), "No block names " + EXAMPLE_REGISTRY + ": " + all);
    return blocks;
  }

  private static String output(String name) throws Exception {
    return run("pulumi stack output " + name).strip();
  }

  /** Runs commands in the copy. The shell confirms Pulumi's prompt. */
  private static String run(String commands) throws Exception {
    var registry = devConfig.get("spark:registry").toString();
    return Command.of(
            "env", "--unset=PULUMI_STACK", "--chdir=" + PROJECT, "bash", "-euo", "pipefail")
        .withEnvironment(
            Map.of(
                "PULUMI_BACKEND_URL", FOLDER.resolve("state").toUri().toString(),
                "PULUMI_SKIP_CONFIRMATIONS", "true",
                "PULUMI_OPTION_NON_INTERACTIVE", "true"))
        .withInput(commands.replace(EXAMPLE_REGISTRY, registry))
        .run();
  }
}
