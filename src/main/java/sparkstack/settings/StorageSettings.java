package sparkstack.settings;

import java.util.Optional;

/**
 * The disk space of a pod.
 *
 * @param size Kubernetes quantity of bytes
 * @param storageClass of a claim that is the pod's own and is deleted with it; empty for the disk
 *     of the node
 */
public record StorageSettings(String size, Optional<String> storageClass) {}
