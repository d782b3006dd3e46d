package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks of what a user adds to pods against the Pod Security Standard "restricted", which the
 * namespace enforces if the stack creates it: a Deployment whose pods are refused would only time
 * out.
 *
 * <p>The rules are those of the standard's newest version, since the namespace names none.
 *
 * @param key of the pods
 */
record PodSecurityChecks(ConfigValues values, Key<?> key) {
  private static final Key<Boolean> CREATE_NAMESPACE = ClusterKeys.CREATE_NAMESPACE;
  private static final String SECURITY_CONTEXT = "securityContext";
  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static final Set<String> SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ping_group_range",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.tcp_wmem");

  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_engine_t", "container_init_t", "container_kvm_t", "container_t");

  /**
   * A field that may not have every value.
   *
   * @param path below the object
   * @param allowed to be read after "must be"
   */
  private record Rule(String path, Predicate<String> isAllowed, String allowed) {
    static Rule isFalse(String path) {
      return new Rule(path, "false"::equals, "false");
    }

    static Rule isEmpty(String path) {
      return new Rule(path, String::isEmpty, "left out");
    }
  }

  private static final List<Rule> OF_POD =
      List.of(Rule.isFalse("hostIPC"), Rule.isFalse("hostNetwork"), Rule.isFalse("hostPID"));

  /** Of a pod's securityContext and a container's. */
  private static final List<Rule> OF_SECURITY_CONTEXT =
      List.of(
          new Rule("runAsNonRoot", "true"::equals, "true"),
          new Rule("runAsUser", user -> !user.matches("0+"), "another user than 0"),
          new Rule(
              "seccompProfile.type",
              type -> !type.equals("Unconfined"),
              "RuntimeDefault or Localhost"),
          new Rule(
              "seLinuxOptions.type",
              SELINUX_TYPES::contains,
              "container_t, or another type of containers"),
          Rule.isEmpty("seLinuxOptions.role"),
          Rule.isEmpty("seLinuxOptions.user"),
          Rule.isFalse("windowsOptions.hostProcess"),
          Rule.isFalse("allowPrivilegeEscalation"),
          Rule.isFalse("privileged"),
          new Rule("procMount", "Default"::equals, "Default"));

  /** Of containers: since Kubernetes 1.34, none may ask another host. */
  private static final List<Rule> OF_CONTAINER =
      List.of(
          Rule.isEmpty("lifecycle.postStart.httpGet.host"),
          Rule.isEmpty("lifecycle.postStart.tcpSocket.host"),
          Rule.isEmpty("lifecycle.preStop.httpGet.host"),
          Rule.isEmpty("lifecycle.preStop.tcpSocket.host"),
          Rule.isEmpty("livenessProbe.httpGet.host"),
          Rule.isEmpty("livenessProbe.tcpSocket.host"),
          Rule.isEmpty("readinessProbe.httpGet.host"),
          Rule.isEmpty("readinessProbe.tcpSocket.host"),
          Rule.isEmpty("startupProbe.httpGet.host"),
          Rule.isEmpty("startupProbe.tcpSocket.host"));

  void check(JsonObject pod) {
    checkCapabilities(key.name(), pod, true);
    if (values.isSet(CREATE_NAMESPACE) && values.typed(CREATE_NAMESPACE).equals("false")) {
      checkEscalation(pod);
      return;
    }
    check(key.name(), pod, OF_POD);
    checkContainer(key.name(), pod);
    checkVolumes(pod);
    checkAnnotations(PodChecks.map(pod, "annotations"));
    PodChecks.forEachObject(
        PodChecks.map(pod, SECURITY_CONTEXT),
        key.entry(SECURITY_CONTEXT),
        "sysctls",
        (path, sysctl) ->
            PodChecks.text(sysctl, "name")
                .filter(name -> !SYSCTLS.contains(name))
                .ifPresent(name -> reject(path + ".name", name, "a sysctl that is safe")));
    for (var list : List.of("initContainers", "containers")) {
      PodChecks.forEachObject(pod, key.name(), list, this::checkUsersContainer);
    }
  }

  /** The program's false is merged with the user's rest; the API server refuses both together. */
  private void checkEscalation(JsonObject pod) {
    var context = PodChecks.map(pod, SECURITY_CONTEXT);
    var mayEscalate = PodChecks.text(context, "allowPrivilegeEscalation").orElse("false");
    var isPrivileged = PodChecks.text(context, "privileged").filter("true"::equals).isPresent();
    if (isPrivileged && !mayEscalate.equals("true")) {
      values.reject(
          key.entry("securityContext.allowPrivilegeEscalation"),
          "must be set to true with privileged true");
    }
  }

  private void checkContainer(String path, JsonObject container) {
    check(path, container, OF_CONTAINER);
    check(
        path + "." + SECURITY_CONTEXT,
        PodChecks.map(container, SECURITY_CONTEXT),
        OF_SECURITY_CONTEXT);
    PodChecks.forEachText(
        PodChecks.map(PodChecks.map(container, SECURITY_CONTEXT), "capabilities"),
        path + ".securityContext.capabilities",
        "add",
        (addPath, capability) -> {
          if (values.areRight(addPath) && !capability.equals("NET_BIND_SERVICE")) {
            reject(addPath, capability, "NET_BIND_SERVICE, or left out");
          }
        });
  }

  /** Which must say itself that it may do no more; the role's own container says so already. */
  private void checkUsersContainer(String path, JsonObject container) {
    checkContainer(path, container);
    var context = PodChecks.map(container, SECURITY_CONTEXT);
    if (!context.has("allowPrivilegeEscalation")) {
      values.reject(
          path + ".securityContext.allowPrivilegeEscalation", "must be set to false" + reason());
    }
    checkCapabilities(path, container, false);
    PodChecks.forEachObject(
        container,
        path,
        "ports",
        (portPath, port) ->
            PodChecks.text(port, "hostPort")
                .filter(it -> !it.equals("0"))
                .ifPresent(it -> reject(portPath + ".hostPort", it, "left out")));
  }

  /** A role's container drops all; another must, in a namespace of the stack's. */
  private void checkCapabilities(String path, JsonObject container, boolean isRoles) {
    var capabilities = PodChecks.map(PodChecks.map(container, SECURITY_CONTEXT), "capabilities");
    var dropPath = path + ".securityContext.capabilities.drop";
    if (isRoles) {
      if (capabilities.has("drop")) {
        values.reject(dropPath, "must be left out: the program drops ALL");
      }
      return;
    }
    var drop = capabilities.get("drop");
    if (drop == null || !drop.isJsonArray() || !hasAll(drop)) {
      values.reject(dropPath, "must be set to [ALL]" + reason());
    }
  }

  private static boolean hasAll(JsonElement drop) {
    return drop.getAsJsonArray().asList().stream()
        .anyMatch(it -> it.isJsonPrimitive() && it.getAsString().equals("ALL"));
  }

  private void checkVolumes(JsonObject pod) {
    PodChecks.forEachObject(
        pod,
        key.name(),
        "volumes",
        (path, volume) -> {
          for (var field : volume.keySet()) {
            if (!field.equals("name") && !VOLUMES.contains(field)) {
              values.reject(
                  path + "." + field,
                  "must be replaced, such as by a persistentVolumeClaim" + reason());
            }
          }
        });
  }

  private void checkAnnotations(JsonObject annotations) {
    for (var annotation : annotations.keySet()) {
      var profile = PodChecks.text(annotations, annotation).orElse("");
      if (annotation.startsWith(APP_ARMOR)
          && !profile.equals("runtime/default")
          && !profile.startsWith("localhost/")) {
        reject(
            key.entry("annotations." + annotation),
            profile,
            "runtime/default or localhost/PROFILE");
      }
    }
  }

  private void check(String path, JsonObject object, List<Rule> rules) {
    for (var rule : rules) {
      text(object, rule.path())
          .filter(it -> values.areRight(path + "." + rule.path()))
          .filter(rule.isAllowed().negate())
          .ifPresent(it -> reject(path + "." + rule.path(), it, rule.allowed()));
    }
  }

  /** The text at a path of fields; empty if there is none. */
  private static Optional<String> text(JsonObject object, String path) {
    var fields = List.of(path.split("\\."));
    var inner = object;
    for (var field : fields.subList(0, fields.size() - 1)) {
      inner = PodChecks.map(inner, field);
    }
    return PodChecks.text(inner, fields.get(fields.size() - 1));
  }

  private void reject(String path, String value, String allowed) {
    values.reject(path, value, allowed + reason());
  }

  private String reason() {
    return ": the stack's namespace enforces the Pod Security Standard restricted, unless %s is false"
        .formatted(values.name(CREATE_NAMESPACE));
  }
}
