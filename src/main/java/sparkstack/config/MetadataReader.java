package sparkstack.config;

import java.util.Map;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Labels;

/** Reads the user's labels and annotations of the cluster's objects. */
record MetadataReader(ConfigValues values) {
  Map<String, String> annotations(Key<Map<String, String>> key) {
    var annotations = values.get(key);
    for (var annotation : annotations.keySet()) {
      if (Annotations.isReserved(annotation)) {
        values.rejectManaged(key.entry(annotation));
      }
    }
    return annotations;
  }

  /** The labels of every object. */
  Map<String, String> labels() {
    var labels = values.get(ClusterKeys.LABELS);
    for (var label : labels.keySet()) {
      if (Labels.isReserved(label) || Labels.isReservedInNamespace(label)) {
        values.rejectManaged(ClusterKeys.LABELS.entry(label));
      }
    }
    return labels;
  }
}
