package sparkstack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Resource.RegisterResourceRequest;

/**
 * The URNs of a program's resources. Pulumi finds a resource in the state of an earlier version by
 * its URN.
 *
 * @param aliases former URNs of each resource, by its URN, from its own aliases and those of its
 *     parents
 */
public record Urns(Map<String, SortedSet<String>> aliases) {
  private static final String STACK = "pulumi:pulumi:Stack";

  static Urns of(Collection<RegisterResourceRequest> registrations) {
    var byUrn = new HashMap<String, RegisterResourceRequest>();
    for (var registration : registrations) {
      if (!registration.getType().equals(STACK)) {
        byUrn.put(now(registration).toString(), registration);
      }
    }
    var aliases = new TreeMap<String, SortedSet<String>>();
    byUrn.forEach((urn, registration) -> aliases.put(urn, former(registration, byUrn)));
    return new Urns(aliases);
  }

  /** Every URN that this version of the program finds in a state, current and former. */
  public SortedSet<String> known() {
    var known = new TreeSet<>(aliases.keySet());
    aliases.values().forEach(known::addAll);
    return known;
  }

  /**
   * The former URNs of a resource, by the rules of Pulumi's engine: its own aliases, and its URN
   * under each former URN of its parent.
   */
  private static SortedSet<String> former(
      RegisterResourceRequest resource, Map<String, RegisterResourceRequest> byUrn) {
    var now = now(resource);
    var former = new TreeSet<String>();
    var names = new ArrayList<Urn>();
    names.add(now);
    for (var alias : resource.getAliasesList()) {
      var urn = alias.hasUrn() ? alias.getUrn() : resolve(alias.getSpec(), now, resource);
      former.add(urn);
      names.add(Urn.parse(urn));
    }
    var parent = byUrn.get(asInAState(resource.getParent()));
    if (parent != null) {
      for (var formerParent : former(parent, byUrn)) {
        names.forEach(name -> former.add(under(formerParent, parent.getName(), name, now)));
      }
    }
    former.remove(now.toString());
    return former;
  }

  private static Urn now(RegisterResourceRequest resource) {
    var parent = Urn.parse(resource.getParent());
    var types = parentTypes(resource.getParent()) + resource.getType();
    return new Urn(parent.stack(), parent.project(), types, resource.getName());
  }

  private static String resolve(Alias.Spec alias, Urn now, RegisterResourceRequest resource) {
    var parent = or(alias.getParentUrn(), resource.getParent());
    return new Urn(
            or(alias.getStack(), now.stack()),
            or(alias.getProject(), now.project()),
            (alias.getNoParent() ? "" : parentTypes(parent)) + or(alias.getType(), now.type()),
            or(alias.getName(), now.name()))
        .toString();
  }

  /**
   * A child's name that starts with its parent's name is assumed to have started with the parent's
   * former name.
   */
  private static String under(String formerParent, String parentName, Urn child, Urn now) {
    var formerName = Urn.parse(formerParent).name();
    var name =
        child.name().startsWith(parentName)
            ? formerName + child.name().substring(parentName.length())
            : child.name();
    return new Urn(now.stack(), now.project(), parentTypes(formerParent) + child.type(), name)
        .toString();
  }

  /** The types before the type of a parent's child; empty if the stack is the parent. */
  private static String parentTypes(String parent) {
    var urn = Urn.parse(asInAState(parent));
    return urn.type().equals(STACK) ? "" : urn.qualifiedType() + "$";
  }

  /** The engine omits the stack's type in the URNs of its children; the SDK's mock does not. */
  private static String asInAState(String urn) {
    return urn.replace("::" + STACK + "$", "::");
  }

  private static String or(String value, String ifEmpty) {
    return value.isEmpty() ? ifEmpty : value;
  }

  /** The parts of a URN. Only the name can contain the separator. */
  private record Urn(String stack, String project, String qualifiedType, String name) {
    static Urn parse(String urn) {
      var parts = urn.split("::", 4);
      if (parts.length != 4 || !parts[0].startsWith("urn:pulumi:")) {
        throw new IllegalArgumentException("Not a URN: " + urn);
      }
      return new Urn(parts[0].substring("urn:pulumi:".length()), parts[1], parts[2], parts[3]);
    }

    String type() {
      return qualifiedType.substring(qualifiedType.lastIndexOf('$') + 1);
    }

    @Override
    public String toString() {
      return "urn:pulumi:%s::%s::%s::%s".formatted(stack, project, qualifiedType, name);
    }
  }
}
