package sparkstack.config;

import static sparkstack.config.Form.map;
import static sparkstack.config.Form.object;
import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Key.key;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;

/**
 * The keys that every role has.
 *
 * @param role {@code master}, {@code worker} or {@code driver}
 * @param heap of the JVM that the role's container starts
 * @param memory in place of the container's memory, which the program computes
 * @param cpuRequest of the role's container
 * @param cores that the CPU request is by default; empty if it does not depend on them
 * @param properties of Spark
 */
record RoleKeys(
    String role,
    Key<MemorySize> heap,
    Key<?> memory,
    Key<?> cpuRequest,
    Optional<Key<Integer>> cores,
    Key<Optional<CpuQuantity>> cpuLimit,
    Key<String> storage,
    Key<Map<String, String>> properties,
    Key<Map<String, String>> logLevels,
    Key<JsonObject> pod) {

  private static final String ALLOWED_IN_POD =
      "a map of labels and annotations, of fields of a PodSpec, and of fields of the role's"
          + " Container, as in a manifest";

  boolean isMaster() {
    return role.equals("master");
  }

  boolean isWorker() {
    return role.equals("worker");
  }

  boolean isDriver() {
    return role.equals("driver");
  }

  // ---- Declarations of the keys that are alike for every role

  static Key<Optional<CpuQuantity>> cpuLimit(String role, String meaning) {
    return key(role + "CpuLimit", optional(QuantitySyntax.CPU.like("4")), meaning);
  }

  static Key<String> storage(String role, String defaultText, String meaning) {
    return key(role + "Storage", required(QuantitySyntax.STORAGE_SIZE, defaultText), meaning);
  }

  /**
   * @param property an example, and its {@code value}
   */
  static Key<Map<String, String>> properties(
      String name, String property, String value, String meaning) {
    return key(
            name,
            map(SparkSyntax.PROPERTY.like(property), SparkSyntax.PROPERTY_VALUE.like(value)),
            meaning)
        .thatMayHoldSecrets(RoleKeys::insteadOfSecret);
  }

  static Key<Map<String, String>> logLevels(String role, String meaning) {
    return key(
        role + "LogLevels",
        map(SparkSyntax.LOGGER.like("root"), SparkSyntax.LOG_LEVEL.like("warn")),
        meaning);
  }

  static Key<JsonObject> pod(String role, String pods) {
    return key(
            role + "Pod",
            object(
                ALLOWED_IN_POD,
                "{nodeSelector: {disk: ssd}, labels: {team: data}}",
                () -> PodReader.fieldsOf(role)),
            ("Additions to the pods of %s, in the terms of Kubernetes: labels, annotations, fields of"
                    + " the PodSpec (such as tolerations, volumes, initContainers, hostAliases) and"
                    + " fields of the %s's Container (such as env, volumeMounts, resources,"
                    + " lifecycle). See \"Pods\".")
                .formatted(pods, role))
        .thatMayHoldSecrets(RoleKeys::insteadOfSecret);
  }

  /** What to do with a secret in properties, pods or arguments. */
  static String insteadOfSecret(ConfigValues values) {
    return "put secrets into a Kubernetes Secret, for env of %s or %s to name by valueFrom.secretKeyRef, and "
        .formatted(values.name(DriverKeys.POD), values.name(WorkerKeys.POD));
  }
}
