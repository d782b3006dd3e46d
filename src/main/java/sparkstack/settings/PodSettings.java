package sparkstack.settings;

import com.google.gson.JsonObject;
import java.util.Map;

/**
 * What a role's pods have beside what the program gives them, in the words of Kubernetes.
 *
 * @param labels of the pods
 * @param annotations of the pods
 * @param spec fields of the pod's spec: where it is scheduled, and volumes
 * @param container fields of its container: environment variables and mounts
 */
public record PodSettings(
    Map<String, String> labels,
    Map<String, String> annotations,
    JsonObject spec,
    JsonObject container) {}
