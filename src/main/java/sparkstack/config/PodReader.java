package sparkstack.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.KubernetesObjects;
import sparkstack.kubernetes.Labels;
import sparkstack.settings.PodSettings;

/**
 * Reads the keys that add fields to the pods of a role, such as {@code spark:workerPod}. One map
 * contains fields of the PodSpec and of the role's Container, with their names in Kubernetes.
 *
 * <p>The user can set each field that is not in {@link ManagedPodFields}. A test compares the
 * fields of both classes with the SDK's classes.
 */
final class PodReader {
  /** The fields of a PodSpec that the user can set. */
  static final List<String> SPEC =
      List.of(
          "activeDeadlineSeconds",
          "affinity",
          "containers",
          "dnsConfig",
          "dnsPolicy",
          "hostAliases",
          "hostIPC",
          "hostNetwork",
          "hostPID",
          "hostUsers",
          "hostname",
          "initContainers",
          "nodeName",
          "nodeSelector",
          "os",
          "overhead",
          "preemptionPolicy",
          "priority",
          "priorityClassName",
          "readinessGates",
          "resourceClaims",
          "runtimeClassName",
          "schedulerName",
          "schedulingGates",
          "securityContext",
          "setHostnameAsFQDN",
          "shareProcessNamespace",
          "subdomain",
          "terminationGracePeriodSeconds",
          "tolerations",
          "topologySpreadConstraints",
          "volumes");

  /** The fields of the role's Container that the user can set. */
  static final List<String> CONTAINER =
      List.of(
          "command",
          "env",
          "envFrom",
          "lifecycle",
          "livenessProbe",
          "readinessProbe",
          "resizePolicy",
          "resources",
          "securityContext",
          "startupProbe",
          "stdin",
          "stdinOnce",
          "tty",
          "volumeDevices",
          "volumeMounts",
          "workingDir");

  private static final List<String> METADATA = List.of("annotations", "labels");

  private static final List<String> KNOWN =
      Stream.of(METADATA, SPEC, CONTAINER).flatMap(List::stream).distinct().sorted().toList();

  private static final String SECURITY_CONTEXT = "securityContext";

  /** The fields that only a container's securityContext has. All others are set for the pod. */
  static final Set<String> SECURITY_OF_CONTAINER =
      Set.of(
          "allowPrivilegeEscalation",
          "capabilities",
          "privileged",
          "procMount",
          "readOnlyRootFilesystem");

  private final ConfigValues values;
  private final RoleKeys role;
  private final String key;

  private PodReader(ConfigValues values, RoleKeys role) {
    this.values = values;
    this.role = role;
    this.key = role.pod().name();
  }

  static PodSettings read(ConfigValues values, RoleKeys role) {
    return new PodReader(values, role).settings(values.get(role.pod()));
  }

  /** The fields that the user may set in the pods of a role, for editors. */
  static List<String> fieldsOf(Role role) {
    return KNOWN.stream().filter(it -> ManagedPodFields.find(it, role).isEmpty()).toList();
  }

  private PodSettings settings(JsonObject pod) {
    rejectUnknown(pod);
    var spec = part(pod, SPEC, it -> !SECURITY_OF_CONTAINER.contains(it));
    var container = part(pod, CONTAINER, SECURITY_OF_CONTAINER::contains);
    // Skipped if empty: reflection on the SDK's classes takes much of the time to read the config.
    if (!spec.isEmpty()) {
      objects().read(PodSpecArgs.class, withContainers(spec), key);
    }
    if (!container.isEmpty()) {
      objects().read(ContainerArgs.class, withName(container), key);
    }
    if (!pod.isEmpty()) {
      new PodChecks(values, role.pod()).check(pod);
      new ContainerChecks(values, role).check(pod);
      new ResourceChecks(values, role).check(pod);
      new PodSecurityChecks(values, role.pod()).check(pod);
      new HostNetworkCheck(values, role.pod()).check(pod);
      new VolumeChecks(values, role).check(pod);
    }
    return new PodSettings(labels(pod), annotations(pod), spec, container);
  }

  private KubernetesObjects objects() {
    return new KubernetesObjects(
        values::reject,
        values::shown,
        new PodFields(values),
        new PodSources(values),
        new PodSelectors(values));
  }

  /** The program sets the required fields. */
  private static JsonObject withContainers(JsonObject spec) {
    var whole = spec.deepCopy();
    if (!whole.has("containers")) {
      whole.add("containers", new JsonArray());
    }
    return whole;
  }

  private static JsonObject withName(JsonObject container) {
    var whole = container.deepCopy();
    whole.addProperty("name", "spark");
    return whole;
  }

  private void rejectUnknown(JsonObject pod) {
    for (var field : pod.keySet()) {
      var path = key + "." + field;
      var managed = ManagedPodFields.find(field, role.role());
      if (managed.isPresent()) {
        values.reject(path, "must be left out: " + managed.get().advice(values));
      } else if (!KNOWN.contains(field)) {
        var nearest = Nearest.to(field, KNOWN).map(it -> "; did you mean " + it + "?").orElse("");
        values.reject(path, "is not a field of a PodSpec or Container" + nearest);
      }
    }
  }

  /**
   * The fields of the PodSpec or of the Container.
   *
   * @param security whether a field of the securityContext belongs to this part
   */
  private JsonObject part(JsonObject pod, List<String> fields, Predicate<String> security) {
    var part = new JsonObject();
    for (var field : fields) {
      // A managed field has an error already.
      if (pod.has(field) && ManagedPodFields.find(field, role.role()).isEmpty()) {
        part.add(field, pod.get(field));
      }
    }
    if (part.has(SECURITY_CONTEXT)) {
      addSecurityContext(part, part.remove(SECURITY_CONTEXT), security);
    }
    return part;
  }

  private static void addSecurityContext(
      JsonObject part, JsonElement whole, Predicate<String> security) {
    if (!whole.isJsonObject()) {
      // The error is reported once: only the pod gets the wrong value.
      if (security.test("runAsUser")) {
        part.add(SECURITY_CONTEXT, whole);
      }
      return;
    }
    var context = new JsonObject();
    whole
        .getAsJsonObject()
        .asMap()
        .forEach(
            (name, value) -> {
              if (security.test(name)) {
                context.add(name, value);
              }
            });
    if (!context.isEmpty()) {
      part.add(SECURITY_CONTEXT, context);
    }
  }

  private Map<String, String> labels(JsonObject pod) {
    var labels = texts(pod, "labels");
    labels.forEach(
        (name, value) -> {
          var path = "%s.labels.%s".formatted(key, name);
          if (Labels.isReserved(name)) {
            values.rejectManaged(path);
          } else if (KubernetesSyntax.LABEL_VALUE.read(value).isEmpty()) {
            values.reject(path, value, KubernetesSyntax.LABEL_VALUE.insteadOf(value));
          }
        });
    return labels;
  }

  private Map<String, String> annotations(JsonObject pod) {
    var annotations = texts(pod, "annotations");
    annotations.keySet().stream()
        .filter(Annotations::isReserved)
        .forEach(name -> values.rejectManaged("%s.annotations.%s".formatted(key, name)));
    return annotations;
  }

  private Map<String, String> texts(JsonObject pod, String field) {
    var texts = new TreeMap<String, String>();
    if (!pod.has(field)) {
      return texts;
    }
    var path = key + "." + field;
    if (!pod.get(field).isJsonObject()) {
      values.reject(path, pod.get(field).toString(), "a map from names to strings");
      return texts;
    }
    for (var entry : pod.getAsJsonObject(field).entrySet()) {
      var name = entry.getKey();
      if (KubernetesSyntax.ANNOTATION.read(name).isEmpty()) {
        values.reject(
            path + "." + name,
            "is not a valid name: it must be " + KubernetesSyntax.ANNOTATION.insteadOf(name));
      } else if (!entry.getValue().isJsonPrimitive()) {
        values.reject(path + "." + name, entry.getValue().toString(), "a string");
      } else if (!values.isRewritten(path + "." + name, entry.getValue())) {
        texts.put(name, entry.getValue().getAsString());
      }
    }
    return texts;
  }
}
