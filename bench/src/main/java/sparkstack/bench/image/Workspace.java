package sparkstack.bench.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import sparkstack.bench.BenchException;
import sparkstack.bench.Folder;

/**
 * The bench's own files: a copy of the image's build context, which nobody else changes and the
 * bench can change, and a folder that its containers mount.
 */
final class Workspace implements AutoCloseable {
  /** The example application's jar in the repository and in the build context. */
  static final Path WEATHER_JAR = Path.of("examples/weather/target/weather.jar");

  /** The path of {@link #mount} in containers. */
  static final String MOUNTED = "/bench";

  private static final String BENCH_JAR = "bench/target/bench.jar";
  private static final String LOG_CONFIG = "log4j2.properties";

  private final Path project;
  private final Path folder;

  private Workspace(Path project) {
    this.project = project;
    this.folder = project.resolve("bench/target/run");
  }

  /** Creates the workspace. Removes the files of an earlier bench. */
  static Workspace create(Path project) {
    Workspace workspace = new Workspace(project);
    workspace.close();
    try {
      workspace.copyContext();
      workspace.fillMount();
    } catch (NoSuchFileException e) {
      throw new BenchException("%s is missing; make bench-image builds it".formatted(e.getFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return workspace;
  }

  /** Build context of our image. */
  Path context() {
    return folder.resolve("context");
  }

  /** Build context of the baseline. */
  Path baselineContext() {
    return project.resolve("bench/baseline");
  }

  /** The folder that containers mount at {@link #MOUNTED}. */
  Path mount() {
    return folder.resolve("mount");
  }

  static String mountedJar(String name) {
    return "local://%s/%s.jar".formatted(MOUNTED, name);
  }

  /** The JVM option for logs with comparable times. */
  static String logOption() {
    return "-Dlog4j2.configurationFile=%s/%s".formatted(MOUNTED, LOG_CONFIG);
  }

  private void copyContext() throws IOException {
    for (Path file : files(project.resolve("docker"))) {
      copyToContext(project.relativize(file));
    }
    copyToContext(WEATHER_JAR);
  }

  /** Keeps the modes, which are part of the image's layers. */
  private void copyToContext(Path file) throws IOException {
    Path copy = context().resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(project.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Readable by any user, regardless of the umask. */
  private void fillMount() throws IOException {
    Files.createDirectories(mount());
    Files.setPosixFilePermissions(mount(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(project.resolve(WEATHER_JAR), mount().resolve("weather.jar"));
    Files.copy(project.resolve(BENCH_JAR), mount().resolve("bench.jar"));
    try (InputStream config = Workspace.class.getResourceAsStream(LOG_CONFIG)) {
      Files.copy(config, mount().resolve(LOG_CONFIG));
    }
    for (Path file : files(mount())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  @Override
  public void close() {
    Folder.delete(folder);
  }
}
