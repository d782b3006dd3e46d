package sparkstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

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
    project.write(JAR, "a jar");
    return project;
  }

  public Path write(String path, String content) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
