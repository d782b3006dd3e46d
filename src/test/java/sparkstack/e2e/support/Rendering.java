package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A committed stack where there is no cluster, no registry, no Docker engine, and no backend but a
 * folder: its preview, and a {@code pulumi up} by which the Kubernetes plugin writes the objects as
 * YAML, which a preview never does.
 */
public final class Rendering {
  /** What a stack runs that would build its image, whose digest nothing but the build can tell. */
  public static final String IMAGE =
      "registry.example.com/spark@sha256:" + "fedcba9876543210".repeat(4);

  private static final Path FOLDER = TestProject.CHECKOUT.resolve("target/rendering");

  private final String stack;
  private final Path project;
  private final Path home;
  private final Path state;
  private final Path manifests;

  private Rendering(String stack) {
    this.stack = stack;
    var folder = FOLDER.resolve(stack);
    project = folder.resolve("project");
    home = folder.resolve("home");
    state = folder.resolve("state");
    manifests = folder.resolve("manifests");
  }

  /** Renders a committed stack: the text of each of its objects, by a file name for it. */
  public static SortedMap<String, String> of(String stack)
      throws IOException, InterruptedException {
    var rendering = new Rendering(stack);
    rendering.makeFolders();
    rendering.makeStack(Map.of("kubernetes:renderYamlToDirectory", rendering.manifests.toString()));
    rendering.pulumi("up", "--yes", "--skip-preview", "--stack", stack);
    return ManifestFiles.read(rendering.manifests);
  }

  /** Previews a committed stack, as it is but for its image: what Pulumi printed. */
  public static String preview(String stack) throws IOException, InterruptedException {
    var rendering = new Rendering(stack);
    rendering.makeFolders();
    rendering.makeStack(Map.of());
    return rendering.pulumi("preview", "--stack", stack);
  }

  private void makeFolders() throws IOException {
    TestProject.delete(FOLDER.resolve(stack));
    for (var folder : List.of(project, home, state, manifests)) {
      Files.createDirectories(folder);
    }
    TestProject.writeYaml(project.resolve("Pulumi.yaml"), TestProject.withPackagedProgram());
    // What the config may name by a path, such as an application's jar.
    for (var folder : List.of("docker", "examples")) {
      Files.createSymbolicLink(project.resolve(folder), TestProject.CHECKOUT.resolve(folder));
    }
  }

  private void makeStack(Map<String, String> more) throws IOException, InterruptedException {
    var file = StackFile.read(TestProject.CHECKOUT, stack);
    var config = new TreeMap<>(file.config());
    if (config.putIfAbsent("spark:imageReference", IMAGE) == null) {
      config.computeIfPresent("spark:driverJar", (key, jar) -> inTheImage((String) jar));
    }
    config.keySet().removeIf(Rendering::isOfAPlugin);
    config.putAll(more);
    var content = new TreeMap<String, Object>();
    content.put("config", config);
    TestProject.writeYaml(project.resolve("Pulumi." + stack + ".yaml"), content);
    pulumi("stack", "init", stack);
    for (var path : file.secretPaths()) {
      if (isOfAPlugin(path)) {
        continue;
      }
      pulumi("config", "set", "--secret", "--path", path, StackFile.SECRET, "--stack", stack);
    }
  }

  /** Which names a cluster or a Docker engine: here is neither. */
  private static boolean isOfAPlugin(String path) {
    return path.startsWith("kubernetes:") || path.startsWith("docker:");
  }

  /** Where the build that this one leaves out would have put the jar. */
  private static String inTheImage(String jar) {
    return "local:///opt/spark/application/" + jar.substring(jar.lastIndexOf('/') + 1);
  }

  /** With nothing of the environment that could lead to a cluster or to another backend. */
  private String pulumi(String... arguments) throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add("env");
    // The plugin looks into ~/.kube/config next.
    for (var variable : List.of("KUBECONFIG", "PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE_FILE")) {
      line.add("--unset=" + variable);
    }
    line.add("HOME=" + home);
    line.add("DOCKER_HOST=unix://" + home.resolve("no-docker.sock"));
    line.add("PULUMI_HOME=" + pulumiHome());
    line.add("PULUMI_BACKEND_URL=" + state.toUri());
    line.add("PULUMI_CONFIG_PASSPHRASE=rendering");
    line.add("PULUMI_SKIP_UPDATE_CHECK=true");
    line.addAll(List.of("pulumi", "--cwd", project.toString(), "--color", "never"));
    line.add("--non-interactive");
    line.addAll(List.of(arguments));
    return Command.of(line.toArray(String[]::new)).run();
  }

  /** Where the plugins are. */
  private static String pulumiHome() {
    var set = System.getenv().getOrDefault("PULUMI_HOME", "");
    return set.isEmpty() ? Path.of(System.getProperty("user.home"), ".pulumi").toString() : set;
  }
}
