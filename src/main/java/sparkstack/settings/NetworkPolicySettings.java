package sparkstack.settings;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Who may connect to the cluster's pods, and where these may connect to, in the fields of
 * Kubernetes.
 *
 * @param isConfirmed whether the user says that the Kubernetes cluster enforces policies
 * @param uiFrom peers that may open the master's web UI; empty for all that its Service is exposed
 *     to
 * @param submitFrom peers other than the stack's drivers that may run applications
 * @param egress rules for connections out of the cluster; empty if all are allowed
 */
public record NetworkPolicySettings(
    boolean isConfirmed,
    Optional<List<JsonObject>> uiFrom,
    List<JsonObject> submitFrom,
    Optional<List<JsonObject>> egress) {}
