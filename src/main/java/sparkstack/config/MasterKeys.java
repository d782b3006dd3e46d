package sparkstack.config;

import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Key.key;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;
import sparkstack.settings.RecoveryMode;

/** The keys of the master. */
final class MasterKeys {
  static final Key<MemorySize> MEMORY =
      key(
          "masterMemory",
          required(QuantitySyntax.DAEMON_HEAP.like("2g"), "512m"),
          "Heap of the master's JVM. The container gets 256 MiB more.");

  static final Key<CpuQuantity> CPU_REQUEST =
      key("masterCpuRequest", required(QuantitySyntax.CPU, "100m"), "CPU request of the master.");

  static final Key<Optional<CpuQuantity>> CPU_LIMIT =
      Role.MASTER.cpuLimit(
          "CPU limit of the master, which its JVM takes as the number of processors. If it is not"
              + " set, it is 2, or the request if that is more.");

  static final Key<String> STORAGE =
      Role.MASTER.storage(
          "1Gi", "Limit of the disk space that the master uses, for /tmp and its log.");

  static final Key<Map<String, String>> CONF =
      Role.properties(
          "masterConf",
          "spark.deploy.spreadOutApps",
          "false",
          "Spark properties of the master, such as spark.deploy.spreadOutApps.");

  static final Key<Map<String, String>> LOG_LEVELS =
      Role.MASTER.logLevels("Levels of the master's loggers. root is the level of all others.");

  static final Key<JsonObject> POD = Role.MASTER.pod();

  static final Key<Optional<RecoveryMode>> RECOVERY =
      key(
          "masterRecovery",
          optional(SparkSyntax.RECOVERY_MODE),
          "How a new master takes over the workers and the running applications of the one before:"
              + " rocksdb or filesystem, from a volume of its own; none if it does not. If it is not"
              + " set, it is rocksdb, or filesystem before Spark 4.0.");

  static final Key<String> RECOVERY_SIZE =
      key(
          "masterRecoverySize",
          required(QuantitySyntax.RECOVERY_SIZE, "1Gi"),
          "Size of the volume for masterRecovery.");

  static final Key<Optional<String>> RECOVERY_STORAGE_CLASS =
      key(
          "masterRecoveryStorageClass",
          optional(KubernetesSyntax.OBJECT_NAME.like("fast-disks")),
          "Storage class of the volume for masterRecovery. If it is not set, it is the cluster's"
              + " default.");

  static final RoleKeys ROLE =
      new RoleKeys(
          Role.MASTER,
          MEMORY,
          MEMORY,
          CPU_REQUEST,
          Optional.empty(),
          CPU_LIMIT,
          STORAGE,
          Optional.empty(),
          CONF,
          LOG_LEVELS,
          POD);

  static final Section SECTION =
      Section.of(
          "Master",
          MEMORY,
          CPU_REQUEST,
          CPU_LIMIT,
          STORAGE,
          CONF,
          LOG_LEVELS,
          POD,
          RECOVERY,
          RECOVERY_SIZE,
          RECOVERY_STORAGE_CLASS);

  private MasterKeys() {}
}
