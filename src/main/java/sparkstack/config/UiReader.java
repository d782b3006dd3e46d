package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sparkstack.settings.IngressSettings;
import sparkstack.settings.UiServiceType;
import sparkstack.settings.UiSettings;

/** Reads how the master's web UI is reached: by its Service, and by an Ingress before that. */
record UiReader(ConfigValues values) {
  private static final String HOST = "localhost";

  /**
   * Spark's pages look for these between the slashes of their URL, to find the REST API
   * (SPARK-34659).
   */
  private static final Set<String> WORDS_OF_SPARK = Set.of("proxy", "history");

  UiSettings read() {
    var type = values.optional("uiServiceType", Syntax.UI_SERVICE_TYPE);
    var host = values.required("uiHost", HOST, Syntax.HOST);
    var annotations =
        new MetadataReader(values)
            .annotations(
                "uiServiceAnnotations",
                "external-dns.alpha.kubernetes.io/hostname",
                "spark.example.com");
    var loadBalancerClass =
        values.optional("uiLoadBalancerClass", Syntax.LABEL_KEY.like("service.k8s.aws/nlb"));
    var sourceRanges = values.list("uiLoadBalancerSourceRanges", List.of(), Syntax.ADDRESS_RANGE);
    var ingress = ingress();
    checkIsOnlyWayIn(type, ingress);
    var ui =
        new UiSettings(
            type.orElse(
                ingress.isPresent() ? UiServiceType.CLUSTER_IP : UiServiceType.LOAD_BALANCER),
            host,
            annotations,
            loadBalancerClass,
            sourceRanges,
            ingress);
    checkAgainstType(ui);
    return ui;
  }

  private Optional<IngressSettings> ingress() {
    var host = values.optional("uiIngressHost", Syntax.DNS_NAME);
    var className = values.optional("uiIngressClass", Syntax.OBJECT_NAME.like("nginx"));
    var tlsSecret = values.optional("uiIngressTlsSecret", Syntax.OBJECT_NAME.like("spark-tls"));
    var annotations =
        new MetadataReader(values)
            .annotations("uiIngressAnnotations", "cert-manager.io/cluster-issuer", "letsencrypt");
    host.filter(WORDS_OF_SPARK::contains).ifPresent(this::rejectWord);
    values.requireFor("uiIngressHost", "uiIngressClass", "uiIngressTlsSecret");
    if (!annotations.isEmpty()) {
      values.requireTogether("uiIngressHost", "uiIngressAnnotations");
    }
    return host.map(it -> new IngressSettings(it, className, tlsSecret, annotations));
  }

  private void rejectWord(String host) {
    values.reject(
        "uiIngressHost",
        host,
        "another name, such as %s.example.com: Spark's pages take /%s/ anywhere in their URL for a part of the path"
            .formatted(host, host));
  }

  private void checkIsOnlyWayIn(Optional<UiServiceType> type, Optional<IngressSettings> ingress) {
    if (ingress.isPresent() && type.filter(UiServiceType.LOAD_BALANCER::equals).isPresent()) {
      values.reject(
          "uiServiceType",
          "LoadBalancer",
          "ClusterIP or NodePort with %s: it would be a second way in, past the Ingress"
              .formatted(values.name("uiIngressHost")));
    }
  }

  private void checkAgainstType(UiSettings ui) {
    if (!values.areRight("uiServiceType")) {
      return;
    }
    if (ui.loadBalancerClass().isPresent()) {
      checkIsLoadBalancer("uiLoadBalancerClass", ui.type());
    }
    if (!ui.sourceRanges().isEmpty()) {
      checkIsLoadBalancer("uiLoadBalancerSourceRanges", ui.type());
    }
    if (ui.type() != UiServiceType.NODE_PORT && !ui.host().equals(HOST)) {
      values.warnWithout("uiServiceType", "NodePort", "uiHost");
    }
  }

  /** Kubernetes refuses the class for another type, and does nothing with the ranges. */
  private void checkIsLoadBalancer(String key, UiServiceType type) {
    if (type != UiServiceType.LOAD_BALANCER) {
      values.reject(
          key,
          "must be left out with a Service of type %s: it is for %s LoadBalancer"
              .formatted(type.kubernetesName(), values.name("uiServiceType")));
    }
  }
}
