package sparkstack.settings;

import java.util.Optional;

/**
 * The volume that workers and drivers share.
 *
 * @param size Kubernetes quantity of bytes, such as {@code 10Gi}
 * @param storageClass storage class; empty for the cluster's default
 * @param accessMode Kubernetes access mode, such as {@code ReadWriteMany}
 */
public record DataVolumeSettings(String size, Optional<String> storageClass, String accessMode) {}
