package sparkstack.settings;

import java.util.Map;
import java.util.Optional;

/**
 * The Ingress before the UI's Service.
 *
 * @param host host name that browsers ask for
 * @param className of the controller; empty for the cluster's default
 * @param tlsSecret Secret with the certificate; empty for plain HTTP
 * @param annotations of the Ingress, which most controllers are told by
 */
public record IngressSettings(
    String host,
    Optional<String> className,
    Optional<String> tlsSecret,
    Map<String, String> annotations) {

  /** The UI's URL. */
  public String url() {
    return (tlsSecret.isPresent() ? "https://" : "http://") + host;
  }
}
