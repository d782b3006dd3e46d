package sparkstack.settings;

/**
 * The namespace of the cluster.
 *
 * @param created whether the stack creates the namespace, and deletes it with everything in it
 */
public record NamespaceSettings(String name, boolean created) {}
