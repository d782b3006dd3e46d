package sparkstack.image;

import java.util.Set;
import sparkstack.settings.ApplicationJar;

/** What docker/Dockerfile puts where: the facts that pods rely on. */
public final class ImageLayout {
  /** User that the image runs as. */
  public static final int USER_ID = 10_000;

  /** Group that the image runs as. */
  public static final int GROUP_ID = 10_000;

  /** Where a worker keeps its applications. */
  public static final String WORK_DIRECTORY = "/opt/spark/work";

  /** Spark's own folder for configuration, which stays empty. */
  public static final String CONF_DIRECTORY = "/opt/spark/conf";

  /** Folders of Java, of Spark's own jars and scripts, and of the entry point. */
  public static final Set<String> PROGRAMS =
      Set.of(
          "/opt/java",
          "/opt/spark/bin",
          "/opt/spark/jars",
          "/opt/spark/sbin",
          "/opt/spark/scripts");

  /** Folder that the target {@code application} copies the application's jar to. */
  private static final String APPLICATION_DIRECTORY = "/opt/spark/application";

  private ImageLayout() {}

  /** The URL by which spark-submit finds {@code jar} in the image. */
  public static String applicationUrl(ApplicationJar jar) {
    return jar.isBaked()
        ? "local://" + APPLICATION_DIRECTORY + "/" + jar.fileName()
        : jar.location();
  }
}
