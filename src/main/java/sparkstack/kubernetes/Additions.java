package sparkstack.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvFromSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.List;
import java.util.stream.Stream;
import sparkstack.settings.PodSettings;

/**
 * What a user adds to the pods of a role, to go on from or to be put after the program's own.
 *
 * @param pod found right when it was read
 */
public record Additions(PodSettings pod) {
  private static final String VOLUMES = "volumes";

  /** A pod's spec with where it is scheduled. */
  public PodSpecArgs.Builder spec() {
    var json = pod.spec().deepCopy();
    json.remove(VOLUMES);
    if (json.isEmpty()) {
      return PodSpecArgs.builder();
    }
    // A required field, which the role gives.
    json.add("containers", new JsonArray());
    return PodSpecArgs.builder(KubernetesObjects.checked().read(PodSpecArgs.class, json, "pod"));
  }

  public List<VolumeArgs> volumes(Stream<VolumeArgs> own) {
    return Stream.concat(own, list(VolumeArgs.class, pod.spec(), VOLUMES)).toList();
  }

  /** A container with the sources of its variables. */
  public ContainerArgs.Builder container(String name) {
    var sources = list(EnvFromSourceArgs.class, pod.container(), "envFrom").toList();
    var container = ContainerArgs.builder().name(name);
    return sources.isEmpty() ? container : container.envFrom(sources);
  }

  public List<EnvVarArgs> env(Stream<EnvVarArgs> own) {
    return Stream.concat(own, list(EnvVarArgs.class, pod.container(), "env")).toList();
  }

  public List<VolumeMountArgs> volumeMounts(Stream<VolumeMountArgs> own) {
    return Stream.concat(own, list(VolumeMountArgs.class, pod.container(), "volumeMounts"))
        .toList();
  }

  private static <T> Stream<T> list(Class<T> type, JsonObject object, String field) {
    JsonElement json = object.has(field) ? object.get(field) : new JsonArray();
    return KubernetesObjects.checked().readList(type, json, field).stream();
  }
}
