package sparkstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A project folder with the files that the program reads. */
public record ProjectFolder(Path root) {
  public static final String JAR = "examples/weather/target/weather.jar";

  /** The config of a stack that runs the application in {@link #JAR}. */
  public static final Map<String, String> WITH_DRIVER =
      Map.of("driverJar", JAR, "driverClass", "example.weather.Main");

  /** {@link #WITH_DRIVER} and more. */
  public static Map<String, Object> withDriver(Map<String, ?> more) {
    var config = new HashMap<String, Object>(WITH_DRIVER);
    config.putAll(more);
    return config;
  }

  public static ProjectFolder in(Path folder) throws IOException {
    var project = new ProjectFolder(folder);
    project.write("docker/Dockerfile", "FROM scratch\n");
    project.write("docker/Dockerfile.dockerignore", "*\n!docker\n!" + JAR + "\n");
    project.write("docker/conf/spark-defaults.conf", "spark.ui.enabled true\n");
    project.writeJar(JAR, "example.Main", "example.weather.Main");
    return project;
  }

  /** Writes a jar with empty classes. */
  public Path writeJar(String path, String... classes) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (var name : classes) {
        // A fixed time, because the image's digest depends on the content of the jar.
        jar.putNextEntry(
            new ZipEntry(name.replace('.', '/') + ".class")
                .setLastModifiedTime(FileTime.fromMillis(0)));
      }
    }
    return file;
  }

  public Path write(String path, String content) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
