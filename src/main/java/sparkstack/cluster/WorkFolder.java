package sparkstack.cluster;

import java.util.List;
import java.util.Map;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.Volumes;
import sparkstack.settings.StorageSettings;

/**
 * Limits what ended executors leave in a worker's folder: their logs, and their copies of the
 * application's jars. Spark itself deletes them only when they are old. So with many applications,
 * or with large jars, they would fill the disk.
 *
 * <p>The script is in the ConfigMap and not in the image, so that an image of another release of
 * this program works too.
 */
final class WorkFolder {
  /** Starts a worker, and deletes all but the newest files. */
  private static final String START = "bounding-work";

  /** How many ended executors a worker keeps the files of. */
  private static final int EXECUTORS = 50;

  /** Start of the properties that limit the logs of a running executor. */
  private static final String ROLLING = "spark.executor.logs.rolling.";

  /** In bytes: 16 MiB. */
  private static final int LOG_FILE = 16 << 20;

  /** Besides the one that is being written. */
  private static final int OLD_LOG_FILES = 4;

  private WorkFolder() {}

  /**
   * Adds the properties that limit the logs of a running executor. If the user sets one of them,
   * all are the user's.
   */
  static void addProperties(Map<String, String> properties) {
    if (properties.keySet().stream().noneMatch(it -> it.startsWith(ROLLING))) {
      properties.put(ROLLING + "strategy", "size");
      properties.put(ROLLING + "maxSize", String.valueOf(LOG_FILE));
      properties.put(ROLLING + "maxRetainedFiles", String.valueOf(OLD_LOG_FILES));
    }
  }

  /** Adds the script to the files of the worker. */
  static RoleConfiguration addScript(RoleConfiguration configuration, String object) {
    return configuration.with(object, START, Scripts.read(START));
  }

  /** The command before the worker's own. */
  static List<String> command(StorageSettings storage) {
    return List.of(
        "bash",
        RoleConfiguration.path(START),
        Volumes.WORK_PATH,
        String.valueOf(EXECUTORS),
        storage.size());
  }
}
