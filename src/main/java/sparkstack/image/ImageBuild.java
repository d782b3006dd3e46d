package sparkstack.image;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.ImageSettings;

/**
 * What the Dockerfile is told.
 *
 * @param target its stage to build
 * @param arguments its build arguments, each by its name
 */
record ImageBuild(String target, SortedMap<String, String> arguments) {
  private static final String APPLICATION_JAR = "APPLICATION_JAR";

  static ImageBuild of(ImageSettings settings) {
    var arguments = new TreeMap<String, String>();
    arguments.put("SPARK_VERSION", settings.sparkVersion());
    arguments.put("MIRRORS", String.join(" ", settings.mirrors()));
    arguments.put("SPARK_SHA512", settings.sparkSha512().orElse(""));
    arguments.put("BUILD_BASE_IMAGE", settings.buildBaseImage());
    arguments.put("BASE_IMAGE", settings.baseImage());
    settings
        .applicationJar()
        .map(ApplicationJar::location)
        .ifPresent(path -> arguments.put(APPLICATION_JAR, path));
    var target = settings.applicationJar().isPresent() ? "application" : "runtime";
    return new ImageBuild(target, Collections.unmodifiableSortedMap(arguments));
  }

  /** Path in the build context of the jar to bake in. */
  Optional<String> applicationJar() {
    return Optional.ofNullable(arguments.get(APPLICATION_JAR));
  }
}
