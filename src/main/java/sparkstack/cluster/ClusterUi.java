package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Service;
import com.pulumi.kubernetes.core.v1.ServiceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceSpecArgs;
import com.pulumi.kubernetes.core.v1.outputs.ServiceSpec;
import com.pulumi.kubernetes.core.v1.outputs.ServiceStatus;
import com.pulumi.kubernetes.networking.v1.Ingress;
import com.pulumi.kubernetes.networking.v1.IngressArgs;
import com.pulumi.kubernetes.networking.v1.inputs.HTTPIngressPathArgs;
import com.pulumi.kubernetes.networking.v1.inputs.HTTPIngressRuleValueArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressBackendArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressServiceBackendArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressSpecArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressTLSArgs;
import com.pulumi.kubernetes.networking.v1.inputs.ServiceBackendPortArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.Optional;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Metadata;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.UiTls;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.IngressSettings;
import sparkstack.settings.UiServiceType;
import sparkstack.settings.UiSettings;

/**
 * The master's web UI, exposed outside of the cluster. It serves the pages of workers and drivers
 * too ({@link sparkstack.kubernetes.ReverseProxy}).
 */
final class ClusterUi {
  private static final String COMPONENT = "ui";

  /**
   * Ingress NGINX asks for the UI over TLS. Most other controllers know that from the name or the
   * protocol of the Service's port.
   */
  private static final Map<String, String> NGINX_TLS =
      Map.of("nginx.ingress.kubernetes.io/backend-protocol", "HTTPS");

  /** Replaces the URL in the preview of a change of the Service's type. */
  private static final String PENDING = "pending";

  private ClusterUi() {}

  private static String name(ClusterSettings settings) {
    return settings.name() + "-" + COMPONENT;
  }

  static Service service(String name, ClusterSettings settings, CustomResourceOptions options) {
    var ui = settings.ui();
    var spec =
        ServiceSpecArgs.builder()
            .type(ui.type().kubernetesName())
            .selector(Labels.selector(Master.COMPONENT, settings))
            .ports(port(ui));
    ui.loadBalancerClass().ifPresent(spec::loadBalancerClass);
    if (!ui.sourceRanges().isEmpty()) {
      spec.loadBalancerSourceRanges(ui.sourceRanges());
    }
    return new Service(
        name,
        ServiceArgs.builder()
            .metadata(
                Metadata.of(
                    settings,
                    COMPONENT,
                    name(settings),
                    Annotations.of(annotations(ui.type()), ui.annotations())))
            .spec(spec.build())
            .build(),
        options);
  }

  private static ServicePortArgs port(UiSettings ui) {
    var port =
        ServicePortArgs.builder()
            .name(UiTls.scheme(ui))
            .port(Ports.MASTER_UI)
            .targetPort(UiTls.scheme(ui));
    return ui.certificate().isPresent() ? port.appProtocol(Ports.SECURE_UI).build() : port.build();
  }

  /**
   * The plugin waits for a load balancer's address only. By default it would also wait ten minutes
   * for pods that are not ready; the program reports those much sooner.
   */
  private static Map<String, String> annotations(UiServiceType type) {
    return Annotations.of(
        Annotations.PROMPT_DELETION,
        type == UiServiceType.LOAD_BALANCER
            ? Annotations.LOAD_BALANCER_READY
            : Map.of(Annotations.SKIP_AWAIT, "true"));
  }

  /**
   * The UI's URL. It is unknown until the Service exists.
   *
   * <p>The id makes it unknown: for a Service that is to be created, a preview has a spec and a
   * status without the final port or address, but it has no id.
   */
  static Output<String> url(Service service, ClusterSettings settings) {
    var ui = settings.ui();
    if (ui.ingress().isPresent()) {
      return Output.of(ui.ingress().get().url());
    }
    var scheme = UiTls.scheme(ui);
    return Output.tuple(service.id(), service.spec(), service.status())
        .applyValue(
            known ->
                switch (ui.type()) {
                  case NODE_PORT -> nodePortUrl(scheme, ui.host(), known.t2);
                  case LOAD_BALANCER -> loadBalancerUrl(scheme, known.t3);
                  case CLUSTER_IP ->
                      "%s://%s.%s.svc:%d"
                          .formatted(
                              scheme, name(settings), settings.namespace().name(), Ports.MASTER_UI);
                });
  }

  /** Exposes the UI through the cluster's Ingress controller. */
  static Ingress ingress(
      String name,
      ClusterSettings settings,
      IngressSettings ingress,
      CustomResourceOptions options) {
    var spec =
        IngressSpecArgs.builder()
            .rules(
                IngressRuleArgs.builder()
                    .host(ingress.host())
                    .http(HTTPIngressRuleValueArgs.builder().paths(path(settings)).build())
                    .build());
    ingress.className().ifPresent(spec::ingressClassName);
    ingress
        .tlsSecret()
        .ifPresent(
            secret ->
                spec.tls(
                    IngressTLSArgs.builder().hosts(ingress.host()).secretName(secret).build()));
    return new Ingress(
        name,
        IngressArgs.builder()
            .metadata(
                Metadata.of(
                    settings,
                    COMPONENT,
                    name(settings),
                    Annotations.of(ingressAnnotations(settings), ingress.annotations())))
            .spec(spec.build())
            .build(),
        options);
  }

  /** The update does not depend on a controller that serves the Ingress, or on its address. */
  private static Map<String, String> ingressAnnotations(ClusterSettings settings) {
    var annotations =
        Annotations.of(Annotations.PROMPT_DELETION, Map.of(Annotations.SKIP_AWAIT, "true"));
    return settings.ui().certificate().isPresent()
        ? Annotations.of(annotations, NGINX_TLS)
        : annotations;
  }

  private static HTTPIngressPathArgs path(ClusterSettings settings) {
    return HTTPIngressPathArgs.builder()
        .path("/")
        .pathType("Prefix")
        .backend(
            IngressBackendArgs.builder()
                .service(
                    IngressServiceBackendArgs.builder()
                        .name(name(settings))
                        .port(
                            ServiceBackendPortArgs.builder()
                                .name(UiTls.scheme(settings.ui()))
                                .build())
                        .build())
                .build())
        .build();
  }

  private static String nodePortUrl(String scheme, String host, ServiceSpec spec) {
    return spec.ports().stream()
        .flatMap(port -> port.nodePort().stream())
        .findFirst()
        .map(port -> url(scheme, host, port))
        .orElse(PENDING);
  }

  private static String loadBalancerUrl(String scheme, Optional<ServiceStatus> status) {
    return status
        .flatMap(ServiceStatus::loadBalancer)
        .flatMap(loadBalancer -> loadBalancer.ingress().stream().findFirst())
        .flatMap(ingress -> ingress.hostname().or(ingress::ip))
        .map(host -> url(scheme, host, Ports.MASTER_UI))
        .orElse(PENDING);
  }

  /**
   * The URL of a host and port. A URL needs brackets around an IPv6 address, which Services and
   * users omit.
   */
  static String url(String scheme, String host, int port) {
    var isBareIpv6 = host.contains(":") && !host.startsWith("[");
    return "%s://%s:%d".formatted(scheme, isBareIpv6 ? "[" + host + "]" : host, port);
  }
}
