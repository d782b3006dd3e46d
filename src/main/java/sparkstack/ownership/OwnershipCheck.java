package sparkstack.ownership;

import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sparkstack.kubernetes.Ownership;
import sparkstack.ownership.LiveCluster.ForbiddenException;
import sparkstack.ownership.LiveCluster.LiveObject;
import sparkstack.ownership.LiveCluster.UnreachableException;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.KeyNames;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

/**
 * Refuses to take over objects that another stack owns, or that no stack owns.
 *
 * <p>Server-side apply "creates" an object that exists already, and {@code pulumi destroy} would
 * then delete it. The check looks up each object that is missing in the stack's state: all of them
 * at the first update, none later. If the settings select another cluster than at the last update,
 * it looks up all of them, and compares their UIDs with the state. The check runs before the
 * program registers a resource, so that a preview reports the conflict, and an update without a
 * preview changes nothing.
 *
 * <p>If the check cannot read an object, the marks of {@link Ownership} make the update fail if
 * another stack owns the namespace or the cluster's names. They do not protect objects without a
 * mark.
 */
public final class OwnershipCheck {
  /** The value of the key {@code adopt} for objects without an owner's mark. */
  static final String UNOWNED = "unowned";

  private final StackState state;
  private final Optional<LiveCluster> live;

  private OwnershipCheck(StackState state, Optional<LiveCluster> live) {
    this.state = state;
    this.live = live;
  }

  /** A check of objects in a cluster. */
  public static OwnershipCheck in(LiveCluster live, StackState state) {
    return new OwnershipCheck(state, Optional.of(live));
  }

  /** A check that finds no objects, for tests and for manifests. */
  public static OwnershipCheck none() {
    return new OwnershipCheck(StackState.EMPTY, Optional.empty());
  }

  /**
   * Checks the objects of all clusters of the stack.
   *
   * @param clusters settings of each cluster, by any name
   * @param drivers settings of each cluster's driver, by the same name
   * @return warnings about objects that the check cannot read
   * @throws RunException with each object, its owner and what the user can do
   */
  public List<String> check(
      Map<String, ClusterSettings> clusters, Map<String, DriverSettings> drivers) {
    var errors = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    live.ifPresent(
        it ->
            clusters.forEach(
                (name, settings) -> {
                  var found = find(it, settings, Optional.ofNullable(drivers.get(name)));
                  found.others().forEach((owner, of) -> errors.add(error(settings, owner, of)));
                  if (!found.unreadable().isEmpty()) {
                    warnings.add(warning(settings.keys(), found.unreadable()));
                  }
                }));
    if (!errors.isEmpty()) {
      throw new RunException(String.join("\n", errors));
    }
    return warnings;
  }

  /**
   * @param others existing objects that are not the stack's, by owner
   * @param unreadable objects that the user may not read
   */
  private record Found(Map<String, List<ObjectName>> others, List<ObjectName> unreadable) {}

  private Found find(LiveCluster live, ClusterSettings settings, Optional<DriverSettings> driver) {
    var others = new TreeMap<String, List<ObjectName>>();
    var unreadable = new ArrayList<ObjectName>();
    for (var object : toLookUp(live, settings, driver)) {
      Optional<LiveObject> found;
      try {
        found = live.find(object);
      } catch (ForbiddenException e) {
        unreadable.add(object);
        continue;
      } catch (UnreachableException e) {
        // A preview works without a cluster, and the plugin reports a cluster that does not
        // respond.
        break;
      }
      found
          .filter(it -> !it.uid().equals(state.uids().get(object.toString())))
          .map(OwnershipCheck::owner)
          .filter(it -> !it.equals(settings.owner().toString()))
          .filter(it -> !settings.adopted().equals(Optional.of(it)))
          .ifPresent(it -> others.computeIfAbsent(it, key -> new ArrayList<>()).add(object));
      if (object.isNamespace() && (found.isEmpty() || !others.isEmpty())) {
        // A new namespace is empty. In another owner's namespace, the objects are not listed.
        break;
      }
    }
    return new Found(others, unreadable);
  }

  /** All objects, or those that are missing in the state of a stack in the same cluster. */
  private List<ObjectName> toLookUp(
      LiveCluster live, ClusterSettings settings, Optional<DriverSettings> driver) {
    var objects = ClusterObjects.of(settings, driver);
    return state.clusters().contains(live.access())
        ? objects.stream().filter(it -> !state.uids().containsKey(it.toString())).toList()
        : objects;
  }

  private static String owner(LiveObject object) {
    return object.annotations().getOrDefault(Ownership.OWNER, UNOWNED);
  }

  private static String warning(KeyNames keys, List<ObjectName> objects) {
    return """
        %s: the program may not read %s, so it cannot check who owns them. \
        If another stack of this program owns them, the update fails before it changes them. \
        Let the user of the kubeconfig get these objects."""
        .formatted(keys.namespace(), names(objects));
  }

  private static String names(List<ObjectName> objects) {
    return objects.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
  }

  private static String error(ClusterSettings settings, String owner, List<ObjectName> objects) {
    var keys = settings.keys();
    var isNamespace = objects.get(0).isNamespace();
    var message = new StringBuilder();
    message.append(
        "%s: %s already exist%s and belong%s to %s. Nothing was changed.%n"
            .formatted(
                isNamespace ? keys.namespace() : keys.clusterName(),
                names(objects),
                objects.size() == 1 ? "s" : "",
                objects.size() == 1 ? "s" : "",
                owner.equals(UNOWNED) ? "no stack of this program" : "the stack " + owner));
    message.append(
        isNamespace
            ? "  To keep it unchanged, set %s to another name.%n".formatted(keys.namespace())
            : "  To keep them unchanged, set %s or %s to another name.%n"
                .formatted(keys.clusterName(), keys.namespace()));
    if (isNamespace) {
      message.append(
          "  To use it without owning it, set %s to false%s.%n"
              .formatted(
                  keys.createNamespace(),
                  settings.name().equals("spark")
                      ? ", and %s to another name than spark".formatted(keys.clusterName())
                      : ""));
    }
    message.append(
        "  To take over, set %s to %s. pulumi destroy of this stack then deletes %s."
            .formatted(keys.adopt(), owner, isNamespace ? "it and everything in it" : "them"));
    return message.toString();
  }
}
