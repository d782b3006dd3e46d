package sparkstack.settings;

/**
 * The names of keys that messages need after the config was read, as the user types them: {@code
 * spark:adopt} or, in a program with several clusters, {@code two-clusters:etl.adopt}.
 */
public record KeyNames(
    String clusterName,
    String namespace,
    String createNamespace,
    String adopt,
    String podStartTimeout,
    String imagePullSecrets,
    String registryUsername,
    String registryPassword,
    String masterMemory,
    String masterStorage,
    String driverTimeout,
    String driverMemory,
    String driverMemoryOverhead,
    String driverStorage,
    String networkPolicy,
    String recovery,
    String recoveryStorageClass,
    String workerStorageClass,
    String dataVolumeSize,
    String dataVolumeStorageClass) {}
