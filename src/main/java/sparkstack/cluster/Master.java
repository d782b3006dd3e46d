package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentStrategyArgs;
import com.pulumi.kubernetes.core.v1.Service;
import com.pulumi.kubernetes.core.v1.ServiceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceSpecArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.Security;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.CpuQuantity;

/** The master and the Service that workers and drivers find it by. */
public final class Master {
  /** The role, as a label. */
  static final String COMPONENT = "master";

  private static final String NAME = "spark-master";

  /** It schedules and serves its UI, which takes little. */
  private static final CpuQuantity CPU_REQUEST = new CpuQuantity(100);

  private Master() {}

  /** The master's URL for pods in its own namespace. */
  public static String url() {
    return "spark://%s:%d".formatted(NAME, Ports.MASTER);
  }

  /** The master's URL for pods in any namespace. */
  static String urlFromAnyNamespace(ClusterSettings settings) {
    return "spark://%s.%s.svc:%d".formatted(NAME, settings.namespace(), Ports.MASTER);
  }

  static Service service(String name, ClusterSettings settings, CustomResourceOptions options) {
    return new Service(
        name,
        ServiceArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(settings.namespace())
                    .name(NAME)
                    .labels(Labels.of(COMPONENT, settings.sparkVersion()))
                    .annotations(
                        Map.of(
                            // Pulumi would watch its endpoints for ten seconds, and the workers,
                            // which come after it, would start that much later. The Deployment
                            // awaits the pod.
                            Annotations.SKIP_AWAIT,
                            "true",
                            // As for the UI's Service (pulumi-kubernetes#3317).
                            Annotations.DELETION_PROPAGATION,
                            "background"))
                    .build())
            .spec(
                ServiceSpecArgs.builder()
                    .type("ClusterIP")
                    .selector(Labels.selector(COMPONENT))
                    .ports(
                        ServicePortArgs.builder()
                            .name(Ports.RPC)
                            .port(Ports.MASTER)
                            .targetPort(Ports.RPC)
                            .build(),
                        ServicePortArgs.builder()
                            .name(Ports.UI)
                            .port(Ports.MASTER_UI)
                            .targetPort(Ports.UI)
                            .build())
                    .build())
            .build(),
        options);
  }

  static Deployment deployment(
      String name, ClusterSettings settings, Output<String> image, CustomResourceOptions options) {
    return new Deployment(
        name,
        DeploymentArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(settings.namespace())
                    .name(NAME)
                    .labels(Labels.of(COMPONENT, settings.sparkVersion()))
                    .build())
            .spec(
                DeploymentSpecArgs.builder()
                    .replicas(1)
                    // Never two at a time: half of the workers would register with the one that
                    // is about to go.
                    .strategy(DeploymentStrategyArgs.builder().type("Recreate").build())
                    .selector(
                        LabelSelectorArgs.builder().matchLabels(Labels.selector(COMPONENT)).build())
                    .template(
                        PodTemplateSpecArgs.builder()
                            .metadata(
                                ObjectMetaArgs.builder()
                                    .labels(Labels.of(COMPONENT, settings.sparkVersion()))
                                    .build())
                            .spec(pod(image))
                            .build())
                    .build())
            .build(),
        options);
  }

  private static PodSpecArgs pod(Output<String> image) {
    return PodSpecArgs.builder()
        .automountServiceAccountToken(false)
        // The links of Service spark-master would define SPARK_MASTER_PORT as tcp://…, which
        // Spark reads as its port number, and dies of.
        .enableServiceLinks(false)
        .securityContext(Security.pod())
        .containers(container(image))
        .build();
  }

  private static ContainerArgs container(Output<String> image) {
    return ContainerArgs.builder()
        .name(COMPONENT)
        .image(image)
        .imagePullPolicy("IfNotPresent")
        .args(
            "spark-class",
            "org.apache.spark.deploy.master.Master",
            // The pod's address, not the Service's: a process cannot bind to that one.
            "--host",
            Environment.POD_IP_REFERENCE,
            "--port",
            String.valueOf(Ports.MASTER),
            "--webui-port",
            String.valueOf(Ports.MASTER_UI))
        .env(
            Environment.podIp(),
            Environment.variable(Environment.DAEMON_MEMORY, ContainerMemory.MASTER_HEAP.toSpark()),
            Environment.variable(Environment.DAEMON_JAVA_OPTIONS, javaOptions()))
        .ports(
            ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.MASTER).build(),
            ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.MASTER_UI).build())
        .resources(Resources.of(CPU_REQUEST, ContainerMemory.ofMaster()))
        .startupProbe(Probes.startup())
        .readinessProbe(Probes.readiness())
        .securityContext(Security.container())
        .terminationMessagePolicy("FallbackToLogsOnError")
        .build();
  }

  private static String javaOptions() {
    return String.join(
        " ",
        "-Dspark.ui.reverseProxy=true",
        // On by default since Spark 4.1 (SPARK-51165), and whoever reaches it runs what they like.
        "-Dspark.master.rest.enabled=false");
  }
}
