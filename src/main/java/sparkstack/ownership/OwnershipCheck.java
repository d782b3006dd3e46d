package sparkstack.ownership;

import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sparkstack.kubernetes.Ownership;
import sparkstack.ownership.LiveCluster.UnreachableException;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

/**
 * Refuses to take over objects that another stack owns, or that no stack owns.
 *
 * <p>Server-side apply "creates" an object that exists already, and {@code pulumi destroy} would
 * then delete it. The check looks up each object that is missing in the stack's state: all of them
 * at the first update, none later. It runs before the program registers a resource, so that a
 * preview reports the conflict, and an update without a preview changes nothing.
 *
 * <p>If the cluster does not respond, the marks of {@link Ownership} make the update fail.
 */
public final class OwnershipCheck {
  /** The value of the key {@code adopt} for objects without an owner's mark. */
  static final String UNOWNED = "unowned";

  private final Set<String> own;
  private final LiveCluster live;

  OwnershipCheck(Set<String> own, LiveCluster live) {
    this.own = own;
    this.live = live;
  }

  /**
   * Checks the objects of all clusters of the stack.
   *
   * @param clusters settings of each cluster, by the prefix of its keys, such as {@code spark:}
   * @param drivers settings of each cluster's driver, by the same prefix
   * @throws RunException with each object, its owner and what the user can do
   */
  public static void check(
      StackState state,
      LiveCluster live,
      Map<String, ClusterSettings> clusters,
      Map<String, DriverSettings> drivers) {
    var check = new OwnershipCheck(state.objects(), live);
    var errors =
        clusters.entrySet().stream()
            .flatMap(
                it ->
                    check
                        .errors(
                            it.getKey(),
                            it.getValue(),
                            Optional.ofNullable(drivers.get(it.getKey())))
                        .stream())
            .toList();
    if (!errors.isEmpty()) {
      throw new RunException(String.join("\n", errors));
    }
  }

  /** Returns one error for each owner of objects that the cluster's settings name. */
  List<String> errors(String prefix, ClusterSettings settings, Optional<DriverSettings> driver) {
    var errors = new ArrayList<String>();
    othersObjects(settings, driver)
        .forEach((owner, objects) -> errors.add(error(prefix, owner, objects)));
    return errors;
  }

  /** The existing objects that are not the stack's, by owner. */
  private Map<String, List<ObjectName>> othersObjects(
      ClusterSettings settings, Optional<DriverSettings> driver) {
    var others = new TreeMap<String, List<ObjectName>>();
    try {
      for (var object : ClusterObjects.of(settings, driver)) {
        if (own.contains(object.toString())) {
          continue;
        }
        var owner = ownerOf(object);
        owner
            .filter(it -> !it.equals(settings.owner().toString()))
            .filter(it -> !settings.adopted().equals(Optional.of(it)))
            .ifPresent(it -> others.computeIfAbsent(it, key -> new ArrayList<>()).add(object));
        if (object.isNamespace() && (owner.isEmpty() || !others.isEmpty())) {
          // A new namespace is empty. In another owner's namespace, the objects are not listed.
          break;
        }
      }
    } catch (UnreachableException e) {
      // A preview works without a cluster, and the plugin reports a cluster that does not respond.
    }
    return others;
  }

  private Optional<String> ownerOf(ObjectName object) throws UnreachableException {
    return live.annotationsOf(object.apiVersion(), object.kind(), object.namespace(), object.name())
        .map(it -> it.getOrDefault(Ownership.OWNER, UNOWNED));
  }

  private static String error(String prefix, String owner, List<ObjectName> objects) {
    var isNamespace = objects.get(0).isNamespace();
    var names = objects.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
    var message = new StringBuilder();
    message.append(
        "%s: %s already exist%s and belong%s to %s. Nothing was changed.%n"
            .formatted(
                prefix + (isNamespace ? "namespace" : "clusterName"),
                names,
                objects.size() == 1 ? "s" : "",
                objects.size() == 1 ? "s" : "",
                owner.equals(UNOWNED) ? "no stack of this program" : "the stack " + owner));
    message.append(
        isNamespace
            ? "  To keep it unchanged, set %snamespace to another name.%n".formatted(prefix)
            : "  To keep them unchanged, set %1$sclusterName or %1$snamespace to another name.%n"
                .formatted(prefix));
    if (isNamespace) {
      message.append(
          "  To use it without owning it, set %screateNamespace to false.%n".formatted(prefix));
    }
    message.append(
        "  To take over, set %sadopt to %s. pulumi destroy of this stack then deletes %s."
            .formatted(prefix, owner, isNamespace ? "it and everything in it" : "them"));
    return message.toString();
  }
}
