package sparkstack.settings;

import java.util.Map;
import java.util.Optional;

/**
 * The Ingress for the UI's Service.
 *
 * @param host host name in the UI's URL
 * @param className class of the Ingress; empty for the cluster's default
 * @param tlsSecret Secret with the certificate; empty for plain HTTP
 * @param annotations annotations of the Ingress, which configure most controllers
 */
public record IngressSettings(
    String host,
    Optional<String> className,
    Optional<String> tlsSecret,
    Map<String, String> annotations) {

  /** The URL of the UI. */
  public String url() {
    return (tlsSecret.isPresent() ? "https://" : "http://") + host;
  }
}
