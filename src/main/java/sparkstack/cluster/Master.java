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
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServicePortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceSpecArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Metadata;
import sparkstack.kubernetes.Placement;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.ReverseProxy;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.RolePod;
import sparkstack.kubernetes.Timeouts;
import sparkstack.kubernetes.UiAccess;
import sparkstack.kubernetes.UiTls;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.MasterSettings;
import sparkstack.settings.UiSettings;

/** The master, and the Service through which workers and drivers reach it. */
public final class Master {
  /** The value of the component label. */
  static final String COMPONENT = "master";

  private Master() {}

  /** The master's URL for pods in its own namespace. */
  public static String url(ClusterSettings settings) {
    return "spark://%s:%d".formatted(name(settings), Ports.MASTER);
  }

  /** The master's URL for pods in any namespace. */
  static String urlFromAnyNamespace(ClusterSettings settings) {
    return "spark://%s.%s.svc:%d"
        .formatted(name(settings), settings.namespace().name(), Ports.MASTER);
  }

  /** The name of the Deployment and of the Service. */
  public static String name(ClusterSettings settings) {
    return settings.name() + "-" + COMPONENT;
  }

  /** The files that the master reads. */
  static RoleConfiguration configuration(ClusterSettings settings) {
    var role = settings.master().role();
    var properties = new TreeMap<>(UiAccess.DEFAULTS);
    properties.putAll(role.properties());
    properties.putAll(ReverseProxy.PROPERTIES);
    properties.putAll(Authentication.properties(settings));
    properties.putAll(UiTls.properties(settings.ui()));
    properties.putAll(UiAccess.masterProperties(settings.ui()));
    // Enabled by default since Spark 4.1 (SPARK-51165). Anyone who can reach it can run any code.
    properties.put("spark.master.rest.enabled", "false");
    settings.master().recovery().ifPresent(it -> MasterRecovery.addProperties(properties));
    var configuration =
        RoleProbes.addToMaster(
            RoleConfiguration.of(COMPONENT, name(settings), properties, role.logLevels()),
            settings.ui(),
            name(settings));
    configuration = MasterUi.addScript(configuration, settings.ui(), name(settings));
    return settings.master().recovery().isPresent()
        ? MasterRecovery.addScript(configuration, name(settings))
        : configuration;
  }

  static Service service(String name, ClusterSettings settings, CustomResourceOptions options) {
    return new Service(
        name,
        ServiceArgs.builder()
            .metadata(
                Metadata.of(
                    settings,
                    COMPONENT,
                    name(settings),
                    Map.of(
                        // Pulumi would watch the Service's endpoints for ten seconds, and
                        // the workers, which depend on the Service, would start that much
                        // later. The Deployment awaits the pod.
                        Annotations.SKIP_AWAIT,
                        "true",
                        // The same as for the UI's Service (pulumi-kubernetes#3317).
                        Annotations.DELETION_PROPAGATION,
                        "background")))
            .spec(
                ServiceSpecArgs.builder()
                    .type("ClusterIP")
                    .selector(Labels.selector(COMPONENT, settings))
                    // A master is ready once it has recovered. Until then, its workers and drivers
                    // need its address to reconnect.
                    .publishNotReadyAddresses(true)
                    .ports(
                        ServicePortArgs.builder()
                            .name(Ports.RPC)
                            .port(Ports.MASTER)
                            .targetPort(Ports.RPC)
                            .build(),
                        ServicePortArgs.builder()
                            .name(UiTls.scheme(settings.ui()))
                            .port(Ports.MASTER_UI)
                            .targetPort(UiTls.scheme(settings.ui()))
                            .build())
                    .build())
            .build(),
        options);
  }

  /**
   * @param configuration from {@link #configuration}
   * @param secret from {@link Authentication#id}
   */
  static Deployment deployment(
      String name,
      ClusterSettings settings,
      RoleConfiguration configuration,
      Output<Map<String, String>> secret,
      Output<String> image,
      CustomResourceOptions options) {
    var pod =
        new RolePod(
            COMPONENT, settings, settings.master().role(), Optional.of(configuration), image);
    return new Deployment(
        name,
        DeploymentArgs.builder()
            .metadata(
                Metadata.of(settings, COMPONENT, name(settings), Annotations.DEPLOYMENT_TAKEN))
            .spec(
                DeploymentSpecArgs.builder()
                    .replicas(1)
                    // Never two masters at a time: half of the workers would register with the
                    // master that is about to stop.
                    .strategy(DeploymentStrategyArgs.builder().type("Recreate").build())
                    .selector(
                        LabelSelectorArgs.builder()
                            .matchLabels(Labels.selector(COMPONENT, settings))
                            .build())
                    .template(template(settings, pod, secret))
                    .build())
            .build(),
        Timeouts.ofDeployment(pod.terminationGracePeriod(), Probes.replacing(options)));
  }

  private static PodTemplateSpecArgs template(
      ClusterSettings settings, RolePod pod, Output<Map<String, String>> secret) {
    var recovery = settings.master().recovery().map(it -> RecoveryVolume.volume(settings, it));
    var ui =
        Stream.concat(
            UiTls.volumes(settings.ui()).stream(), UiAccess.volume(settings.ui()).stream());
    var spec = pod.spec();
    if (!pod.sets("affinity")) {
      spec.affinity(Placement.awayFrom(Workers.COMPONENT, settings));
    }
    return pod.template(
        spec.containers(pod.containers(container(pod, settings.master())))
            .volumes(pod.volumes(Stream.concat(recovery.stream(), ui)))
            .build(),
        secret);
  }

  private static ContainerArgs container(RolePod pod, MasterSettings master) {
    var settings = pod.cluster().ui();
    var recovery = master.recovery().map(it -> RecoveryVolume.mount());
    var ui = Stream.concat(UiTls.mounts(settings).stream(), UiAccess.mount(settings).stream());
    return pod.container()
        .args(args(master, settings))
        .env(
            pod.env(
                Environment.variable(Environment.DAEMON_MEMORY, master.heap().toSpark()),
                Environment.variable(
                    Environment.DAEMON_JAVA_OPTIONS,
                    Authentication.javaOptions(pod.cluster(), RoleConfiguration.LOGGING_OPTION))))
        .ports(
            ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.MASTER).build(),
            ContainerPortArgs.builder()
                .name(UiTls.scheme(settings))
                .containerPort(Ports.MASTER_UI)
                .build())
        .resources(Resources.of(master.role(), ContainerMemory.ofMaster(master.heap())))
        .startupProbe(RoleProbes.startupOfMaster())
        .readinessProbe(RoleProbes.readinessOfMaster())
        .livenessProbe(RoleProbes.livenessOfMaster(settings))
        .volumeMounts(pod.volumeMounts(Stream.concat(recovery.stream(), ui)))
        .build();
  }

  private static List<String> args(MasterSettings master, UiSettings ui) {
    var args =
        new ArrayList<String>(
            List.of(
                "spark-class",
                "org.apache.spark.deploy.master.Master",
                // The pod's address: a process cannot bind to the address of a Service.
                "--host",
                Environment.POD_IP_REFERENCE,
                "--port",
                String.valueOf(Ports.MASTER),
                "--webui-port",
                String.valueOf(UiTls.redirectPort(ui)),
                "--properties-file",
                RoleConfiguration.PROPERTIES_PATH));
    master.recovery().ifPresent(it -> args.addAll(0, MasterRecovery.command(it)));
    args.addAll(0, MasterUi.command(ui, master));
    return args;
  }
}
