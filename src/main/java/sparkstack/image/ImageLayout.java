package sparkstack.image;

import java.util.Set;
import sparkstack.settings.ApplicationJar;

/** Paths and ids that docker/Dockerfile sets in the image, and that pods rely on. */
public final class ImageLayout {
  /** The user that the image runs as. */
  public static final int USER_ID = 10_000;

  /** The group that the image runs as. */
  public static final int GROUP_ID = 10_000;

  /** The folder of a worker's applications. */
  public static final String WORK_DIRECTORY = "/opt/spark/work";

  /** Spark's own folder for configuration. It stays empty. */
  public static final String CONF_DIRECTORY = "/opt/spark/conf";

  /** The folders of Java, of Spark's own jars and scripts, and of the entrypoint. */
  public static final Set<String> PROGRAMS =
      Set.of(
          "/opt/java",
          "/opt/spark/bin",
          "/opt/spark/jars",
          "/opt/spark/sbin",
          "/opt/spark/scripts");

  /** The folder to which the target {@code application} copies the application's jar. */
  private static final String APPLICATION_DIRECTORY = "/opt/spark/application";

  private ImageLayout() {}

  /** The URL of {@code jar} in the image, for spark-submit. */
  public static String applicationUrl(ApplicationJar jar) {
    return jar.isBaked()
        ? "local://" + APPLICATION_DIRECTORY + "/" + jar.fileName()
        : jar.location();
  }
}
