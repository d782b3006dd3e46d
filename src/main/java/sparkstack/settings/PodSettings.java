package sparkstack.settings;

import com.google.gson.JsonObject;
import java.util.Map;

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
    JsonObject container) {}
