package sparkstack.settings;

/** What a registry asks for, of the push and of the nodes that pull. */
public record RegistryCredentials(String username, Secret password) {}
