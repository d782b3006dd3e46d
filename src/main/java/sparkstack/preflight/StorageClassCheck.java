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
 * one. Their pods would wait for it. Users who may not read storage classes get no warning.
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
                    RecoveryVolume.claimName(settings, it),
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
    checkWorkers(settings, report);
  }

  /** Each worker has a claim of its own. Asks only before the first ones. */
  private void checkWorkers(ClusterSettings settings, Report report) {
    var name = settings.name() + "-worker";
    if (!isInState("apps/v1", "Deployment", settings, name)) {
      settings
          .workers()
          .role()
          .storage()
          .storageClass()
          .ifPresent(
              it -> checkClass(it, settings.keys().workerStorageClass(), "the workers", report));
    }
  }

  /** Asks only for new claims: a client of Kubernetes would make each preview slower. */
  private void check(ClusterSettings settings, Claim claim, Report report) {
    if (isInState("v1", "PersistentVolumeClaim", settings, claim.name())) {
      return;
    }
    var pods = "the pods that use the claim " + claim.name();
    claim
        .storageClass()
        .ifPresentOrElse(
            it -> checkClass(it, claim.classKey(), pods, report),
            () -> checkDefaultClass(claim, pods, report));
  }

  private boolean isInState(String apiVersion, String kind, ClusterSettings settings, String name) {
    var object = new ObjectName(apiVersion, kind, settings.namespace().name(), name);
    return state.uids().containsKey(object.toString());
  }

  private void checkDefaultClass(Claim claim, String pods, Report report) {
    try {
      if (!live.hasDefaultStorageClass()) {
        report.warning(
            "%s: the cluster has no default storage class, so %s would wait for a volume. %s."
                .formatted(claim.key(), pods, claim.advice()));
      }
    } catch (LookupException e) {
      // Many users may not list storage classes, and a preview works without a cluster.
    }
  }

  private void checkClass(String name, String classKey, String pods, Report report) {
    try {
      var object = new ObjectName("storage.k8s.io/v1", "StorageClass", "", name);
      if (live.find(object).isEmpty()) {
        report.warning(
            "%s: the cluster has no storage class \"%s\", so %s would wait for a volume. kubectl get storageclass lists the cluster's classes."
                .formatted(classKey, name, pods));
      }
    } catch (LookupException e) {
      // As for the default class.
    }
  }
}
