package sparkstack.preflight;

import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.settings.ClusterSettings;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

/**
 * Warns of claims that get no volume because the cluster has no default storage class. Their pods
 * would wait for it.
 */
record StorageClassCheck(LiveCluster live, StackState state) {
  void check(ClusterSettings settings, Report report) {
    var keys = settings.keys();
    settings
        .master()
        .recovery()
        .filter(it -> it.storageClass().isEmpty())
        .ifPresent(
            it ->
                check(
                    settings,
                    RecoveryVolume.claimName(settings),
                    keys.recovery(),
                    "Set %s, or set %s to none"
                        .formatted(keys.recoveryStorageClass(), keys.recovery()),
                    report));
    settings
        .dataVolume()
        .filter(it -> it.storageClass().isEmpty())
        .ifPresent(
            it ->
                check(
                    settings,
                    DataVolume.claimName(settings),
                    keys.dataVolumeSize(),
                    "Set %s".formatted(keys.dataVolumeStorageClass()),
                    report));
  }

  /** Asks only for new claims: a client of Kubernetes would make each preview slower. */
  private void check(
      ClusterSettings settings, String claim, String key, String advice, Report report) {
    var object = new ObjectName("v1", "PersistentVolumeClaim", settings.namespace().name(), claim);
    if (!state.uids().containsKey(object.toString()) && lacksDefault()) {
      report.warning(
          "%s: the cluster has no default storage class, so the pods that use the claim %s would wait for a volume. %s."
              .formatted(key, claim, advice));
    }
  }

  private boolean lacksDefault() {
    try {
      return !live.hasDefaultStorageClass();
    } catch (LookupException e) {
      // Many users may not list storage classes, and a preview works without a cluster.
      return false;
    }
  }
}
