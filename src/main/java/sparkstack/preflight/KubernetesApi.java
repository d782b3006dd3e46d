package sparkstack.preflight;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import sparkstack.kubernetes.ClientConfig;
import sparkstack.preflight.LiveCluster.LookupException.Failure;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.ObjectName;

/** The cluster that Pulumi's Kubernetes plugin uses, through its API. */
public final class KubernetesApi implements LiveCluster {
  /** The annotations that mark the default storage class, with the one before Kubernetes 1.6. */
  private static final List<String> IS_DEFAULT_CLASS =
      List.of(
          "storageclass.kubernetes.io/is-default-class",
          "storageclass.beta.kubernetes.io/is-default-class");

  private static final int CONNECT_MILLIS = 5_000;

  /** A busy API server responded only after more than 10 seconds. */
  private static final int REQUEST_MILLIS = 30_000;

  private final KubernetesAccess access;
  private KubernetesClient client;

  /** Connects at the first request. */
  public KubernetesApi(KubernetesAccess access) {
    this.access = access;
  }

  @Override
  public KubernetesAccess access() {
    return access;
  }

  @Override
  public Optional<LiveObject> find(ObjectName object) throws LookupException {
    return ask(
        client -> {
          var objects = client.genericKubernetesResources(object.apiVersion(), object.kind());
          var found =
              object.namespace().isEmpty()
                  ? objects.withName(object.name()).get()
                  : objects.inNamespace(object.namespace()).withName(object.name()).get();
          return Optional.ofNullable(found).map(it -> live(it.getMetadata()));
        });
  }

  @Override
  public boolean hasDefaultStorageClass() throws LookupException {
    return ask(
        client ->
            client
                .genericKubernetesResources("storage.k8s.io/v1", "StorageClass")
                .list()
                .getItems()
                .stream()
                .map(it -> live(it.getMetadata()).annotations())
                .anyMatch(
                    it -> IS_DEFAULT_CLASS.stream().anyMatch(key -> "true".equals(it.get(key)))));
  }

  @Override
  public Set<String> apiGroups() throws LookupException {
    return ask(
        client ->
            Optional.ofNullable(client.getApiGroups()).stream()
                .flatMap(it -> it.getGroups().stream())
                .map(APIGroup::getName)
                .collect(Collectors.toSet()));
  }

  private <T> T ask(Function<KubernetesClient, T> question) throws LookupException {
    try {
      return question.apply(client());
    } catch (KubernetesClientException e) {
      throw new LookupException(failure(e.getCode()), e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new LookupException(Failure.NO_RESPONSE, e);
    }
  }

  /**
   * Classifies an error.
   *
   * @param code HTTP status; the client has 0 or -1 for an error without a response
   */
  private static Failure failure(int code) {
    return switch (code) {
      case HTTP_FORBIDDEN -> Failure.FORBIDDEN;
      case 0, -1 -> Failure.NO_RESPONSE;
      default -> Failure.REFUSED;
    };
  }

  private static LiveObject live(ObjectMeta metadata) {
    var annotations = Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of());
    return new LiveObject(metadata.getUid(), annotations);
  }

  private KubernetesClient client() {
    if (client == null) {
      var config =
          new ConfigBuilder(ClientConfig.of(access))
              .withConnectionTimeout(CONNECT_MILLIS)
              .withRequestTimeout(REQUEST_MILLIS)
              .withRequestRetryBackoffLimit(0)
              .build();
      client = new KubernetesClientBuilder().withConfig(config).build();
    }
    return client;
  }
}
