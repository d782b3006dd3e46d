package sparkstack.ownership;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import sparkstack.kubernetes.ClientConfig;
import sparkstack.ownership.LiveCluster.LookupException.Failure;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.ObjectName;

/** The cluster that Pulumi's Kubernetes plugin uses, through its API. */
public final class KubernetesApi implements LiveCluster {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

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
    try {
      var objects = client().genericKubernetesResources(object.apiVersion(), object.kind());
      var found =
          object.namespace().isEmpty()
              ? objects.withName(object.name()).get()
              : objects.inNamespace(object.namespace()).withName(object.name()).get();
      return Optional.ofNullable(found).map(it -> live(it.getMetadata()));
    } catch (KubernetesClientException e) {
      throw new LookupException(failure(e.getCode()), e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new LookupException(Failure.NO_RESPONSE, e);
    }
  }

  /**
   * Classifies an error.
   *
   * @param code HTTP status; the client has 0 for an error without a response
   */
  private static Failure failure(int code) {
    return switch (code) {
      case HTTP_FORBIDDEN -> Failure.FORBIDDEN;
      case 0 -> Failure.NO_RESPONSE;
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
