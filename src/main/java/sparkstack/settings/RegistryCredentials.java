package sparkstack.settings;

/** The credentials of a registry, for the push and for the nodes that pull. */
public record RegistryCredentials(String username, Secret password) {}
