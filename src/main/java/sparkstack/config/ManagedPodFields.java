package sparkstack.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The fields of a PodSpec and of a role's Container that the user cannot set, with the reason. The
 * user can set all other fields.
 *
 * <p>docs/configuration.md has this table.
 */
final class ManagedPodFields {
  private static final Set<Role> ALL = EnumSet.allOf(Role.class);
  private static final Set<Role> DAEMONS = EnumSet.of(Role.MASTER, Role.WORKER);
  private static final Set<Role> DRIVER = EnumSet.of(Role.DRIVER);

  /**
   * @param name in a PodSpec or a Container
   * @param roles in whose pods the user cannot set it
   * @param reason to be read after "must be left out: "
   * @param instead key to set instead
   */
  record Field(String name, Set<Role> roles, String reason, Optional<Key<?>> instead) {
    Field(String name, Set<Role> roles, String reason) {
      this(name, roles, reason, Optional.empty());
    }

    Field(String name, Set<Role> roles, String reason, Key<?> instead) {
      this(name, roles, reason, Optional.of(instead));
    }

    /** Why the field must be left out, and which key to set instead. */
    String advice(ConfigValues values) {
      return reason + instead.map(it -> "; use " + values.name(it)).orElse("");
    }
  }

  private static final String PROBES =
      "the program's probes request the state page of the role's web UI";

  private static final String ACCOUNT = "the program sets it to the ServiceAccount that it creates";

  /** Fields of a PodSpec. */
  static final List<Field> SPEC =
      List.of(
          new Field("activeDeadlineSeconds", DAEMONS, "a Deployment's pods have no deadline"),
          new Field(
              "automountServiceAccountToken",
              ALL,
              "the program sets it to false, because Spark never calls the API server; for a token,"
                  + " mount a projected volume with a serviceAccountToken"),
          new Field(
              "enableServiceLinks",
              ALL,
              "the program sets it to false, because the Service spark-master would set"
                  + " SPARK_MASTER_PORT to a URL, which Spark reads as a number"),
          new Field(
              "ephemeralContainers",
              ALL,
              "Kubernetes adds them to running pods only: use kubectl debug"),
          new Field("imagePullSecrets", ALL, "the program sets it", ClusterKeys.IMAGE_PULL_SECRETS),
          new Field("restartPolicy", DAEMONS, "a Deployment's pods always restart"),
          new Field(
              "restartPolicy",
              DRIVER,
              "the program sets it to Never; the next pulumi up runs a failed driver again"),
          new Field("serviceAccount", ALL, ACCOUNT, ClusterKeys.SERVICE_ACCOUNT),
          new Field("serviceAccountName", ALL, ACCOUNT, ClusterKeys.SERVICE_ACCOUNT));

  /** Fields of a Container. */
  static final List<Field> CONTAINER =
      List.of(
          new Field("args", DAEMONS, "the program starts the role's process with them"),
          new Field(
              "args", DRIVER, "the program starts spark-submit with them", DriverKeys.ARGUMENTS),
          new Field("image", ALL, "the pods of all roles run the same image", ImageKeys.REFERENCE),
          new Field(
              "imagePullPolicy",
              ALL,
              "the pods of all roles have the same policy",
              ClusterKeys.IMAGE_PULL_POLICY),
          new Field("livenessProbe", DAEMONS, PROBES),
          new Field("name", ALL, "the container has the name of the role"),
          new Field("ports", ALL, "the program lists Spark's ports; other ports need no entry"),
          new Field("readinessProbe", DAEMONS, PROBES),
          new Field("startupProbe", DAEMONS, PROBES),
          new Field(
              "terminationMessagePath",
              ALL,
              "Pulumi's error shows the message that a failed container leaves at the default path"),
          new Field(
              "terminationMessagePolicy",
              ALL,
              "the program sets it to FallbackToLogsOnError, so that Pulumi's error shows the last"
                  + " lines of a failed container's log"));

  private ManagedPodFields() {}

  /** The field; empty if the user can set it in the pods of that role. */
  static Optional<Field> find(String name, Role role) {
    return Stream.of(SPEC, CONTAINER)
        .flatMap(List::stream)
        .filter(it -> it.name().equals(name) && it.roles().contains(role))
        .findFirst();
  }
}
