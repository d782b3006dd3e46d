package sparkstack.kubernetes;

import java.util.Map;
import sparkstack.settings.IngressSettings;
import sparkstack.settings.UiSettings;

/**
 * The properties that make the master's web UI serve the pages of workers and drivers too, with
 * links that work outside of the cluster.
 */
public final class ReverseProxy {
  /**
   * The properties of every role.
   *
   * <p>With an absolute URL, each page would link to one host, which is unknown for a node port or
   * a load balancer until the Service exists. Without a URL, a worker's link "Back to Master" leads
   * to the address of the master's pod. Spark allows a path (documentation of {@code
   * spark.ui.reverseProxyUrl}): with the root path, all links stay on the host that the browser
   * used, whether through a Service, an Ingress or {@code kubectl port-forward}.
   */
  public static final Map<String, String> PROPERTIES =
      Map.of("spark.ui.reverseProxy", "true", "spark.ui.reverseProxyUrl", "/");

  private ReverseProxy() {}

  /**
   * The defaults of a driver.
   *
   * <p>The master makes a driver's redirects absolute, and always with {@code http}, because it
   * ignores X-Forwarded-Proto. Behind an Ingress with TLS, they must be {@code https}; {@code
   * spark.ui.proxyRedirectUri} makes Spark do that. Masters and workers do not get that property:
   * it drops the query of their redirects and the worker's part of their path, and their pages have
   * no links that are redirected.
   */
  public static Map<String, String> driverDefaults(UiSettings ui) {
    return ui.ingress()
        .filter(ingress -> ingress.tlsSecret().isPresent())
        .map(IngressSettings::url)
        .map(url -> Map.of("spark.ui.proxyRedirectUri", url))
        .orElse(Map.of());
  }
}
