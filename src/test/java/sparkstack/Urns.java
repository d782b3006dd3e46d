package sparkstack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import pulumirpc.AliasOuterClass.Alias;

/**
 * The URNs of a program's resources, by which Pulumi finds each in the state of an earlier version.
 *
 * @param aliases by the URN of each resource, the former URNs that it has an alias for, or its
 *     parents have
 */
public record Urns(Map<String, SortedSet<String>> aliases) {
  private static final String STACK = "pulumi:pulumi:Stack";

  static Urns of(Collection<Registration> registrations) {
    var byUrn =
        registrations.stream().collect(Collectors.toMap(Registration::urn, Function.identity()));
    var aliases = new TreeMap<String, SortedSet<String>>();
    byUrn.forEach(
        (urn, registration) -> {
          if (!Urn.parse(urn).type().equals(STACK)) {
            aliases.put(urn, former(registration, byUrn));
          }
        });
    return new Urns(aliases);
  }

  /** Every URN that this version of the program finds in a state, present and former. */
  public SortedSet<String> known() {
    var known = new TreeSet<>(aliases.keySet());
    aliases.values().forEach(known::addAll);
    return known;
  }

  /**
   * The former URNs of a resource, by the rules of Pulumi's engine: its own aliases, and for each
   * former URN of its parent its URN under that one.
   */
  private static SortedSet<String> former(
      Registration resource, Map<String, Registration> registrations) {
    var now = Urn.parse(resource.urn());
    var former = new TreeSet<String>();
    var names = new ArrayList<Urn>();
    names.add(now);
    for (var alias : resource.aliases()) {
      var urn = alias.hasUrn() ? alias.getUrn() : resolve(alias.getSpec(), now, resource.parent());
      former.add(urn);
      names.add(Urn.parse(urn));
    }
    var parent = registrations.get(resource.parent());
    if (parent != null) {
      for (var formerParent : former(parent, registrations)) {
        names.forEach(
            name -> former.add(under(formerParent, Urn.parse(parent.urn()).name(), name, now)));
      }
    }
    former.remove(resource.urn());
    return former;
  }

  private static String resolve(Alias.Spec alias, Urn now, String parent) {
    var formerParent =
        alias.getNoParent() ? "" : alias.getParentUrn().isEmpty() ? parent : alias.getParentUrn();
    return new Urn(
            or(alias.getStack(), now.stack()),
            or(alias.getProject(), now.project()),
            parentTypes(formerParent) + or(alias.getType(), now.type()),
            or(alias.getName(), now.name()))
        .toString();
  }

  /**
   * A child whose name starts with its parent's is taken to have been named after it before, too.
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

  /** What stands before the type of a parent's child; nothing where the stack is the parent. */
  private static String parentTypes(String parent) {
    if (parent.isEmpty() || Urn.parse(parent).type().equals(STACK)) {
      return "";
    }
    return Urn.parse(parent).qualifiedType() + "$";
  }

  private static String or(String value, String ifEmpty) {
    return value.isEmpty() ? ifEmpty : value;
  }

  /** The parts of a URN; only the name may have the separator in it. */
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
