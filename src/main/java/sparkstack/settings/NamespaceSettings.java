package sparkstack.settings;

/**
 * The namespace of the cluster.
 *
 * @param created whether the stack creates it, and deletes it with all that is in it
 */
public record NamespaceSettings(String name, boolean created) {}
