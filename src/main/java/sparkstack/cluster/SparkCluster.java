package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Namespace;
import com.pulumi.kubernetes.core.v1.NamespaceArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Timeouts;
import sparkstack.settings.ClusterSettings;

/** A Spark standalone cluster in a namespace of its own. */
public final class SparkCluster extends ComponentResource {
  private final List<Resource> daemons;
  private final Output<String> masterUrl;
  private final Output<String> uiUrl;

  /**
   * Creates the namespace and all that is in it, except for drivers.
   *
   * @param image the image of every role, by its digest
   */
  public SparkCluster(
      String name,
      ClusterSettings settings,
      Output<String> image,
      ComponentResourceOptions options) {
    super("spark:index:SparkCluster", name, options);

    var namespace = namespace(name, settings);
    var master = Master.deployment(name + "-master", settings, image, after(List.of(namespace)));
    var masterService = Master.service(name + "-master", settings, after(List.of(namespace)));
    var ui = ClusterUi.service(name + "-ui", settings, after(List.of(namespace)));

    // Not the master itself: workers try again until it is there, so both may start at once.
    var workersNeed = new ArrayList<Resource>(List.of(masterService));
    settings
        .dataVolume()
        .map(
            volume ->
                DataVolume.claim(
                    name + "-data",
                    settings,
                    volume,
                    Timeouts.promptDeletion(after(List.of(namespace)))))
        .ifPresent(workersNeed::add);
    var workers = Workers.deployment(name + "-worker", settings, image, after(workersNeed));

    daemons = List.of(master, workers);
    masterUrl = Output.of(Master.urlFromAnyNamespace(settings));
    uiUrl = ClusterUi.url(ui, settings.ui());
    registerOutputs(Map.of("masterUrl", masterUrl, "uiUrl", uiUrl));
  }

  /**
   * What an application needs before it starts.
   *
   * <p>That is not the whole component: the UI's load balancer may take minutes to get an address.
   */
  public List<Resource> daemons() {
    return daemons;
  }

  /** The master's URL for Spark, {@code spark://HOST:PORT}, in any namespace of the cluster. */
  public Output<String> masterUrl() {
    return masterUrl;
  }

  /** The URL of the master's web UI, outside of the cluster. */
  public Output<String> uiUrl() {
    return uiUrl;
  }

  private Namespace namespace(String name, ClusterSettings settings) {
    return new Namespace(
        name,
        NamespaceArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .name(settings.namespace())
                    .labels(Labels.of("namespace", settings.sparkVersion()))
                    .build())
            .build(),
        after(List.of()));
  }

  /** Options of a child that is created after, and deleted before, what it needs. */
  private CustomResourceOptions after(List<Resource> needed) {
    return CustomResourceOptions.builder().parent(this).dependsOn(needed).build();
  }
}
