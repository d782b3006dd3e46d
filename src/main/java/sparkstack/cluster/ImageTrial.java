package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.batch.v1.Job;
import com.pulumi.kubernetes.batch.v1.JobArgs;
import com.pulumi.kubernetes.batch.v1.inputs.JobSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sparkstack.await.Program;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Metadata;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.RolePod;
import sparkstack.kubernetes.Timeouts;
import sparkstack.settings.ClusterSettings;

/**
 * A Job that starts an image once, before the cluster's pods get it.
 *
 * <p>Kubernetes stops the old master before it starts the new one. If the new image does not start,
 * the Job fails the update, and everything old continues to run.
 *
 * <p>The pod is like the master's, but has none of the user's containers and volumes: they may need
 * a running master.
 */
final class ImageTrial {
  /** The value of the component label, and the name of the container. */
  private static final String COMPONENT = "trial";

  private ImageTrial() {}

  /** The name of the Job. */
  static String name(ClusterSettings settings) {
    return settings.name() + "-" + COMPONENT;
  }

  /** What an update waits for. */
  static Program program(ClusterSettings settings) {
    var keys = settings.keys();
    return new Program(
        COMPONENT,
        settings.podStart(),
        keys.podStartTimeout(),
        "Raise %s.".formatted(keys.masterMemory()),
        keys.masterStorage());
  }

  static Job job(
      String name, ClusterSettings settings, Output<String> image, CustomResourceOptions options) {
    var role = settings.master().role().withoutAdditions();
    var pod = new RolePod(COMPONENT, settings, role, Optional.empty(), image);
    return new Job(
        name,
        JobArgs.builder()
            .metadata(
                Metadata.of(
                    settings,
                    COMPONENT,
                    name(settings),
                    Annotations.of(
                        Map.of(Annotations.REPLACE_UNREADY, "true"), Annotations.JOB_TAKEN)))
            // No ttlSecondsAfterFinished: `pulumi refresh` would miss a Job that Kubernetes
            // removed.
            .spec(JobSpecArgs.builder().backoffLimit(0).template(template(pod)).build())
            .build(),
        Timeouts.ofPod(pod.terminationGracePeriod(), options));
  }

  private static PodTemplateSpecArgs template(RolePod pod) {
    return pod.template(
        pod.spec()
            .restartPolicy("Never")
            .containers(List.of(container(pod)))
            .volumes(pod.volumes(Stream.of()))
            .build());
  }

  private static List<String> args(ClusterSettings settings) {
    var master = settings.master();
    var args = new ArrayList<>(ScriptPrograms.trialCommand(files(settings)));
    args.addAll(MasterUi.trialCommand(settings.ui()));
    master.recovery().ifPresent(it -> args.addAll(MasterRecovery.trialCommand(it)));
    args.addAll(List.of("spark-class", "org.apache.spark.deploy.master.Master", "--help"));
    return args;
  }

  /** The names of the files of all roles: all run this image. */
  private static Set<String> files(ClusterSettings settings) {
    return Stream.of(
            Master.configuration(settings),
            Workers.configuration(settings),
            MasterWatch.addScripts(
                RoleConfiguration.of(COMPONENT, name(settings), Map.of(), Map.of()),
                settings,
                name(settings)))
        .flatMap(it -> it.files().keySet().stream())
        .collect(Collectors.toSet());
  }

  private static ContainerArgs container(RolePod pod) {
    var heap = pod.cluster().master().heap();
    return pod.container()
        .args(args(pod.cluster()))
        .env(pod.env(Environment.variable(Environment.DAEMON_MEMORY, heap.toSpark())))
        .resources(Resources.of(pod.role(), ContainerMemory.ofMaster(heap)))
        .volumeMounts(pod.volumeMounts(Stream.of()))
        .build();
  }
}
