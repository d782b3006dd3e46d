package sparkstack.settings;

/**
 * The Service that exposes the master's web UI.
 *
 * @param host host in the UI's URL if {@code type} is {@code NodePort}: an address of any node
 */
public record UiSettings(UiServiceType type, String host) {}
