package sparkstack.cluster;

import java.time.Duration;
import java.util.List;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.settings.ClusterSettings;

/**
 * Ends a driver whose application the master has forgotten, for example because the new master has
 * another version of Spark. Spark itself lets such a driver wait without an end.
 *
 * <p>The script is in the ConfigMap and not in the image, so that an image of another release of
 * this program works too.
 */
public final class MasterWatch {
  /** Starts a driver, and asks the master from time to time whether it knows the application. */
  private static final String START = "watching-master";

  private MasterWatch() {}

  /**
   * Adds the scripts to the files of a driver.
   *
   * @param object prefix of the ConfigMap's name
   */
  public static RoleConfiguration addScripts(
      RoleConfiguration configuration, ClusterSettings cluster, String object) {
    return RoleProbes.addStatePage(configuration, cluster.ui(), object)
        .with(object, START, Scripts.read(START));
  }

  /**
   * The command before the driver's own.
   *
   * @param gracePeriod how long the driver may take to end, as Kubernetes gives it
   */
  public static List<String> command(ClusterSettings cluster, Duration gracePeriod) {
    return List.of(
        "bash",
        RoleConfiguration.path(START),
        Master.name(cluster),
        String.valueOf(Ports.MASTER_UI),
        Master.url(cluster),
        String.valueOf(Ports.DRIVER_UI),
        String.valueOf(gracePeriod.toSeconds()));
  }
}
