package sparkstack.settings;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The user's additions to a role's pods, in the fields of Kubernetes.
 *
 * @param labels labels of the pods
 * @param annotations annotations of the pods
 * @param spec fields of the pod's spec: scheduling and volumes
 * @param container fields of the role's container: environment variables and mounts
 */
public record PodSettings(
    Map<String, String> labels,
    Map<String, String> annotations,
    JsonObject spec,
    JsonObject container) {
  private static final List<String> ADDED =
      List.of("containers", "initContainers", "volumes", "resourceClaims");

  private static final String SECURITY_CONTEXT = "securityContext";

  /**
   * Where and as whom the pods run, without containers, volumes, variables and hooks. A service
   * mesh adds no container either: a Job with one would never complete.
   */
  PodSettings withoutAdditions() {
    var own = spec.deepCopy();
    ADDED.forEach(own::remove);
    var security = new JsonObject();
    if (container.has(SECURITY_CONTEXT)) {
      security.add(SECURITY_CONTEXT, container.get(SECURITY_CONTEXT));
    }
    var unmeshed = new TreeMap<>(annotations);
    unmeshed.put("sidecar.istio.io/inject", "false");
    unmeshed.put("linkerd.io/inject", "disabled");
    return new PodSettings(labels, unmeshed, own, security);
  }
}
