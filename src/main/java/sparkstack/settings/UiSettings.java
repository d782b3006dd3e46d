package sparkstack.settings;

import java.util.Optional;

/**
 * How the master's web UI is reached.
 *
 * @param host host in the UI's URL if {@code type} is {@code NodePort}: an address of any node
 * @param ingress empty for none
 */
public record UiSettings(UiServiceType type, String host, Optional<IngressSettings> ingress) {}
