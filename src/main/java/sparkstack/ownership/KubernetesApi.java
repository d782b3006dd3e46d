package sparkstack.ownership;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import sparkstack.kubernetes.ClientConfig;
import sparkstack.settings.KubernetesAccess;

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
  public Optional<Map<String, String>> annotationsOf(
      String apiVersion, String kind, String namespace, String name) throws UnreachableException {
    try {
      var objects = client().genericKubernetesResources(apiVersion, kind);
      var object =
          namespace.isEmpty()
              ? objects.withName(name).get()
              : objects.inNamespace(namespace).withName(name).get();
      return Optional.ofNullable(object).map(KubernetesApi::annotations);
    } catch (KubernetesClientException | IllegalArgumentException | UncheckedIOException e) {
      throw new UnreachableException(e);
    }
  }

  private static Map<String, String> annotations(GenericKubernetesResource object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
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
