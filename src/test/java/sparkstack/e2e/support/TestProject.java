package sparkstack.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;

/**
 * A copy of a Pulumi project of the checkout, with its own backend.
 *
 * <p>The tests must not write to the stack files and the state of the checkout.
 */
public final class TestProject {
  public static final Path CHECKOUT = Path.of("").toAbsolutePath();
  private static final Path PROGRAM = Path.of("target", "spark.jar");
  private static final Path JAR = Path.of("examples/weather/target/weather.jar");

  private static final Path PACKAGE = Path.of("target/package");

  /** What Pulumi needs to run the program, and what the package is made from. */
  private static final List<Path> SOURCES =
      Stream.of(
              "Pulumi.yaml", "pom.xml", "parent/pom.xml", ".mvn", "mvn", "javac", "run", "src/main")
          .map(Path::of)
          .toList();

  /** The name of this JVM among those that run test classes side by side. */
  static final String FORK = System.getProperty("e2e.fork", "fork-1");

  private static final Path E2E = CHECKOUT.resolve("target/e2e").resolve(FORK);

  private static final Path FOLDER = E2E.resolve("project");
  private static final Path STATE = E2E.resolve("state");
  private static final Path LOGS = E2E.resolve("log");

  private static TestProject current;

  /** The name of the project, which is also the namespace of its config keys. */
  private final String name;

  /** The project that this one is a copy of. */
  private final Path committed;

  private final Path folder;

  private TestProject(String name, Path committed, Path folder) {
    this.name = name;
    this.committed = committed;
    this.folder = folder;
  }

  /** The project with the packaged program. The first call of a test run creates it. */
  public static synchronized TestProject current() {
    if (current == null) {
      LocalEnvironment.require();
      try {
        current = make();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("Interrupted", e);
      }
    }
    return current;
  }

  private static TestProject make() throws IOException, InterruptedException {
    requireBuilt(CHECKOUT.resolve(JAR), "mvn -f examples/weather package");
    delete(E2E);
    for (var folder : new Path[] {FOLDER, STATE, LOGS}) {
      Files.createDirectories(folder);
    }
    copySources(FOLDER);
    copyPackage(FOLDER);
    copy(Path.of("docker"), FOLDER);
    copy(JAR, FOLDER);
    return new TestProject("spark", CHECKOUT, FOLDER);
  }

  /**
   * Copies the package of {@code make package} into a copy of the project, where Pulumi starts it
   * as it does for users.
   *
   * @throws IllegalStateException if the package is missing, or was made from other sources
   */
  private static void copyPackage(Path project) throws IOException, InterruptedException {
    if (Files.isDirectory(CHECKOUT.resolve(PACKAGE))) {
      copy(PACKAGE, project);
    }
    var isFresh = "cd \"$0\" && source run/lib.sh && package_is_fresh";
    if (Command.of("bash", "-c", isFresh, project.toString()).result().status() != 0) {
      throw new IllegalStateException(PACKAGE + " is missing or old: run `make package`");
    }
  }

  /** Copies the sources of the project, and what Pulumi needs to run it. */
  public static void copySources(Path into) throws IOException {
    for (var part : SOURCES) {
      copy(part, into);
    }
  }

  /** The project of the last release in the same backend. */
  public static TestProject lastRelease() throws IOException, InterruptedException {
    current();
    var checkout = ReleaseCheckout.packaged();
    writeYaml(checkout.resolve("Pulumi.yaml"), withPackagedProgram(checkout));
    var project = new TestProject("spark", checkout, checkout);
    Files.createDirectories(checkout.resolve(JAR).getParent());
    project.setJar(JAR);
    return project;
  }

  /** The example two-clusters, which Pulumi runs with Maven, as it does for users. */
  public static TestProject twoClusters() throws IOException {
    // Both projects have the same backend.
    current();
    var example = Path.of("examples", "two-clusters");
    for (var part : new String[] {"Pulumi.yaml", "pom.xml", "src"}) {
      copy(example.resolve(part), E2E);
    }
    copy(Path.of("parent", "pom.xml"), E2E);
    return new TestProject("two-clusters", CHECKOUT.resolve(example), E2E.resolve(example));
  }

  /** The committed project file, changed to run the packaged program without Maven. */
  public static Map<String, Object> withPackagedProgram() throws IOException {
    return withPackagedProgram(CHECKOUT);
  }

  private static Map<String, Object> withPackagedProgram(Path checkout) throws IOException {
    var program = checkout.resolve(PROGRAM);
    requireBuilt(program, "mvn package");
    var project = readYaml(checkout.resolve("Pulumi.yaml"));
    project.put(
        "runtime",
        Map.of("name", "java", "options", new TreeMap<>(Map.of("binary", program.toString()))));
    return project;
  }

  private static void requireBuilt(Path file, String command) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(file + " is missing: build it with `" + command + "`");
    }
  }

  /** Copies files with their modes, which affect the build of the image. */
  public static void copy(Path tree, Path into) throws IOException {
    Files.createDirectories(into.resolve(tree).getParent());
    try (var paths = Files.walk(CHECKOUT.resolve(tree))) {
      for (var path : paths.toList()) {
        Files.copy(
            path, into.resolve(CHECKOUT.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Deletes a folder and its content, if it exists. */
  public static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (var paths = Files.walk(tree)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Replaces the jar of the example application with another build. */
  public void setJar(Path jar) throws IOException {
    var built = CHECKOUT.resolve(jar);
    requireBuilt(built, "make " + jar);
    Files.copy(
        built,
        folder.resolve(JAR),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  String name() {
    return name;
  }

  Path folder() {
    return folder;
  }

  String backend() {
    return STATE.toUri().toString();
  }

  /** The folder of the backend's folder, like the data folder of the local environment. */
  Path data() {
    return E2E;
  }

  /** The file with Pulumi's output for a stack. */
  Path log(String stack) {
    return LOGS.resolve(stack + ".log");
  }

  Path stackFile(String stack) {
    return folder.resolve("Pulumi." + stack + ".yaml");
  }

  /** The config of the committed stack {@code dev}, which is for the local environment. */
  public Map<String, Object> devConfig() throws IOException {
    return Manifest.object(readYaml(committed.resolve("Pulumi.dev.yaml")).get("config"));
  }

  static Map<String, Object> readYaml(Path file) throws IOException {
    return Manifest.object(new Yaml().load(Files.readString(file)));
  }

  public static void writeYaml(Path file, Map<String, Object> content) throws IOException {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    Files.writeString(file, new Yaml(options).dump(content));
  }
}
