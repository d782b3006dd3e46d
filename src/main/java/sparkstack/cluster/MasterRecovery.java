package sparkstack.cluster;

import java.util.List;
import java.util.Map;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.settings.RecoverySettings;

/**
 * Keeps running applications when the master's pod is replaced.
 *
 * <p>The master writes its workers and applications to a volume. The next master reads them, tells
 * each that it is the master now, and takes new applications when all have responded, or after
 * {@code spark.deploy.recoveryTimeout}.
 *
 * <p>The script is in the ConfigMap and not in the image, so that an image of another release of
 * this program works too.
 */
final class MasterRecovery {
  /** Starts a master, alone on its volume. */
  private static final String START = "recovering-master";

  /**
   * Seconds until a new master forgets the workers and applications that have not responded. Living
   * ones respond within half a second, also on busy nodes. Spark's default, 60, would keep new
   * applications waiting whenever a worker or a driver ended together with the master.
   */
  private static final String TIMEOUT = "6";

  private MasterRecovery() {}

  /**
   * Adds the properties of the master. The start script sets the mode and the folder.
   *
   * <p>Spark has the timeout since 4.0. Before, it is {@code spark.worker.timeout}, 60 seconds.
   */
  static void addProperties(Map<String, String> properties) {
    properties.putIfAbsent("spark.deploy.recoveryTimeout", TIMEOUT);
  }

  /** Adds the start script to the files of the master. */
  static RoleConfiguration addScript(RoleConfiguration configuration, String object) {
    return configuration.with(object, START, Scripts.read(START));
  }

  /** The command before that of an image's trial, which has no volume. */
  static List<String> trialCommand(RecoverySettings settings) {
    return Scripts.trialCommand(START, "", settings.mode().name());
  }

  /** The command before the master's own. */
  static List<String> command(RecoverySettings settings) {
    return List.of(
        "sh", RoleConfiguration.path(START), RecoveryVolume.MOUNT_PATH, settings.mode().name());
  }
}
