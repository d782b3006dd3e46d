package sparkstack.preflight;

import java.util.Optional;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.settings.ClusterSettings;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

/**
 * Warns of claims that get no volume: the cluster has no default storage class, or not the named
 * one. Their pods would wait for it.
 */
record StorageClassCheck(LiveCluster live, StackState state) {
  /**
   * A claim, and the keys that decide its class.
   *
   * @param key that creates the claim
   * @param classKey that names its storage class
   * @param advice what to do if there is no default class
   */
  private record Claim(
      String name, Optional<String> storageClass, String key, String classKey, String advice) {}

  void check(ClusterSettings settings, Report report) {
    var keys = settings.keys();
    settings
        .master()
        .recovery()
        .map(
            it ->
                new Claim(
                    RecoveryVolume.claimName(settings),
                    it.storageClass(),
                    keys.recovery(),
                    keys.recoveryStorageClass(),
                    "Set %s, or set %s to none"
                        .formatted(keys.recoveryStorageClass(), keys.recovery())))
        .ifPresent(it -> check(settings, it, report));
    settings
        .dataVolume()
        .map(
            it ->
                new Claim(
                    DataVolume.claimName(settings),
                    it.storageClass(),
                    keys.dataVolumeSize(),
                    keys.dataVolumeStorageClass(),
                    "Set " + keys.dataVolumeStorageClass()))
        .ifPresent(it -> check(settings, it, report));
  }

  /** Asks only for new claims: a client of Kubernetes would make each preview slower. */
  private void check(ClusterSettings settings, Claim claim, Report report) {
    var object =
        new ObjectName("v1", "PersistentVolumeClaim", settings.namespace().name(), claim.name());
    if (state.uids().containsKey(object.toString())) {
      return;
    }
    try {
      warning(claim).ifPresent(report::warning);
    } catch (LookupException e) {
      // Many users may not list storage classes, and a preview works without a cluster.
    }
  }

  private Optional<String> warning(Claim claim) throws LookupException {
    if (claim.storageClass().isEmpty()) {
      return live.hasDefaultStorageClass()
          ? Optional.empty()
          : Optional.of(
              "%s: the cluster has no default storage class, so the pods that use the claim %s would wait for a volume. %s."
                  .formatted(claim.key(), claim.name(), claim.advice()));
    }
    var name = claim.storageClass().get();
    return live.find(new ObjectName("storage.k8s.io/v1", "StorageClass", "", name)).isPresent()
        ? Optional.empty()
        : Optional.of(
            "%s: the cluster has no storage class \"%s\", so the pods that use the claim %s would wait for a volume. kubectl get storageclass lists the cluster's classes."
                .formatted(claim.classKey(), name, claim.name()));
  }
}
