package sparkstack.application;

import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.batch.v1.Job;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;
import sparkstack.await.Awaited;
import sparkstack.cluster.Master;
import sparkstack.cluster.SparkCluster;
import sparkstack.kubernetes.ChildOptions;
import sparkstack.settings.DriverSettings;
import sparkstack.state.StackState;

/**
 * An application that runs once on a cluster: the Job of its driver, and the ConfigMap that the
 * driver reads.
 *
 * <p>A Job is immutable. Pulumi replaces the Job, and so runs the application again, if and only if
 * a setting of the application changes.
 */
public final class SparkApplication extends ComponentResource {
  private final Job job;
  private final Awaited completed;

  /**
   * Creates the Job and the ConfigMap, after the cluster's master and workers.
   *
   * @param name name of the component, the Job and the ConfigMap in Pulumi's state
   * @param settings for example from {@link sparkstack.config.ClustersReader}; {@link
   *     DriverSettings#name} must be unique in the cluster
   * @param cluster cluster that runs the application
   * @param options must have the cluster's Kubernetes provider; the Job and the ConfigMap depend on
   *     everything that the component depends on
   */
  public SparkApplication(
      String name,
      DriverSettings settings,
      SparkCluster cluster,
      ComponentResourceOptions options) {
    super("spark:index:SparkApplication", name, options);
    var children = ChildOptions.of(this, options);
    var alias = withoutComponent(options);

    var configuration = DriverJob.configuration(settings, cluster.settings());
    var files =
        configuration.configMap(
            name, cluster.settings(), with(alias, children.after(cluster.daemons())));
    job =
        DriverJob.create(
            name,
            settings,
            cluster.settings(),
            configuration,
            cluster.secretId(),
            cluster.imageOnceReady(),
            with(alias, children.after(cluster.daemons(), List.of(files))));
    completed =
        cluster
            .readiness()
            .run(
                job,
                cluster.settings(),
                DriverJob.name(settings, cluster.settings()),
                Master.name(cluster.settings()),
                DriverJob.program(settings, cluster.settings().keys()));
    registerOutputs(Map.of(StackState.AWAITED, Awaited.versions(List.of(completed))));
  }

  /** The Job. It exists, but may not be complete. */
  public Job job() {
    return job;
  }

  /** The Job once it is complete, for resources that need the application's results. */
  public Output<Resource> completed() {
    return completed.ready();
  }

  /**
   * The alias of Job and ConfigMap for states of version 0.1.0 and older, which had no such
   * component. Without this alias, an upgrade would replace both and run the application again.
   */
  private static Alias withoutComponent(ComponentResourceOptions options) {
    return options
        .getParent()
        .map(parent -> Alias.builder().parent(parent).build())
        .orElseGet(Alias::noParent);
  }

  private static CustomResourceOptions with(Alias alias, CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().aliases(alias).build());
  }
}
