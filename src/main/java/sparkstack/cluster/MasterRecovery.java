package sparkstack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
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
 * <p>The scripts are in the ConfigMap and not in the image, so that an image of another release of
 * this program works too.
 */
final class MasterRecovery {
  /** Starts a master, alone on its volume. */
  private static final String START = "recovering-master";

  /** Whether the master takes applications. */
  private static final String IS_ALIVE = "master-is-alive";

  /**
   * Seconds until a new master forgets the workers and applications that have not responded. Living
   * ones respond within a second. Spark's default, 60, would keep new applications waiting whenever
   * a worker or a driver ended together with the master.
   */
  private static final String TIMEOUT = "10";

  private MasterRecovery() {}

  /**
   * Adds the properties of the master. The start script sets the mode and the folder.
   *
   * <p>Spark has the timeout since 4.0. Before, it is {@code spark.worker.timeout}, 60 seconds.
   */
  static void addTo(Map<String, String> properties) {
    properties.putIfAbsent("spark.deploy.recoveryTimeout", TIMEOUT);
  }

  /** Adds the scripts to the files of the master. */
  static RoleConfiguration addTo(RoleConfiguration configuration, String object) {
    return configuration
        .with(object, START, resource(START))
        .with(object, IS_ALIVE, resource(IS_ALIVE));
  }

  /** The command before the master's own. */
  static List<String> command(RecoverySettings settings) {
    return List.of(
        "sh", RoleConfiguration.path(START), RecoveryVolume.MOUNT_PATH, settings.mode().name());
  }

  /** Succeeds once the master has recovered. After that, it never waits for recovery again. */
  static ProbeArgs startupProbe() {
    return Probes.startup(
        "bash",
        RoleConfiguration.path(IS_ALIVE),
        RecoveryVolume.MOUNT_PATH,
        String.valueOf(Ports.MASTER_UI));
  }

  private static String resource(String name) {
    try (var file = MasterRecovery.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
