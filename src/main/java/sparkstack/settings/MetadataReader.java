package sparkstack.settings;

import java.util.Map;
import sparkstack.kubernetes.Annotations;

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
        values.reject(key + "." + annotation, "is set by the program: leave it out");
      }
    }
    return annotations;
  }
}
