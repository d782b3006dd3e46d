package sparkstack.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Ownership;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.state.ObjectName;

/**
 * The objects of a cluster with names from its settings. Another owner may have objects with these
 * names.
 */
final class ClusterObjects {
  private ClusterObjects() {}

  /** Lists the objects, without the ConfigMaps of roles: their names depend on their content. */
  static List<ObjectName> of(ClusterSettings cluster, Optional<DriverSettings> driver) {
    var objects = new ArrayList<ObjectName>();
    var namespace = cluster.namespace().name();
    if (cluster.namespace().created()) {
      objects.add(new ObjectName("v1", "Namespace", "", namespace));
    }
    objects.add(new ObjectName("v1", "ConfigMap", namespace, Ownership.claimName(cluster)));
    for (var role : List.of("master", "worker")) {
      objects.add(named("apps/v1", "Deployment", cluster, "-" + role));
      objects.add(named("policy/v1", "PodDisruptionBudget", cluster, "-" + role));
    }
    for (var service : List.of("master", "ui")) {
      objects.add(named("v1", "Service", cluster, "-" + service));
    }
    objects.add(named("batch/v1", "Job", cluster, "-trial"));
    driver.ifPresent(it -> objects.add(named("batch/v1", "Job", cluster, "-" + it.name())));
    if (cluster.serviceAccount().isEmpty()) {
      objects.add(named("v1", "ServiceAccount", cluster, ""));
    }
    cluster
        .authentication()
        .ifPresent(
            it -> objects.add(named("v1", "Secret", cluster, "-authentication-" + it.rotation())));
    if (cluster.networkPolicy().isPresent()) {
      for (var suffix : List.of("", "-master", "-worker", "-driver")) {
        objects.add(named("networking.k8s.io/v1", "NetworkPolicy", cluster, suffix));
      }
    }
    if (cluster.pull().credentials().isPresent()) {
      objects.add(named("v1", "Secret", cluster, "-registry"));
    }
    cluster
        .master()
        .recovery()
        .ifPresent(it -> objects.add(claim(cluster, RecoveryVolume.claimName(cluster, it))));
    if (cluster.dataVolume().isPresent()) {
      objects.add(claim(cluster, DataVolume.claimName(cluster)));
    }
    if (cluster.ui().ingress().isPresent()) {
      objects.add(named("networking.k8s.io/v1", "Ingress", cluster, "-ui"));
    }
    if (cluster.workers().autoscaling().isPresent()) {
      objects.add(named("autoscaling/v2", "HorizontalPodAutoscaler", cluster, "-worker"));
    }
    return objects;
  }

  private static ObjectName claim(ClusterSettings cluster, String name) {
    return new ObjectName("v1", "PersistentVolumeClaim", cluster.namespace().name(), name);
  }

  private static ObjectName named(
      String apiVersion, String kind, ClusterSettings cluster, String suffix) {
    return new ObjectName(apiVersion, kind, cluster.namespace().name(), cluster.name() + suffix);
  }
}
