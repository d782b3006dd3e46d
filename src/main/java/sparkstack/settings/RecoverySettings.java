package sparkstack.settings;

import java.util.Optional;

/**
 * The volume on which a master keeps its workers and applications.
 *
 * @param mode never {@link RecoveryMode#NONE}
 * @param size Kubernetes quantity of bytes, such as {@code 1Gi}
 * @param storageClass storage class; empty for the cluster's default
 */
public record RecoverySettings(RecoveryMode mode, String size, Optional<String> storageClass) {}
