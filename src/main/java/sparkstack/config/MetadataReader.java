package sparkstack.config;

import java.util.Map;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Labels;

/** Reads what objects of the cluster carry for others than the cluster. */
record MetadataReader(ConfigValues values) {

  /**
   * @param name of an annotation, for the reference, and its {@code value}
   */
  Map<String, String> annotations(String key, String name, String value) {
    var annotations =
        values.map(key, Syntax.ANNOTATION.like(name), Syntax.ANNOTATION_VALUE.like(value));
    for (var annotation : annotations.keySet()) {
      if (Annotations.isReserved(annotation)) {
        values.rejectManaged(key + "." + annotation);
      }
    }
    return annotations;
  }

  /** The user's labels of every object. */
  Map<String, String> labels() {
    var labels = values.map("labels", Syntax.LABEL_KEY.like("team"), Syntax.LABEL_VALUE);
    for (var label : labels.keySet()) {
      if (Labels.isReserved(label) || Labels.isReservedInNamespace(label)) {
        values.rejectManaged("labels." + label);
      }
    }
    return labels;
  }
}
