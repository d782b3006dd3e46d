package sparkstack.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import sparkstack.settings.IngressSettings;
import sparkstack.settings.UiSettings;

/**
 * What every role is told, so that the UIs of workers and drivers are reached through the master's,
 * by links that don't lead to addresses of pods.
 */
public final class ReverseProxy {
  private ReverseProxy() {}

  public static Map<String, String> properties(UiSettings ui) {
    var properties = new TreeMap<String, String>();
    properties.put("spark.ui.reverseProxy", "true");
    ui.ingress()
        .map(IngressSettings::url)
        .ifPresent(url -> properties.put("spark.ui.reverseProxyUrl", url));
    return properties;
  }
}
