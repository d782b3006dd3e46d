package sparkstack.preflight;

import com.pulumi.exceptions.RunException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.state.StackState;

/**
 * Asks the Kubernetes cluster before the program registers a resource: who owns the objects,
 * whether it can make their volumes, and whether it enforces their NetworkPolicies. A preview
 * reports the answers, and an update without a preview changes nothing.
 */
public final class Preflight {
  private final Optional<LiveCluster> live;
  private final StackState state;
  private final boolean isPreview;

  private Preflight(Optional<LiveCluster> live, StackState state, boolean isPreview) {
    this.live = live;
    this.state = state;
    this.isPreview = isPreview;
  }

  /**
   * The checks of a cluster.
   *
   * @param state the objects that the stack has made
   * @param isPreview whether Pulumi runs the program for a preview
   */
  public static Preflight in(LiveCluster live, StackState state, boolean isPreview) {
    return new Preflight(Optional.of(live), state, isPreview);
  }

  /** Checks nothing, for tests and for manifests. */
  public static Preflight none() {
    return new Preflight(Optional.empty(), StackState.EMPTY, true);
  }

  /**
   * Checks all Spark clusters of the stack.
   *
   * @param clusters settings of each cluster, by any name
   * @param drivers settings of each cluster's driver, by the same name
   * @return warnings
   * @throws RunException with each object of another owner, and what the user can do
   */
  public List<String> check(
      Map<String, ClusterSettings> clusters, Map<String, DriverSettings> drivers) {
    var report = new Report();
    live.ifPresent(
        it ->
            clusters.forEach(
                (name, settings) ->
                    check(it, settings, Optional.ofNullable(drivers.get(name)), report)));
    return report.warnings();
  }

  private void check(
      LiveCluster live, ClusterSettings settings, Optional<DriverSettings> driver, Report report) {
    var objects = ClusterObjects.of(settings, driver);
    if (new OwnershipCheck(live, state, isPreview).check(settings, objects, report)) {
      new StorageClassCheck(live, state).check(settings, report);
      new NetworkPolicyCheck(live, state).check(settings, report);
    }
  }
}
