package sparkstack.e2e.support;

import java.util.List;

/** The releases of Spark that the slow tests use, which the local mirror has. */
public final class SparkVersions {
  private SparkVersions() {}

  public static List<String> all() {
    var versions = System.getProperty("spark.versions", "").strip();
    if (versions.isEmpty()) {
      throw new IllegalStateException("spark.versions is not set: run `make test-slow`");
    }
    return List.of(versions.split(" +"));
  }

  /**
   * Requires a release that a test needs.
   *
   * @throws IllegalStateException if it is not among the releases
   */
  public static String required(String version) {
    if (!all().contains(version)) {
      throw new IllegalStateException(
          "spark.versions lacks %s: run `make test-slow` with it in VERSIONS".formatted(version));
    }
    return version;
  }
}
