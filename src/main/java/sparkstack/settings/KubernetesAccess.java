package sparkstack.settings;

import java.util.Optional;

/**
 * Where a stack finds its Kubernetes cluster. All empty: the current context of kubectl.
 *
 * @param kubeconfig path of a kubeconfig, or its content
 * @param context name of a context in it
 * @param cluster name of a cluster in it, in place of the context's own
 */
public record KubernetesAccess(
    Optional<String> kubeconfig, Optional<String> context, Optional<String> cluster) {}
