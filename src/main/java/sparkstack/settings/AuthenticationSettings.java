package sparkstack.settings;

/**
 * How the cluster's processes know each other: by a secret that all of them have.
 *
 * @param encryption whether their connections are encrypted
 * @param rotation number of the secret; each number has a secret of its own
 */
public record AuthenticationSettings(boolean encryption, int rotation) {}
