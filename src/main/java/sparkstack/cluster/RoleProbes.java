package sparkstack.cluster;

import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import java.time.Duration;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.UiTls;
import sparkstack.kubernetes.Volumes;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.UiSettings;

/**
 * The probes of master and workers that are scripts, which ask the master for its state.
 *
 * <p>After a startup probe has succeeded once, the kubelet does not run it again.
 */
final class RoleProbes {
  /** Whether the master has started and recovered. */
  private static final String IS_ALIVE = "master-is-alive";

  /** Whether the master takes applications. */
  private static final String MASTER_IS_READY = "master-is-ready";

  /** Whether the master has the worker, and no other worker is being decommissioned. */
  private static final String IS_REGISTERED = "worker-is-registered";

  /** Whether the worker can write to its disk. */
  private static final String WORKER_IS_READY = "worker-is-ready";

  /** Whether a web UI that asks for a login responds. */
  private static final String RESPONDS = "responds";

  /** Prints the state of a master or worker, for the scripts above. */
  private static final String STATE_PAGE = "state-page";

  /** The scheme of the master's web UI, for the scripts above. */
  private static final String MASTER_SCHEME = "master-scheme";

  /** The JVMs of a container, for scripts of workers. */
  private static final String JVMS = "jvms";

  /** Whether folders have space, for the scripts above. */
  private static final String HAS_SPACE = "has-space";

  /** How long a master may take to start and to recover. */
  private static final Duration MASTER = Duration.ofMinutes(5);

  /**
   * Longer than any decommissioning: the kubelet must not restart a worker that waits for others,
   * because it runs executors already. A worker that does not reach the master ends by itself, and
   * {@link RegistrationWatch} ends one that the master refuses.
   */
  private static final Duration WORKER = Duration.ofDays(30);

  private RoleProbes() {}

  /** Adds the scripts to the files of the master. */
  static RoleConfiguration addToMaster(
      RoleConfiguration configuration, UiSettings ui, String object) {
    return addResponds(addStatePage(configuration, ui, object), ui, object)
        .with(object, IS_ALIVE, Scripts.read(IS_ALIVE))
        .with(object, MASTER_IS_READY, Scripts.read(MASTER_IS_READY))
        .with(object, HAS_SPACE, Scripts.read(HAS_SPACE));
  }

  /** Adds the scripts to the files of the workers. */
  static RoleConfiguration addToWorkers(
      RoleConfiguration configuration, UiSettings ui, String object) {
    return addResponds(addStatePage(configuration, ui, object), ui, object)
        .with(object, IS_REGISTERED, Scripts.read(IS_REGISTERED))
        .with(object, JVMS, Scripts.read(JVMS))
        .with(object, WORKER_IS_READY, Scripts.read(WORKER_IS_READY))
        .with(object, HAS_SPACE, Scripts.read(HAS_SPACE));
  }

  /**
   * The scheme is in a file and not in the commands of the probes: another command would replace
   * the Deployment ({@link Probes#replacing}).
   */
  static RoleConfiguration addStatePage(
      RoleConfiguration configuration, UiSettings ui, String object) {
    return configuration
        .with(object, STATE_PAGE, Scripts.read(STATE_PAGE))
        .with(object, MASTER_SCHEME, UiTls.scheme(ui) + "\n");
  }

  private static RoleConfiguration addResponds(
      RoleConfiguration configuration, UiSettings ui, String object) {
    return ui.users().isPresent()
        ? configuration.with(object, RESPONDS, Scripts.read(RESPONDS))
        : configuration;
  }

  /** Succeeds as long as the master's web UI responds. */
  static ProbeArgs livenessOfMaster(UiSettings ui) {
    var scheme = UiTls.scheme(ui);
    return ui.users().isPresent() ? responds(Ports.MASTER_UI, scheme) : Probes.liveness(scheme);
  }

  /** Succeeds as long as the worker's web UI responds. */
  static ProbeArgs livenessOfWorkers(UiSettings ui) {
    return ui.users().isPresent() ? responds(Ports.WORKER_UI, Ports.UI) : Probes.liveness(Ports.UI);
  }

  /**
   * Whether the UI refuses the pod's secret does not matter: a restart would not change that, and
   * would cost running applications.
   */
  private static ProbeArgs responds(int port, String scheme) {
    return Probes.livenessBy(
        "bash", RoleConfiguration.path(RESPONDS), String.valueOf(port), scheme);
  }

  /** Succeeds once the master has started and recovered. */
  static ProbeArgs startupOfMaster() {
    return Probes.startup(MASTER, askMaster(IS_ALIVE));
  }

  /** Succeeds as long as the master takes applications. */
  static ProbeArgs readinessOfMaster() {
    return Probes.readiness(askMaster(MASTER_IS_READY));
  }

  private static String[] askMaster(String script) {
    return new String[] {
      "bash",
      RoleConfiguration.path(script),
      RecoveryVolume.MOUNT_PATH,
      String.valueOf(Ports.MASTER_UI)
    };
  }

  /**
   * Succeeds once the master has the worker, and no other worker is being decommissioned. So a
   * rollout replaces the next workers only after that.
   */
  static ProbeArgs startupOfWorkers(ClusterSettings settings) {
    return Probes.startup(
        WORKER,
        "bash",
        RoleConfiguration.path(IS_REGISTERED),
        Master.name(settings),
        String.valueOf(Ports.MASTER_UI));
  }

  /** Succeeds as long as the worker can write to its disk. */
  static ProbeArgs readinessOfWorkers() {
    return Probes.readiness(
        "bash",
        RoleConfiguration.path(WORKER_IS_READY),
        String.valueOf(Ports.WORKER_UI),
        Volumes.TEMPORARY_PATH,
        Volumes.WORK_PATH);
  }
}
