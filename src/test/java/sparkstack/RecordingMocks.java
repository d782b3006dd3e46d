package sparkstack;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Replaces the engine: records every resource, and returns the fields that a cluster would set. */
final class RecordingMocks implements Mocks {
  static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  static final int NODE_PORT = 30080;
  static final String LOAD_BALANCER_ADDRESS = "192.0.2.10";

  final List<Manifest> recorded = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs resource) {
    var inputs = withoutChance(resource);
    recorded.add(new Manifest(resource.type, resource.name, resource.provider, inputs));
    var state = new HashMap<String, Object>(inputs);
    switch (resource.type) {
      case "docker:index/image:Image" -> state.put("repoDigest", repoDigest(resource));
      case "kubernetes:core/v1:Service" -> {
        state.put("spec", withNodePort(resource.inputs));
        state.put("status", loadBalancerStatus());
      }
      default -> {}
    }
    return CompletableFuture.completedFuture(
        ResourceResult.of(Optional.of(resource.name + "-id"), state));
  }

  /** The program reads the state of the stack, which is empty. */
  @Override
  public CompletableFuture<Map<String, Object>> callAsync(CallArgs call) {
    return CompletableFuture.completedFuture(Map.of("outputs", Map.of()));
  }

  /**
   * The inputs with fixed values in place of a random secret and its id, so that runs can be
   * compared.
   */
  private static Map<String, Object> withoutChance(ResourceArgs resource) {
    if (!resource.name.contains("-authentication-")) {
      return resource.inputs;
    }
    var inputs = new HashMap<String, Object>(resource.inputs);
    var data = new HashMap<>(Manifest.object(inputs.get("data")));
    data.replaceAll((file, content) -> "random");
    inputs.put("data", data);
    var metadata = new HashMap<>(Manifest.object(inputs.get("metadata")));
    var annotations = new HashMap<>(Manifest.object(metadata.get("annotations")));
    annotations.replace("authentication-id", "random");
    metadata.put("annotations", annotations);
    inputs.put("metadata", metadata);
    return inputs;
  }

  private static String repoDigest(ResourceArgs image) {
    var name = (String) image.inputs.get("imageName");
    return name.substring(0, name.lastIndexOf(':')) + "@" + DIGEST;
  }

  private static Map<String, Object> withNodePort(Map<String, Object> service) {
    var spec = new HashMap<>(Manifest.object(service.get("spec")));
    var port = new HashMap<>(Manifest.object(Manifest.list(spec.get("ports")).get(0)));
    port.put("nodePort", NODE_PORT);
    spec.put("ports", List.of(port));
    return spec;
  }

  private static Map<String, Object> loadBalancerStatus() {
    return Map.of("loadBalancer", Map.of("ingress", List.of(Map.of("ip", LOAD_BALANCER_ADDRESS))));
  }
}
