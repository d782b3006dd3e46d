package sparkstack;

import java.util.List;
import pulumirpc.AliasOuterClass.Alias;

/**
 * A resource as the program registers it.
 *
 * @param urn its name in Pulumi's state, {@code urn:pulumi:STACK::PROJECT::PARENT_TYPES$TYPE::NAME}
 * @param parent URN of its parent; empty for the stack itself
 * @param aliases its own, without those that it has by an alias of its parent
 */
record Registration(String urn, String parent, List<Alias> aliases) {}
