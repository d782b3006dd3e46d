package sparkstack.cluster;

import java.util.List;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.settings.ClusterSettings;

/**
 * Ends a worker that the master does not list, so that the kubelet starts another one. Spark itself
 * lets such a worker try for about a quarter of an hour, maybe at the address of a master that is
 * gone.
 *
 * <p>The script is in the ConfigMap and not in the image, so that an image of another release of
 * this program works too.
 */
final class RegistrationWatch {
  /** Starts a worker, and asks the master from time to time whether it lists the worker. */
  private static final String START = "watching-registration";

  private RegistrationWatch() {}

  /** Adds the script to the files of the worker, which has those of {@link RoleProbes}. */
  static RoleConfiguration addScript(RoleConfiguration configuration, String object) {
    return configuration.with(object, START, Scripts.read(START));
  }

  /** The command before the worker's own. */
  static List<String> command(ClusterSettings settings) {
    return List.of(
        "bash",
        RoleConfiguration.path(START),
        Master.name(settings),
        String.valueOf(Ports.MASTER_UI),
        String.valueOf(Ports.WORKER_UI));
  }
}
