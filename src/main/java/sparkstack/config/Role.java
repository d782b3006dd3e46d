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

/** A kind of pod. Declares the keys that are alike for every role. */
enum Role {
  MASTER("master", "the master"),
  WORKER("worker", "the workers"),
  DRIVER("driver", "the driver");

  private static final String ALLOWED_IN_POD =
      "a map of labels and annotations, of fields of a PodSpec, and of fields of the role's"
          + " Container, as in a manifest";

  private final String text;
  private final String pods;

  Role(String text, String pods) {
    this.text = text;
    this.pods = pods;
  }

  /** As it starts the names of the role's keys. The role's container has the same name. */
  @Override
  public String toString() {
    return text;
  }

  Key<Optional<CpuQuantity>> cpuLimit(String meaning) {
    return key(text + "CpuLimit", optional(QuantitySyntax.CPU.like("4")), meaning);
  }

  Key<String> storage(String defaultText, String meaning) {
    return key(text + "Storage", required(QuantitySyntax.STORAGE_SIZE, defaultText), meaning);
  }

  /**
   * Spark properties of a role.
   *
   * @param property an example, and its {@code value}
   */
  static Key<Map<String, String>> properties(
      String name, String property, String value, String meaning) {
    return key(
            name,
            map(SparkSyntax.PROPERTY.like(property), SparkSyntax.PROPERTY_VALUE.like(value)),
            meaning)
        .thatMayHoldSecrets();
  }

  Key<Map<String, String>> logLevels(String meaning) {
    return key(
        text + "LogLevels",
        map(SparkSyntax.LOGGER.like("root"), SparkSyntax.LOG_LEVEL.like("warn")),
        meaning);
  }

  Key<JsonObject> pod() {
    return key(
            text + "Pod",
            object(
                ALLOWED_IN_POD,
                "{nodeSelector: {disk: ssd}, labels: {team: data}}",
                () -> PodReader.fieldsOf(this)),
            ("Additions to the pods of %s, in the terms of Kubernetes: labels, annotations, fields of"
                    + " the PodSpec (such as tolerations, volumes, initContainers, hostAliases) and"
                    + " fields of the %s's Container (such as env, volumeMounts, resources,"
                    + " lifecycle). See \"Pods\".")
                .formatted(pods, text))
        .thatMayHoldSecrets();
  }
}
