package sparkstack.ownership;

import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sparkstack.ownership.LiveCluster.LookupException;
import sparkstack.ownership.LiveCluster.LookupException.Failure;
import sparkstack.ownership.Lookup.Unread;
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
 * at the first update, none later. In another cluster than at the last update, it looks up all of
 * them, and compares their UIDs with the state. The check runs before the program registers an
 * object of the cluster, so that a preview reports the conflict. In an update, it runs before the
 * program registers anything, so that an update without a preview changes nothing.
 *
 * <p>An update without an answer about an object fails. A preview warns, because a preview works
 * without a cluster. If the user may not read an object, both warn: the marks of {@link
 * sparkstack.kubernetes.Ownership} make the update fail if another stack owns the namespace or the
 * cluster's names. They do not protect objects without a mark.
 */
public final class OwnershipCheck {
  private static final String RETRY =
      " Nothing was changed.\n"
          + "  Run the command again when kubectl can get this object in the stack's cluster.";

  private final Optional<LiveCluster> live;
  private final StackState state;
  private final boolean isPreview;

  private OwnershipCheck(Optional<LiveCluster> live, StackState state, boolean isPreview) {
    this.live = live;
    this.state = state;
    this.isPreview = isPreview;
  }

  /**
   * A check of objects in a cluster.
   *
   * @param state the objects that the stack has made
   * @param isPreview whether Pulumi runs the program for a preview
   */
  public static OwnershipCheck in(LiveCluster live, StackState state, boolean isPreview) {
    return new OwnershipCheck(Optional.of(live), state, isPreview);
  }

  /** A check that finds no objects, for tests and for manifests. */
  public static OwnershipCheck none() {
    return new OwnershipCheck(Optional.empty(), StackState.EMPTY, true);
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
                  var objects = ClusterObjects.of(settings, Optional.ofNullable(drivers.get(name)));
                  var lookup = new Lookup(it, state, settings);
                  lookup.find(toLookUp(it, objects));
                  report(settings, lookup, errors, warnings);
                }));
    if (!errors.isEmpty()) {
      throw new RunException(String.join("\n", errors));
    }
    return warnings;
  }

  /** All objects in a new cluster, or those that are missing in the state. */
  private List<ObjectName> toLookUp(LiveCluster live, List<ObjectName> objects) {
    return isClusterOfState(live, objects)
        ? objects.stream().filter(it -> !state.uids().containsKey(it.toString())).toList()
        : objects;
  }

  /**
   * Whether the cluster is that of the last update.
   *
   * <p>The settings are the same if the user only changed the kubeconfig's current context. Then an
   * object tells. A preview does not ask: a client of Kubernetes would make each preview slower.
   */
  private boolean isClusterOfState(LiveCluster live, List<ObjectName> objects) {
    return state.clusters().contains(live.access())
        && (isPreview
            || objects.stream()
                .filter(it -> !it.isNamespace() && state.uids().containsKey(it.toString()))
                .findFirst()
                .map(it -> isOwn(live, it))
                .orElse(true));
  }

  private boolean isOwn(LiveCluster live, ObjectName object) {
    try {
      return live.find(object)
          .filter(it -> it.uid().equals(state.uids().get(object.toString())))
          .isPresent();
    } catch (LookupException e) {
      // The lookup of all objects reports the error.
      return false;
    }
  }

  private void report(
      ClusterSettings settings, Lookup lookup, List<String> errors, List<String> warnings) {
    lookup.others().forEach((owner, objects) -> errors.add(taken(settings, owner, objects)));
    if (!lookup.forbidden().isEmpty()) {
      warnings.add(forbidden(settings.keys(), lookup.forbidden()));
    }
    if (!isPreview) {
      lookup.failed().forEach(it -> errors.add(failed(settings.keys(), it) + RETRY));
    } else if (lookup.responded()) {
      // The plugin reports a cluster that never responds.
      lookup.failed().forEach(it -> warnings.add(failed(settings.keys(), it)));
    }
  }

  private static String failed(KeyNames keys, Unread unread) {
    return "%s: %s, so the program cannot check who owns %s. %s."
        .formatted(
            keys.namespace(),
            unread.error().failure() == Failure.NO_RESPONSE
                ? "the API server does not respond"
                : "the API server responds with an error",
            unread.object(),
            unread.error().getMessage().strip().replaceAll("\\.+$", ""));
  }

  private static String forbidden(KeyNames keys, List<Unread> unread) {
    return """
        %s: the program may not read %s, so it cannot check who owns them. \
        If another stack of this program owns them, the update fails before it changes them. \
        If no stack owns them, the update takes them over, and pulumi destroy deletes them. \
        Let the user of the kubeconfig get these objects."""
        .formatted(keys.namespace(), names(unread.stream().map(Unread::object).toList()));
  }

  private static String names(List<ObjectName> objects) {
    return objects.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
  }

  private static String taken(ClusterSettings settings, String owner, List<ObjectName> objects) {
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
                owner.equals(Lookup.UNOWNED) ? "no stack of this program" : "the stack " + owner));
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
