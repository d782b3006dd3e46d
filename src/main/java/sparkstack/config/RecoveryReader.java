package sparkstack.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.RecoveryMode;
import sparkstack.settings.RecoverySettings;
import sparkstack.settings.SparkVersion;

/**
 * Reads how the master recovers.
 *
 * @param sparkVersion Spark release of the image
 * @param properties Spark properties of the master
 */
record RecoveryReader(ConfigValues values, String sparkVersion, Map<String, String> properties) {
  private static final String MODE = "spark.deploy.recoveryMode";
  private static final String FOLDER = "spark.deploy.recoveryDirectory";
  private static final String CODEC = "spark.deploy.recoveryCompressionCodec";
  private static final String TIMEOUT = "spark.deploy.recoveryTimeout";

  /** In place of the timeout before Spark 4.0. */
  private static final String WORKER_TIMEOUT = "spark.worker.timeout";

  /** The startup probe restarts a master that has not recovered after five minutes. */
  private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(4);

  /** Whether the stack has no recovery of its own. */
  static boolean isOff(ConfigValues values) {
    return values.get(MasterKeys.RECOVERY).equals(Optional.of(RecoveryMode.NONE));
  }

  /** The volume of the master; empty if the stack has none. */
  Optional<RecoverySettings> read() {
    var mode = values.get(MasterKeys.RECOVERY).orElseGet(this::defaultMode);
    var size = values.get(MasterKeys.RECOVERY_SIZE);
    var storageClass = values.get(MasterKeys.RECOVERY_STORAGE_CLASS);
    if (mode == RecoveryMode.NONE) {
      checkOwnMode();
      warnOfNoVolume();
      return Optional.empty();
    }
    if (mode == RecoveryMode.ROCKSDB && isBeforeSpark4()) {
      values.reject(
          MasterKeys.RECOVERY, mode.key(), "filesystem or none: Spark has RocksDB since 4.0");
    }
    checkProperties();
    return Optional.of(new RecoverySettings(mode, size, storageClass));
  }

  private void checkProperties() {
    if (properties.containsKey(CODEC)) {
      reject(CODEC, "left out: after a change of the codec, a master cannot read its state");
    }
    var timeout = isBeforeSpark4() ? WORKER_TIMEOUT : TIMEOUT;
    Optional.ofNullable(properties.get(timeout))
        .flatMap(it -> PropertyValues.time(it, "s"))
        .filter(it -> it.compareTo(LONGEST_RECOVERY) > 0)
        .ifPresent(
            it ->
                reject(
                    timeout,
                    "at most %ds: a probe restarts a master that has not recovered after 5 minutes"
                        .formatted(LONGEST_RECOVERY.toSeconds())));
  }

  private void reject(String property, String allowed) {
    if (values.areRight(path(property))) {
      values.reject(path(property), properties.get(property), allowed);
    }
  }

  private RecoveryMode defaultMode() {
    return isBeforeSpark4() ? RecoveryMode.FILESYSTEM : RecoveryMode.ROCKSDB;
  }

  private boolean isBeforeSpark4() {
    return SparkVersion.of(sparkVersion).isBefore4();
  }

  /** Without the other property, a master does not start or fails with its first worker. */
  private void checkOwnMode() {
    var mode = properties.getOrDefault(MODE, "");
    var needed =
        switch (mode) {
          case "FILESYSTEM", "ROCKSDB" -> FOLDER;
          case "ZOOKEEPER" -> "spark.deploy.zookeeper.url";
          case "CUSTOM" -> "spark.deploy.recoveryMode.factory";
          default -> "";
        };
    if (!needed.isEmpty() && properties.getOrDefault(needed, "").isBlank()) {
      reject(MODE, "set together with " + needed);
    }
  }

  private void warnOfNoVolume() {
    if (properties.getOrDefault(MODE, "NONE").equals("NONE")) {
      values.warn(
          MasterKeys.RECOVERY,
          "with none, a new master knows no application: the running ones lose their executors, and their drivers end with an error a minute later");
    }
    for (var key : List.of(MasterKeys.RECOVERY_SIZE, MasterKeys.RECOVERY_STORAGE_CLASS)) {
      if (values.isChanged(key)) {
        values.warn(key, "has no effect: %s is none".formatted(values.name(MasterKeys.RECOVERY)));
      }
    }
  }

  private static String path(String property) {
    return MasterKeys.CONF.entry(property);
  }
}
