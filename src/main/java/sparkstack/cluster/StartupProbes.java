package sparkstack.cluster;

import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import java.time.Duration;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.settings.ClusterSettings;

/**
 * The startup probes of master and workers: scripts that ask the master for its state.
 *
 * <p>After a startup probe has succeeded once, the kubelet does not run it again.
 *
 * <p>The commands should stay as they are, because {@link Probes#replacing} replaces a Deployment
 * whose command changes, and with it all pods at the same time.
 */
final class StartupProbes {
  /** Whether the master takes applications. */
  private static final String IS_ALIVE = "master-is-alive";

  /** Whether the master has the worker, and no other worker is being decommissioned. */
  private static final String IS_REGISTERED = "worker-is-registered";

  /** How long a master may take to start and to recover. */
  private static final Duration MASTER = Duration.ofMinutes(5);

  /**
   * Practically for ever: the kubelet must not restart a worker that waits for others, because it
   * runs executors already. A worker that does not reach the master ends by itself.
   */
  private static final Duration WORKER = Duration.ofDays(30);

  private StartupProbes() {}

  /** Adds the script to the files of the master. */
  static RoleConfiguration addToMaster(RoleConfiguration configuration, String object) {
    return configuration.with(object, IS_ALIVE, Scripts.read(IS_ALIVE));
  }

  /** Adds the script to the files of the workers. */
  static RoleConfiguration addToWorkers(RoleConfiguration configuration, String object) {
    return configuration.with(object, IS_REGISTERED, Scripts.read(IS_REGISTERED));
  }

  /** Succeeds once the master has started and recovered. */
  static ProbeArgs ofMaster() {
    return Probes.startup(
        MASTER,
        "bash",
        RoleConfiguration.path(IS_ALIVE),
        RecoveryVolume.MOUNT_PATH,
        String.valueOf(Ports.MASTER_UI));
  }

  /**
   * Succeeds once the master has the worker, and no other worker is being decommissioned. So a
   * rollout replaces the next workers only after that.
   */
  static ProbeArgs ofWorkers(ClusterSettings settings) {
    return Probes.startup(
        WORKER,
        "bash",
        RoleConfiguration.path(IS_REGISTERED),
        Master.name(settings),
        String.valueOf(Ports.MASTER_UI));
  }
}
