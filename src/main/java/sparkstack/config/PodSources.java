package sparkstack.config;

import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.EnvFromSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleHandlerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodResourceClaimArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeProjectionArgs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sparkstack.kubernetes.KubernetesObjects;

/** Checks the objects in pods that must have exactly one of several fields, such as a volume. */
record PodSources(ConfigValues values) implements KubernetesObjects.Check {
  /** The fields that may be set beside that one. */
  private static final Map<Class<?>, Set<String>> OTHER_FIELDS =
      Map.of(
          EnvVarSourceArgs.class, Set.of(),
          EnvFromSourceArgs.class, Set.of("prefix"),
          VolumeArgs.class, Set.of("name"),
          VolumeProjectionArgs.class, Set.of(),
          LifecycleHandlerArgs.class, Set.of(),
          PodResourceClaimArgs.class, Set.of("name"),
          ProbeArgs.class,
              Set.of(
                  "failureThreshold",
                  "initialDelaySeconds",
                  "periodSeconds",
                  "successThreshold",
                  "terminationGracePeriodSeconds",
                  "timeoutSeconds"));

  /** The fields of which one is required. Other objects have a default or may be empty. */
  private static final Map<Class<?>, List<String>> REQUIRED =
      Map.of(
          EnvVarSourceArgs.class,
          List.of("configMapKeyRef", "fieldRef", "resourceFieldRef", "secretKeyRef"),
          EnvFromSourceArgs.class,
          List.of("configMapRef", "secretRef"),
          LifecycleHandlerArgs.class,
          List.of("exec", "httpGet", "tcpSocket"),
          PodResourceClaimArgs.class,
          List.of("resourceClaimName", "resourceClaimTemplateName"),
          ProbeArgs.class,
          List.of("exec", "grpc", "httpGet", "tcpSocket"));

  @Override
  public void check(Class<?> type, JsonObject object, String path) {
    if (!OTHER_FIELDS.containsKey(type)) {
      return;
    }
    var kinds =
        object.keySet().stream().filter(it -> !OTHER_FIELDS.get(type).contains(it)).toList();
    if (!kinds.stream().allMatch(it -> values.areRight(path + "." + it))) {
      return;
    }
    if (kinds.size() > 1) {
      values.reject(path, "must have only one of " + String.join(", ", kinds));
    } else if (kinds.isEmpty() && REQUIRED.containsKey(type)) {
      values.reject(path, "must have " + Syntax.either(REQUIRED.get(type)));
    }
  }
}
