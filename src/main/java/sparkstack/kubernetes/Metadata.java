package sparkstack.kubernetes;

import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import java.util.Map;
import sparkstack.settings.ClusterSettings;

/** The metadata of an object in the cluster's namespace. */
public final class Metadata {
  private Metadata() {}

  /**
   * Metadata with the labels of a component and the marks of the owner.
   *
   * @param annotations further annotations
   */
  public static ObjectMetaArgs of(
      ClusterSettings cluster, String component, String name, Map<String, String> annotations) {
    return ObjectMetaArgs.builder()
        .namespace(cluster.namespace().name())
        .name(name)
        .labels(Labels.of(component, cluster))
        .annotations(Annotations.of(Ownership.marks(cluster), annotations))
        .build();
  }
}
