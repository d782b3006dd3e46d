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
 * A committed stack without a cluster, a registry or a Docker engine, and with a folder as the
 * backend. The class runs its preview, or a {@code pulumi up} in which the Kubernetes plugin writes
 * the objects as YAML; the plugin never writes them in a preview.
 */
public final class Rendering {
  /** The image of a stack that would build its image. Only a build could determine the digest. */
  public static final String IMAGE =
      "registry.example.com/spark@sha256:" + "fedcba9876543210".repeat(4);

  private static final Path FOLDER =
      TestProject.CHECKOUT.resolve("target/rendering").resolve(TestProject.FORK);

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

  /** Renders a committed stack: the YAML of each object by file name. */
  public static SortedMap<String, String> of(String stack)
      throws IOException, InterruptedException {
    var rendering = new Rendering(stack);
    rendering.makeFolders();
    rendering.makeStack(Map.of("kubernetes:renderYamlToDirectory", rendering.manifests.toString()));
    rendering.pulumi("up", "--yes", "--skip-preview", "--stack", stack);
    return ManifestFiles.read(rendering.manifests);
  }

  /** Previews a committed stack with a fixed image, and returns Pulumi's output. */
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
    // The config may contain paths in these folders, such as an application's jar.
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

  /** True for config of a plugin, which names a cluster or a Docker engine. Here is neither. */
  private static boolean isOfAPlugin(String path) {
    return path.startsWith("kubernetes:") || path.startsWith("docker:");
  }

  /** The path in the image to which the skipped build would copy the jar. */
  private static String inTheImage(String jar) {
    return "local:///opt/spark/application/" + jar.substring(jar.lastIndexOf('/') + 1);
  }

  /** Runs Pulumi without the environment variables that name a cluster or another backend. */
  private String pulumi(String... arguments) throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add("env");
    // Without KUBECONFIG, the plugin reads ~/.kube/config. Therefore HOME is an empty folder.
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

  /** The folder of Pulumi's plugins. */
  private static String pulumiHome() {
    var set = System.getenv().getOrDefault("PULUMI_HOME", "");
    return set.isEmpty() ? Path.of(System.getProperty("user.home"), ".pulumi").toString() : set;
  }
}
