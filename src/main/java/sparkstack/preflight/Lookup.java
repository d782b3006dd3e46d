package sparkstack.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sparkstack.kubernetes.Ownership;
import sparkstack.preflight.LiveCluster.LiveObject;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.preflight.LiveCluster.LookupException.Failure;
import sparkstack.settings.ClusterSettings;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

/** Looks up the objects of one Spark cluster and sorts them by what the check reports. */
final class Lookup {
  /** The owner of objects without an owner's mark, as the key {@code adopt} names it. */
  static final String UNOWNED = "unowned";

  /** An object that the program could not read, and the client's error. */
  record Unread(ObjectName object, LookupException error) {}

  private final LiveCluster live;
  private final StackState state;
  private final ClusterSettings settings;
  private final Map<String, List<ObjectName>> others = new TreeMap<>();
  private final List<Unread> unread = new ArrayList<>();
  private boolean responded;

  Lookup(LiveCluster live, StackState state, ClusterSettings settings) {
    this.live = live;
    this.state = state;
    this.settings = settings;
  }

  /**
   * Looks up objects. Stops if the cluster does not respond: each further object would wait too.
   */
  void find(List<ObjectName> objects) {
    for (var object : objects) {
      Optional<LiveObject> found;
      try {
        found = live.find(object);
        responded = true;
      } catch (LookupException e) {
        unread.add(new Unread(object, e));
        if (e.failure() == Failure.NO_RESPONSE) {
          return;
        }
        responded = true;
        continue;
      }
      found.ifPresent(it -> compare(object, it));
      if (object.isNamespace() && (found.isEmpty() || !others.isEmpty())) {
        // A new namespace is empty. In another owner's namespace, the objects are not listed.
        return;
      }
    }
  }

  private void compare(ObjectName object, LiveObject found) {
    var owner = found.annotations().getOrDefault(Ownership.OWNER, UNOWNED);
    var isOwn =
        found.uid().equals(state.uids().get(object.toString()))
            || owner.equals(settings.owner().toString())
            || settings.adopted().equals(Optional.of(owner));
    if (!isOwn) {
      others.computeIfAbsent(owner, key -> new ArrayList<>()).add(object);
    }
  }

  /** Existing objects that are not the stack's, by owner. */
  Map<String, List<ObjectName>> others() {
    return others;
  }

  /** Objects that the user may not read. */
  List<Unread> forbidden() {
    return unread.stream().filter(it -> it.error().failure() == Failure.FORBIDDEN).toList();
  }

  /** Objects whose lookup failed for another reason. */
  List<Unread> failed() {
    return unread.stream().filter(it -> it.error().failure() != Failure.FORBIDDEN).toList();
  }

  /** Whether the cluster responded to a lookup, also with an error. */
  boolean responded() {
    return responded;
  }
}
