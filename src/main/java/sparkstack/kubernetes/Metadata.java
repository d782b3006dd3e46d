package sparkstack.kubernetes;

import com.pulumi.core.Output;
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
    return of(cluster, component, name, Output.of(annotations));
  }

  /** The same with annotations of which Pulumi knows some only later. */
  public static ObjectMetaArgs of(
      ClusterSettings cluster,
      String component,
      String name,
      Output<Map<String, String>> annotations) {
    return ObjectMetaArgs.builder()
        .namespace(cluster.namespace().name())
        .name(name)
        .labels(Labels.of(component, cluster))
        .annotations(annotations.applyValue(it -> Annotations.of(Ownership.marks(cluster), it)))
        .build();
  }
}
