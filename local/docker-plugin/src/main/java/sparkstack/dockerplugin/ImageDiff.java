package sparkstack.dockerplugin;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.PropertyDiff;

/**
 * What a deployment would change: an image is never replaced, only built again under its (new)
 * name.
 */
final class ImageDiff {
  private ImageDiff() {}

  /**
   * @param oldInputs what the state was made from
   */
  static DiffResponse diff(Struct oldInputs, Struct news) {
    Map<String, Value> before = Properties.plain(oldInputs);
    Map<String, Value> after = Properties.plain(news);
    Map<String, PropertyDiff> changes = new TreeMap<>();
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      if (!before.containsKey(key)) {
        changes.put(key, kind(PropertyDiff.Kind.ADD));
      } else if (!after.containsKey(key)) {
        changes.put(key, kind(PropertyDiff.Kind.DELETE));
      } else if (isUpdate(key, before.get(key), after.get(key))) {
        changes.put(key, kind(PropertyDiff.Kind.UPDATE));
      }
    }
    if (changes.isEmpty()) {
      return DiffResponse.newBuilder().setChanges(DiffResponse.DiffChanges.DIFF_NONE).build();
    }
    return DiffResponse.newBuilder()
        .setChanges(DiffResponse.DiffChanges.DIFF_SOME)
        .setHasDetailedDiff(true)
        .putAllDetailedDiff(changes)
        .addAllDiffs(changes.keySet())
        .build();
  }

  private static boolean isUpdate(String key, Value before, Value after) {
    if (before.equals(after)) {
      return false;
    }
    // Tokens for a registry may be new with every run; the image is the same.
    boolean loginOnly = key.equals("registry") && before.hasStructValue() && after.hasStructValue();
    return !loginOnly || serverChanged(before.getStructValue(), after.getStructValue());
  }

  private static boolean serverChanged(Struct before, Struct after) {
    return before.containsFields("server")
        && after.containsFields("server")
        && !before.getFieldsOrThrow("server").equals(after.getFieldsOrThrow("server"));
  }

  private static PropertyDiff kind(PropertyDiff.Kind kind) {
    return PropertyDiff.newBuilder().setKind(kind).build();
  }
}
