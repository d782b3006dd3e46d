package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Service;
import com.pulumi.kubernetes.core.v1.ServiceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceSpecArgs;
import com.pulumi.kubernetes.core.v1.outputs.ServiceSpec;
import com.pulumi.kubernetes.core.v1.outputs.ServiceStatus;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.Optional;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ports;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.UiServiceType;
import sparkstack.settings.UiSettings;

/**
 * The master's web UI, exposed outside of the cluster.
 *
 * <p>The UIs of workers and drivers are reached through it: all roles have spark.ui.reverseProxy,
 * so that its links don't lead to addresses of pods.
 */
final class ClusterUi {
  private static final String COMPONENT = "ui";
  private static final String NAME = "spark-ui";

  /** In place of a URL in the preview of a change of the Service's type. */
  private static final String PENDING = "pending";

  private ClusterUi() {}

  static Service service(String name, ClusterSettings settings, CustomResourceOptions options) {
    return new Service(
        name,
        ServiceArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(settings.namespace())
                    .name(NAME)
                    .labels(Labels.of(COMPONENT, settings.sparkVersion()))
                    // With foreground, the default, the plugin may miss that the Service is gone,
                    // and wait for ten minutes (pulumi-kubernetes#3317).
                    .annotations(Map.of(Annotations.DELETION_PROPAGATION, "background"))
                    .build())
            .spec(
                ServiceSpecArgs.builder()
                    .type(settings.ui().type().kubernetesName())
                    .selector(Labels.selector(Master.COMPONENT))
                    .ports(
                        ServicePortArgs.builder()
                            .name(Ports.UI)
                            .port(Ports.MASTER_UI)
                            .targetPort(Ports.UI)
                            .build())
                    .build())
            .build(),
        options);
  }

  /**
   * The UI's URL, unknown while the Service does not exist.
   *
   * <p>The id is there for that: a preview makes up a spec and a status for a Service that is to be
   * created, without the port or address that it will have, but no id.
   */
  static Output<String> url(Service service, UiSettings settings) {
    return Output.tuple(service.id(), service.spec(), service.status())
        .applyValue(
            known ->
                settings.type() == UiServiceType.NODE_PORT
                    ? nodePortUrl(settings.host(), known.t2)
                    : loadBalancerUrl(known.t3));
  }

  private static String nodePortUrl(String host, ServiceSpec spec) {
    return spec.ports().stream()
        .flatMap(port -> port.nodePort().stream())
        .findFirst()
        .map(port -> "http://%s:%d".formatted(host, port))
        .orElse(PENDING);
  }

  private static String loadBalancerUrl(Optional<ServiceStatus> status) {
    return status
        .flatMap(ServiceStatus::loadBalancer)
        .flatMap(loadBalancer -> loadBalancer.ingress().stream().findFirst())
        .flatMap(ingress -> ingress.hostname().or(ingress::ip))
        .map(host -> "http://%s:%d".formatted(host, Ports.MASTER_UI))
        .orElse(PENDING);
  }
}
