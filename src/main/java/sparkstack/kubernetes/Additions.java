package sparkstack.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodResourceClaimArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.settings.PodSettings;

/**
 * The fields that a user adds to the pods of a role. They are the base of the program's fields, or
 * are merged with them.
 *
 * @param pod validated settings
 */
record Additions(PodSettings pod) {
  private static final String CONTAINERS = "containers";
  private static final String INIT_CONTAINERS = "initContainers";
  private static final String SECURITY_CONTEXT = "securityContext";
  private static final String RESOURCES = "resources";
  private static final String RESOURCE_CLAIMS = "resourceClaims";
  private static final String CAPABILITIES = "capabilities";
  private static final String VOLUMES = "volumes";
  private static final String ENV = "env";
  private static final String LIFECYCLE = "lifecycle";
  private static final String VOLUME_MOUNTS = "volumeMounts";

  /**
   * A pod's spec, without the fields that are merged.
   *
   * @param image image of init containers that set none
   */
  PodSpecArgs.Builder spec(Output<String> image, String pullPolicy) {
    var json =
        without(
            pod.spec(), CONTAINERS, INIT_CONTAINERS, RESOURCE_CLAIMS, SECURITY_CONTEXT, VOLUMES);
    var spec = PodSpecArgs.builder();
    if (!json.isEmpty()) {
      // The field is required; the role sets it.
      json.add(CONTAINERS, new JsonArray());
      spec = PodSpecArgs.builder(KubernetesObjects.checked().read(PodSpecArgs.class, json, "pod"));
    }
    if (pod.spec().has(INIT_CONTAINERS)) {
      spec.initContainers(containers(INIT_CONTAINERS, image, pullPolicy));
    }
    if (pod.spec().has(RESOURCE_CLAIMS)) {
      var claims = objects(pod.spec(), RESOURCE_CLAIMS);
      spec.resourceClaims(
          UntypedObjects.list(
              PodResourceClaimArgs.class,
              claims.map(it -> UntypedObjects.object(PodResourceClaimArgs.class, it)).toList()));
    }
    return spec;
  }

  /** The role's container comes first: kubectl uses it by default. */
  List<ContainerArgs> containers(ContainerArgs own, Output<String> image, String pullPolicy) {
    return Stream.concat(Stream.of(own), containers(CONTAINERS, image, pullPolicy).stream())
        .toList();
  }

  private List<ContainerArgs> containers(String field, Output<String> image, String pullPolicy) {
    var containers =
        objects(pod.spec(), field)
            .map(it -> container(UntypedObjects.object(ContainerArgs.class, it), image, pullPolicy))
            .toList();
    return UntypedObjects.list(ContainerArgs.class, containers);
  }

  private static Map<String, Object> container(
      Map<String, Object> container, Output<String> image, String pullPolicy) {
    if (!container.containsKey("image")) {
      container.put("image", image);
      container.putIfAbsent("imagePullPolicy", pullPolicy);
    }
    return container;
  }

  PodSecurityContextArgs securityContext(PodSecurityContextArgs own) {
    return pod.spec().has(SECURITY_CONTEXT)
        ? KubernetesObjects.over(
            own, PodSecurityContextArgs.class, pod.spec().getAsJsonObject(SECURITY_CONTEXT))
        : own;
  }

  List<VolumeArgs> volumes(Stream<VolumeArgs> own) {
    return Stream.concat(own, list(VolumeArgs.class, pod.spec(), VOLUMES)).toList();
  }

  /** The user's grace period; empty if it is not set. */
  Optional<Duration> terminationGracePeriod() {
    return Optional.ofNullable(pod.spec().get("terminationGracePeriodSeconds"))
        .map(seconds -> Duration.ofSeconds(seconds.getAsLong()));
  }

  /** The role's container, without the fields that are merged. */
  ContainerArgs.Builder container(String name) {
    var json = without(pod.container(), ENV, RESOURCES, SECURITY_CONTEXT, VOLUME_MOUNTS);
    if (json.isEmpty()) {
      return ContainerArgs.builder().name(name);
    }
    json.addProperty("name", name);
    return ContainerArgs.builder(
        KubernetesObjects.checked().read(ContainerArgs.class, json, "container"));
  }

  SecurityContextArgs securityContext(SecurityContextArgs own) {
    if (!pod.container().has(SECURITY_CONTEXT)) {
      return own;
    }
    var json = pod.container().getAsJsonObject(SECURITY_CONTEXT).deepCopy();
    if (json.has(CAPABILITIES)) {
      var drop = new JsonArray();
      drop.add(Security.ALL_CAPABILITIES);
      json.getAsJsonObject(CAPABILITIES).add("drop", drop);
    }
    return KubernetesObjects.over(own, SecurityContextArgs.class, json);
  }

  /** The role's hooks, with the user's hooks for other events. */
  LifecycleArgs lifecycle(LifecycleArgs own) {
    if (!pod.container().has(LIFECYCLE)) {
      return own;
    }
    return KubernetesObjects.over(
        own, LifecycleArgs.class, pod.container().getAsJsonObject(LIFECYCLE));
  }

  /** The role's resources, and the user's resources with other names. */
  ResourceRequirementsArgs resources(Map<String, String> requests, Map<String, String> limits) {
    if (!pod.container().has(RESOURCES)) {
      return ResourceRequirementsArgs.builder().requests(requests).limits(limits).build();
    }
    var json = pod.container().getAsJsonObject(RESOURCES);
    var users = KubernetesObjects.checked().read(ResourceRequirementsArgs.class, json, RESOURCES);
    return ResourceRequirementsArgs.builder(users)
        .requests(merged(json, "requests", requests))
        .limits(merged(json, "limits", limits))
        .build();
  }

  private static Map<String, String> merged(
      JsonObject resources, String field, Map<String, String> own) {
    var quantities = new TreeMap<>(own);
    if (resources.has(field)) {
      resources
          .getAsJsonObject(field)
          .asMap()
          .forEach((name, quantity) -> quantities.put(name, quantity.getAsString()));
    }
    return quantities;
  }

  List<EnvVarArgs> env(Stream<EnvVarArgs> own) {
    return Stream.concat(own, list(EnvVarArgs.class, pod.container(), ENV)).toList();
  }

  List<VolumeMountArgs> volumeMounts(Stream<VolumeMountArgs> own) {
    return Stream.concat(own, list(VolumeMountArgs.class, pod.container(), VOLUME_MOUNTS)).toList();
  }

  private static JsonObject without(JsonObject object, String... fields) {
    var rest = new JsonObject();
    object
        .asMap()
        .forEach(
            (name, it) -> {
              if (!Set.of(fields).contains(name)) {
                rest.add(name, it);
              }
            });
    return rest;
  }

  private static <T> Stream<T> list(Class<T> type, JsonObject object, String field) {
    return objects(object, field).map(it -> KubernetesObjects.checked().read(type, it, field));
  }

  private static Stream<JsonObject> objects(JsonObject object, String field) {
    return object.has(field)
        ? object.getAsJsonArray(field).asList().stream().map(it -> it.getAsJsonObject())
        : Stream.of();
  }
}
