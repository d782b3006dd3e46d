package sparkstack.settings;

import java.util.Optional;

/**
 * The Ingress before the UI's Service.
 *
 * @param host host name that browsers ask for
 * @param className of the controller; empty for the cluster's default
 * @param tlsSecret Secret with the certificate; empty for plain HTTP
 */
public record IngressSettings(String host, Optional<String> className, Optional<String> tlsSecret) {

  /** The UI's URL, by which its pages link to each other. */
  public String url() {
    return (tlsSecret.isPresent() ? "https://" : "http://") + host;
  }
}
