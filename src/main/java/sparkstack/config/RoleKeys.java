package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;

/**
 * The keys that every role has.
 *
 * @param heap of the JVM that the role's container starts
 * @param memory in place of the container's memory, which the program computes
 * @param cpuRequest of the role's container
 * @param cores that the CPU request is by default; empty if it does not depend on them
 * @param storageClass of the storage; empty if the role has only the disk of the node
 * @param properties of Spark
 */
record RoleKeys(
    Role role,
    Key<MemorySize> heap,
    Key<?> memory,
    Key<?> cpuRequest,
    Optional<Key<Integer>> cores,
    Key<Optional<CpuQuantity>> cpuLimit,
    Key<String> storage,
    Optional<Key<Optional<String>>> storageClass,
    Key<Map<String, String>> properties,
    Key<Map<String, String>> logLevels,
    Key<JsonObject> pod) {
  boolean isMaster() {
    return role == Role.MASTER;
  }

  boolean isWorker() {
    return role == Role.WORKER;
  }

  boolean isDriver() {
    return role == Role.DRIVER;
  }
}
