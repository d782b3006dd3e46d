package sparkstack.config;

import java.util.Optional;
import java.util.Set;
import sparkstack.settings.IngressSettings;
import sparkstack.settings.UiServiceType;
import sparkstack.settings.UiSettings;

/** Reads the settings of the Service and the Ingress that expose the master's web UI. */
record UiReader(ConfigValues values) {
  /**
   * Words that Spark's pages search for between the slashes of their URL, to find the REST API
   * (SPARK-34659).
   */
  private static final Set<String> WORDS_OF_SPARK = Set.of("proxy", "history");

  UiSettings read() {
    var type = values.get(UiKeys.SERVICE_TYPE);
    var host = values.get(UiKeys.HOST);
    var annotations = new MetadataReader(values).annotations(UiKeys.SERVICE_ANNOTATIONS);
    var loadBalancerClass = values.get(UiKeys.LOAD_BALANCER_CLASS);
    var sourceRanges = values.get(UiKeys.LOAD_BALANCER_SOURCE_RANGES);
    var ingress = ingress();
    checkDoesNotBypass(type, ingress);
    var certificate = values.get(UiKeys.TLS);
    var users = values.get(UiKeys.USERS);
    var ui =
        new UiSettings(
            type.orElse(
                ingress.isPresent() ? UiServiceType.CLUSTER_IP : UiServiceType.LOAD_BALANCER),
            host,
            annotations,
            loadBalancerClass,
            sourceRanges,
            ingress,
            certificate,
            users);
    checkAgainstType(ui);
    checkAccess(ui);
    return ui;
  }

  private Optional<IngressSettings> ingress() {
    var host = values.get(UiKeys.INGRESS_HOST);
    var className = values.get(UiKeys.INGRESS_CLASS);
    var tlsSecret = values.get(UiKeys.INGRESS_TLS_SECRET);
    var annotations = new MetadataReader(values).annotations(UiKeys.INGRESS_ANNOTATIONS);
    host.filter(WORDS_OF_SPARK::contains).ifPresent(this::rejectWord);
    values.requireFor(UiKeys.INGRESS_HOST, UiKeys.INGRESS_CLASS, UiKeys.INGRESS_TLS_SECRET);
    if (!annotations.isEmpty()) {
      values.requireTogether(UiKeys.INGRESS_HOST, UiKeys.INGRESS_ANNOTATIONS);
    }
    return host.map(it -> new IngressSettings(it, className, tlsSecret, annotations));
  }

  private void rejectWord(String host) {
    values.reject(
        UiKeys.INGRESS_HOST,
        host,
        "another name, such as %s.example.com: Spark's pages treat /%s/ anywhere in their URL as a part of the path"
            .formatted(host, host));
  }

  private void checkDoesNotBypass(Optional<UiServiceType> type, Optional<IngressSettings> ingress) {
    if (ingress.isPresent() && type.filter(UiServiceType.LOAD_BALANCER::equals).isPresent()) {
      values.reject(
          UiKeys.SERVICE_TYPE,
          "LoadBalancer",
          "ClusterIP or NodePort with %s: a load balancer would bypass the Ingress"
              .formatted(values.name(UiKeys.INGRESS_HOST)));
    }
  }

  private void checkAccess(UiSettings ui) {
    if (ui.certificate().isPresent()
        && ui.ingress().filter(it -> it.tlsSecret().isEmpty()).isPresent()
        && values.areRight(UiKeys.INGRESS_TLS_SECRET)) {
      values.reject(
          UiKeys.INGRESS_TLS_SECRET,
          "must be set with %s and %s: the redirects of a UI with TLS lead to https"
              .formatted(values.name(UiKeys.TLS), values.name(UiKeys.INGRESS_HOST)));
    }
    if (ui.users().isPresent()
        && !values.get(ClusterKeys.AUTHENTICATION)
        && values.areRight(ClusterKeys.AUTHENTICATION)) {
      values.reject(
          UiKeys.USERS,
          "must be left out without %s: the master asks workers and drivers for their pages with a token from that secret"
              .formatted(values.name(ClusterKeys.AUTHENTICATION)));
    }
    if (ui.users().isPresent() && !isEncrypted(ui) && values.areRight(UiKeys.SERVICE_TYPE)) {
      values.warn(
          UiKeys.USERS,
          "browsers send the passwords in plain text: set %s or %s, unless TLS ends at a load balancer"
              .formatted(values.name(UiKeys.TLS), values.name(UiKeys.INGRESS_TLS_SECRET)));
    }
    if (ui.certificate().isPresent() && RecoveryReader.isOff(values)) {
      values.warn(
          UiKeys.TLS,
          "with %s none, the master does not restart when the certificate is renewed: delete its pod when no application runs"
              .formatted(values.name(MasterKeys.RECOVERY)));
    }
  }

  /** A Service without a way in from outside is used through {@code kubectl port-forward}. */
  private static boolean isEncrypted(UiSettings ui) {
    return ui.certificate().isPresent()
        || ui.ingress()
            .map(it -> it.tlsSecret().isPresent())
            .orElse(ui.type() == UiServiceType.CLUSTER_IP);
  }

  private void checkAgainstType(UiSettings ui) {
    if (!values.areRight(UiKeys.SERVICE_TYPE)) {
      return;
    }
    if (ui.loadBalancerClass().isPresent()) {
      checkIsLoadBalancer(UiKeys.LOAD_BALANCER_CLASS, ui.type());
    }
    if (!ui.sourceRanges().isEmpty()) {
      checkIsLoadBalancer(UiKeys.LOAD_BALANCER_SOURCE_RANGES, ui.type());
    }
    if (ui.type() != UiServiceType.NODE_PORT && values.isChanged(UiKeys.HOST)) {
      values.warnWithout(UiKeys.SERVICE_TYPE, "NodePort", UiKeys.HOST);
    }
  }

  /** For another type, Kubernetes does not accept a class and ignores the ranges. */
  private void checkIsLoadBalancer(Key<?> key, UiServiceType type) {
    if (type != UiServiceType.LOAD_BALANCER) {
      values.reject(
          key,
          "must be left out with a Service of type %s: it applies only to %s LoadBalancer"
              .formatted(type.kubernetesName(), values.name(UiKeys.SERVICE_TYPE)));
    }
  }
}
