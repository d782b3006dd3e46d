package sparkstack.e2e.chaos;

import java.time.Instant;
import sparkstack.e2e.support.MasterPage;

/** Stops half of the workers, and starts as many when the application has ended. */
final class ScaleIn implements Damage {
  @Override
  public DamageInProgress begin(Cluster cluster, double moment) {
    var began = Instant.now();
    cluster.namespace().scaleWorkers(Cluster.WORKERS / 2);
    return DamageInProgress.done(began);
  }

  @Override
  public void undo(Cluster cluster) {
    MasterPage.awaitAliveWorkers(cluster.uiUrl(), Cluster.WORKERS / 2);
    cluster.namespace().scaleWorkers(Cluster.WORKERS);
  }
}
