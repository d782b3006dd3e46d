package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fields of a pod's spec and of a role's container that are not the user's to set, with the
 * reason. All other fields are the user's.
 *
 * <p>docs/configuration.md has this table.
 */
final class ManagedPodFields {
  private static final Set<String> ALL = Set.of("master", "worker", "driver");
  private static final Set<String> DAEMONS = Set.of("master", "worker");
  private static final Set<String> DRIVER = Set.of("driver");

  /**
   * @param name in a PodSpec or a Container
   * @param roles whose pods the program sets it for
   * @param reason to be read after "must be left out: "
   * @param instead key that the user sets in its place; empty for none. ROLE stands for the role
   */
  record Field(String name, Set<String> roles, String reason, String instead) {
    /** Why the field must be left out, and what to do. */
    String advice(ConfigValues values, String role) {
      return instead.isEmpty()
          ? reason
          : "%s; use %s".formatted(reason, values.name(instead.replace("ROLE", role)));
    }
  }

  private static final String PROBES =
      "the program asks the state page of the role's web UI, as often as a loaded JVM answers";

  private static final String ACCOUNT = "the program sets it, and creates the account";

  private static final String MESSAGE =
      "Pulumi's error shows a failed container's message, or else the last lines of its log";

  /** In a PodSpec. */
  static final List<Field> SPEC =
      List.of(
          new Field("activeDeadlineSeconds", DAEMONS, "a Deployment's pods have no deadline", ""),
          new Field(
              "automountServiceAccountToken",
              ALL,
              "the program sets it to false, since Spark never calls the API server; for a token,"
                  + " mount a projected volume with a serviceAccountToken",
              ""),
          new Field(
              "enableServiceLinks",
              ALL,
              "the program sets it to false, since the Service spark-master would set"
                  + " SPARK_MASTER_PORT to a URL, which Spark reads as a number",
              ""),
          new Field(
              "ephemeralContainers",
              ALL,
              "Kubernetes adds them to running pods only: use kubectl debug",
              ""),
          new Field("imagePullSecrets", ALL, "the program sets it", "imagePullSecrets"),
          new Field("restartPolicy", DAEMONS, "a Deployment's pods always restart", ""),
          new Field(
              "restartPolicy",
              DRIVER,
              "the program sets it to Never; the next pulumi up runs a failed driver again",
              ""),
          new Field("serviceAccount", ALL, ACCOUNT, "serviceAccount"),
          new Field("serviceAccountName", ALL, ACCOUNT, "serviceAccount"));

  /** In a Container. */
  static final List<Field> CONTAINER =
      List.of(
          new Field("args", DAEMONS, "they start the role's process", ""),
          new Field("args", DRIVER, "they start spark-submit", "driverArguments"),
          new Field("image", ALL, "all roles run one image", "imageReference"),
          new Field("imagePullPolicy", ALL, "all roles have one", "imagePullPolicy"),
          new Field("livenessProbe", DAEMONS, PROBES, ""),
          new Field("name", ALL, "the container has the role's name", ""),
          new Field("ports", ALL, "they are the ports of Spark; other ports need no entry", ""),
          new Field("readinessProbe", DAEMONS, PROBES, ""),
          new Field("startupProbe", DAEMONS, PROBES, ""),
          new Field("terminationMessagePath", ALL, MESSAGE, ""),
          new Field("terminationMessagePolicy", ALL, MESSAGE, ""));

  private ManagedPodFields() {}

  /** The field, if the program sets it in the pods of that role. */
  static Optional<Field> find(String name, String role) {
    return Stream.of(SPEC, CONTAINER)
        .flatMap(List::stream)
        .filter(it -> it.name().equals(name) && it.roles().contains(role))
        .findFirst();
  }
}
