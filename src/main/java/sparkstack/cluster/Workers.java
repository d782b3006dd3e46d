package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.Security;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.WorkerSettings;

/** The workers, which run the executors of every application. */
final class Workers {
  private static final String COMPONENT = "worker";
  private static final String NAME = "spark-worker";

  private Workers() {}

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
                    .replicas(settings.workers().replicas())
                    .selector(
                        LabelSelectorArgs.builder().matchLabels(Labels.selector(COMPONENT)).build())
                    .template(
                        PodTemplateSpecArgs.builder()
                            .metadata(
                                ObjectMetaArgs.builder()
                                    .labels(Labels.of(COMPONENT, settings.sparkVersion()))
                                    .build())
                            .spec(pod(settings, image))
                            .build())
                    .build())
            .build(),
        options);
  }

  private static PodSpecArgs pod(ClusterSettings settings, Output<String> image) {
    var pod =
        PodSpecArgs.builder()
            .automountServiceAccountToken(false)
            .enableServiceLinks(false)
            .securityContext(Security.pod())
            .containers(container(settings, image));
    settings.dataVolume().ifPresent(volume -> pod.volumes(DataVolume.volume()));
    return pod.build();
  }

  private static ContainerArgs container(ClusterSettings settings, Output<String> image) {
    var workers = settings.workers();
    var container =
        ContainerArgs.builder()
            .name(COMPONENT)
            .image(image)
            .imagePullPolicy("IfNotPresent")
            .args(
                "spark-class",
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                Environment.POD_IP_REFERENCE,
                "--port",
                String.valueOf(Ports.WORKER),
                "--webui-port",
                String.valueOf(Ports.WORKER_UI),
                "--cores",
                String.valueOf(workers.cores()),
                "--memory",
                workers.memory().toSpark(),
                Master.url())
            .env(
                Environment.podIp(),
                Environment.variable(
                    Environment.DAEMON_MEMORY, ContainerMemory.WORKER_HEAP.toSpark()),
                Environment.variable(Environment.DAEMON_JAVA_OPTIONS, javaOptions()))
            .ports(
                ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.WORKER).build(),
                ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.WORKER_UI).build())
            .resources(resources(workers))
            .startupProbe(Probes.startup())
            .readinessProbe(Probes.readiness())
            .securityContext(Security.container())
            .terminationMessagePolicy("FallbackToLogsOnError");
    settings.dataVolume().ifPresent(volume -> container.volumeMounts(DataVolume.mount()));
    return container.build();
  }

  private static ResourceRequirementsArgs resources(WorkerSettings workers) {
    return Resources.of(workers.cpuRequest(), ContainerMemory.ofWorker(workers.memory()));
  }

  private static String javaOptions() {
    return String.join(
        " ",
        "-Dspark.ui.reverseProxy=true",
        // To the Service, when a master is gone, and so to its successor. By default a worker asks
        // for minutes at the address that the master itself gave, which was its pod's.
        "-Dspark.worker.preferConfiguredMasterAddress=true");
  }
}
