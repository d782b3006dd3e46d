package sparkstack.await;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the program reaches the API server: with the arguments that the Kubernetes plugin has, and
 * like it.
 */
public final class KubernetesAccess {
  private final Optional<String> kubeconfig;
  private final Optional<String> context;
  private final Optional<String> cluster;

  /**
   * Access to the cluster that a provider with the same arguments talks to.
   *
   * @param kubeconfig path or content of a kubeconfig file; empty for the files in {@code
   *     $KUBECONFIG}, or {@code ~/.kube/config}, or a pod's service account
   * @param context name of a context in it; empty for its current one
   * @param cluster name of a cluster in it; empty for the context's
   */
  public KubernetesAccess(
      Optional<String> kubeconfig, Optional<String> context, Optional<String> cluster) {
    this.kubeconfig = kubeconfig;
    this.context = context;
    this.cluster = cluster;
  }

  /**
   * Opens a client.
   *
   * @throws IllegalArgumentException if the kubeconfig has no such context or cluster
   */
  KubernetesClient connect() {
    return new KubernetesClientBuilder().withConfig(config(System.getenv())).build();
  }

  /** Visible for tests: the client's configuration. */
  Config config(Map<String, String> environment) {
    var file = kubeconfig.flatMap(KubernetesAccess::file);
    var config = base(file);
    cluster.ifPresent(name -> use(config, name, files(file, environment)));
    return config;
  }

  private Config base(Optional<File> file) {
    if (kubeconfig.isEmpty()) {
      return Config.autoConfigure(context.orElse(null));
    }
    return file.map(it -> Config.fromKubeconfig(context.orElse(null), it))
        .orElseGet(() -> Config.fromKubeconfig(inContext(kubeconfig.get())));
  }

  /** The content with the wanted context as its current one. */
  private String inContext(String content) {
    var parsed = parse(content);
    context.ifPresent(parsed::setCurrentContext);
    return Serialization.asYaml(parsed);
  }

  private static io.fabric8.kubernetes.api.model.Config parse(String content) {
    return Serialization.unmarshal(content, io.fabric8.kubernetes.api.model.Config.class);
  }

  /** Tells a path from the content of a file. */
  private static Optional<File> file(String kubeconfig) {
    if (kubeconfig.contains("\n")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(withHome(kubeconfig)).toFile()).filter(File::isFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String withHome(String path) {
    return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
  }

  private List<Path> files(Optional<File> file, Map<String, String> environment) {
    if (file.isPresent()) {
      return List.of(file.get().toPath());
    }
    var names =
        environment.getOrDefault(
            "KUBECONFIG", Path.of(System.getProperty("user.home"), ".kube", "config").toString());
    return Stream.of(names.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .toList();
  }

  private void use(Config config, String name, List<Path> files) {
    var texts =
        kubeconfig.isPresent() && kubeconfig.flatMap(KubernetesAccess::file).isEmpty()
            ? Stream.of(kubeconfig.get())
            : files.stream().map(KubernetesAccess::read);
    var found =
        texts
            .map(KubernetesAccess::parse)
            .flatMap(it -> it.getClusters().stream())
            .filter(it -> it.getName().equals(name))
            .map(NamedCluster::getCluster)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "kubernetes:cluster: \"%s\" is not a cluster of the kubeconfig"
                            .formatted(name)));
    use(config, found);
  }

  private static void use(Config config, Cluster cluster) {
    config.setMasterUrl(cluster.getServer());
    config.setCaCertData(cluster.getCertificateAuthorityData());
    config.setCaCertFile(cluster.getCertificateAuthority());
    config.setTrustCerts(Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
