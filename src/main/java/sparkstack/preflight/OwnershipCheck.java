package sparkstack.preflight;

import java.util.List;
import java.util.stream.Collectors;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.preflight.LiveCluster.LookupException.Failure;
import sparkstack.preflight.Lookup.Unread;
import sparkstack.settings.ClusterSettings;
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
record OwnershipCheck(LiveCluster live, StackState state, boolean isPreview) {
  private static final String RETRY =
      " Nothing was changed.\n"
          + "  Run the command again when kubectl can get these objects in the stack's cluster.";

  /**
   * Checks the objects of one Spark cluster.
   *
   * @return whether the Kubernetes cluster responded
   */
  boolean check(ClusterSettings settings, List<ObjectName> objects, Report report) {
    var lookup = new Lookup(live, state, settings);
    lookup.find(toLookUp(objects));
    report(settings, lookup, report);
    return lookup.responded();
  }

  /** All objects in a new cluster, or those that are missing in the state. */
  private List<ObjectName> toLookUp(List<ObjectName> objects) {
    return isClusterOfState(objects)
        ? objects.stream().filter(it -> !state.uids().containsKey(it.toString())).toList()
        : objects;
  }

  /**
   * Whether the cluster is that of the last update.
   *
   * <p>The settings are the same if the user only changed the kubeconfig's current context. Then an
   * object tells. A preview does not ask: a client of Kubernetes would make each preview slower.
   */
  private boolean isClusterOfState(List<ObjectName> objects) {
    return state.clusters().contains(live.access())
        && (isPreview
            || objects.stream()
                .filter(it -> !it.isNamespace() && state.uids().containsKey(it.toString()))
                .findFirst()
                .map(this::isOwn)
                .orElse(true));
  }

  private boolean isOwn(ObjectName object) {
    try {
      return live.find(object)
          .filter(it -> it.uid().equals(state.uids().get(object.toString())))
          .isPresent();
    } catch (LookupException e) {
      // The lookup of all objects reports the error.
      return false;
    }
  }

  private void report(ClusterSettings settings, Lookup lookup, Report report) {
    lookup.others().forEach((owner, objects) -> report.error(taken(settings, owner, objects)));
    if (!lookup.forbidden().isEmpty()) {
      report.warning(forbidden(settings.keys(), lookup.forbidden()));
    }
    if (lookup.failed().isEmpty()) {
      return;
    }
    var failed = failed(settings.keys(), lookup.failed());
    if (!isPreview) {
      report.error(failed + RETRY);
    } else if (lookup.responded()) {
      // The plugin reports a cluster that never responds.
      report.warning(failed);
    }
  }

  /** The first error is often that of all lookups, for example an expired login. */
  private static String failed(KeyNames keys, List<Unread> unread) {
    var first = unread.get(0).error();
    return "%s: %s, so the program cannot check who owns %s. %s."
        .formatted(
            keys.namespace(),
            first.failure() == Failure.NO_RESPONSE
                ? "the API server does not respond"
                : "the API server responds with an error",
            names(unread),
            first.getMessage());
  }

  private static String forbidden(KeyNames keys, List<Unread> unread) {
    return """
        %s: the program may not read %s, so it cannot check who owns them. \
        If another stack of this program owns them, the update fails before it changes them. \
        If no stack owns them, the update takes them over, and pulumi destroy deletes them. \
        Let the user of the kubeconfig get these objects."""
        .formatted(keys.namespace(), names(unread));
  }

  private static String names(List<Unread> unread) {
    return text(unread.stream().map(Unread::object).toList());
  }

  private static String text(List<ObjectName> objects) {
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
                text(objects),
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
