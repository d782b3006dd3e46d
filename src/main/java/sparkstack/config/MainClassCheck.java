package sparkstack.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;

/** Checks that the jar of a driver has the driver's main class. */
record MainClassCheck(ConfigValues values) {
  private static final String CLASS_FILE = ".class";

  /**
   * Checks a jar.
   *
   * @param location the path in the config
   * @param file the same path, to be read
   */
  void check(String location, Path file, String mainClass) {
    try (var jar = new JarFile(file.toFile(), false)) {
      // Only a warning: the class may be in a jar of Spark, or in a jar that spark.jars adds.
      if (jar.getEntry(mainClass.replace('.', '/') + CLASS_FILE) == null) {
        values.warn(
            DriverKeys.CLASS,
            "%s has no class %s%s"
                .formatted(
                    location,
                    mainClass,
                    meant(mainClass, jar)
                        .map(it -> "; did you mean %s?".formatted(it))
                        .orElse("")));
      }
    } catch (IOException e) {
      values.reject(DriverKeys.JAR, location, "a jar (%s)".formatted(e.getMessage()));
    }
  }

  /** A class with a similar name, or with the same name in another package. */
  private static Optional<String> meant(String mainClass, JarFile jar) {
    List<String> classes =
        jar.stream()
            .map(it -> it.getName())
            .filter(it -> it.endsWith(CLASS_FILE) && !it.startsWith("META-INF/"))
            .map(it -> it.substring(0, it.length() - CLASS_FILE.length()).replace('/', '.'))
            .toList();
    var simpleName = mainClass.substring(mainClass.lastIndexOf('.') + 1);
    return classes.stream()
        .filter(it -> it.equals(simpleName) || it.endsWith("." + simpleName))
        .findFirst()
        .or(() -> Nearest.to(mainClass, classes));
  }
}
