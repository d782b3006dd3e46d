package sparkstack.settings;

import java.util.Optional;

/**
 * How a stack finds its Kubernetes cluster. All fields empty: kubectl's current context.
 *
 * @param kubeconfig path or content of a kubeconfig
 * @param context name of a context in the kubeconfig
 * @param cluster name of a cluster in the kubeconfig, in place of the context's
 */
public record KubernetesAccess(
    Optional<String> kubeconfig, Optional<String> context, Optional<String> cluster) {}
