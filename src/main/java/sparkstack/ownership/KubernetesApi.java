package sparkstack.ownership;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.KubernetesAccess;

/** The cluster that Pulumi's Kubernetes plugin talks to, asked through its API. */
public final class KubernetesApi implements LiveCluster {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;

  private final KubernetesAccess access;
  private KubernetesClient client;

  /** Connects when it is asked the first question. */
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
    } catch (KubernetesClientException | IOException e) {
      throw new UnreachableException(e);
    }
  }

  private static Map<String, String> annotations(GenericKubernetesResource object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
  }

  private KubernetesClient client() throws IOException {
    if (client == null) {
      var config =
          new ConfigBuilder(config())
              .withConnectionTimeout(CONNECT_MILLIS)
              .withRequestTimeout(REQUEST_MILLIS)
              .withRequestRetryBackoffLimit(0)
              .build();
      client = new KubernetesClientBuilder().withConfig(config).build();
    }
    return client;
  }

  /** Where no kubeconfig is given, the client looks where kubectl does. */
  private Config config() throws IOException {
    if (access.kubeconfig().isEmpty() && access.cluster().isEmpty()) {
      return Config.autoConfigure(access.context().orElse(null));
    }
    var kubeconfig =
        Serialization.unmarshal(content(), io.fabric8.kubernetes.api.model.Config.class);
    access.context().ifPresent(kubeconfig::setCurrentContext);
    access.cluster().ifPresent(cluster -> setCluster(kubeconfig, cluster));
    return Config.fromKubeconfig(Serialization.asYaml(kubeconfig));
  }

  private static void setCluster(
      io.fabric8.kubernetes.api.model.Config kubeconfig, String cluster) {
    kubeconfig.getContexts().stream()
        .filter(context -> context.getName().equals(kubeconfig.getCurrentContext()))
        .forEach(context -> context.getContext().setCluster(cluster));
  }

  private String content() throws IOException {
    return access.kubeconfig().isPresent()
        ? content(access.kubeconfig().get())
        : Files.readString(Path.of(Config.getKubeconfigFilenames().iterator().next()));
  }

  /** The plugin takes a path or the content itself. */
  private static String content(String kubeconfig) throws IOException {
    try {
      var path = Path.of(kubeconfig);
      return Files.isRegularFile(path) ? Files.readString(path) : kubeconfig;
    } catch (InvalidPathException content) {
      return kubeconfig;
    }
  }
}
