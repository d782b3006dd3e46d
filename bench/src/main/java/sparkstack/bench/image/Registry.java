package sparkstack.bench.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sparkstack.bench.BenchException;

/** The registry's own API. It has the compressed size of an image, which docker does not print. */
final class Registry {
  private static final int OK = 200;

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  /**
   * @param host host with its port, as in image names
   */
  Registry(String host) {
    // Docker's own rule: only a registry on this machine is trusted without TLS.
    boolean local = host.matches("(localhost|127\\.[0-9.]+)(:.*)?");
    this.address = (local ? "http://" : "https://") + host + "/v2/";
  }

  Manifest manifest(String repository, String tag) {
    String path = repository + "/manifests/" + tag;
    JsonNode manifest = json(get(path), path);
    if (manifest.has("manifests")) {
      // An index: its first entry is the image, the others describe the build.
      path = repository + "/manifests/" + manifest.at("/manifests/0/digest").asText();
      manifest = json(get(path), path);
    }
    return Manifest.of(manifest);
  }

  /** Deletes all tags of a repository. The blobs stay until the registry's garbage collection. */
  void delete(String repository) {
    HttpResponse<String> list = get(repository + "/tags/list");
    if (list.statusCode() != OK) {
      return;
    }
    for (JsonNode tag : json(list, repository).path("tags")) {
      Optional<String> digest =
          get(repository + "/manifests/" + tag.asText())
              .headers()
              .firstValue("Docker-Content-Digest");
      digest.ifPresent(value -> send(request(repository + "/manifests/" + value).DELETE().build()));
    }
  }

  private HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Accept", String.join(", ", Manifest.MEDIA_TYPES));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new BenchException(
          "the registry at %s does not respond; make local starts the local one"
              .formatted(address));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }

  private static JsonNode json(HttpResponse<String> response, String what) {
    if (response.statusCode() != OK) {
      throw new BenchException(
          "the registry returned status %d for %s".formatted(response.statusCode(), what));
    }
    try {
      return JsonMapper.builder().build().readTree(response.body());
    } catch (IOException e) {
      throw new BenchException("the registry's response for %s is not JSON".formatted(what));
    }
  }

  /**
   * An image's manifest.
   *
   * @param layers compressed sizes in bytes
   */
  record Manifest(long configSize, List<Long> layers) {
    static final List<String> MEDIA_TYPES =
        List.of(
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json");

    static Manifest of(JsonNode manifest) {
      List<Long> layers = new ArrayList<>();
      manifest.path("layers").forEach(layer -> layers.add(layer.path("size").asLong()));
      return new Manifest(manifest.at("/config/size").asLong(), layers);
    }

    /** The download size for a node that has no layer of the image. */
    long size() {
      return configSize + layers.stream().mapToLong(Long::longValue).sum();
    }
  }
}
