package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks the user's additions to pods against the Pod Security Standard "restricted". The namespace
 * enforces it if the stack creates the namespace. Without these checks, a Deployment whose pods the
 * API server rejects would only time out.
 *
 * <p>The rules are those of the standard's newest version, because the namespace pins no version.
 *
 * @param key of the role's pods
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
   * A rule for the value of a field.
   *
   * @param path of the field in its object
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

  /** Rules for the securityContext of a pod and of a container. */
  private static final List<Rule> OF_SECURITY_CONTEXT =
      List.of(
          new Rule("runAsNonRoot", "true"::equals, "true"),
          new Rule("runAsUser", user -> !user.matches("0+"), "a user other than 0"),
          new Rule(
              "seccompProfile.type",
              type -> !type.equals("Unconfined"),
              "RuntimeDefault or Localhost"),
          new Rule(
              "seLinuxOptions.type",
              SELINUX_TYPES::contains,
              "container_t or another type for containers"),
          Rule.isEmpty("seLinuxOptions.role"),
          Rule.isEmpty("seLinuxOptions.user"),
          Rule.isFalse("windowsOptions.hostProcess"),
          Rule.isFalse("allowPrivilegeEscalation"),
          Rule.isFalse("privileged"),
          new Rule("procMount", "Default"::equals, "Default"));

  /** Rules for containers. Since Kubernetes 1.34, their handlers may not name another host. */
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
                .ifPresent(name -> reject(path + ".name", name, "a safe sysctl")));
    for (var list : List.of("initContainers", "containers")) {
      PodChecks.forEachObject(pod, key.name(), list, this::checkUsersContainer);
    }
  }

  /**
   * The program sets allowPrivilegeEscalation to false. The API server does not accept that
   * together with privileged.
   */
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
            reject(addPath, capability, "NET_BIND_SERVICE or left out");
          }
        });
  }

  /** The user must restrict an added container. The program restricts the role's own. */
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

  /** The program drops all capabilities of the role's own container, the user those of others. */
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
                  "must be replaced by another type of volume, such as persistentVolumeClaim"
                      + reason());
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

  /** The scalar at a path of fields; empty if there is none. */
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
