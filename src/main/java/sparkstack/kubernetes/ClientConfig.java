package sparkstack.kubernetes;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.client.Config;
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
import sparkstack.settings.KubernetesAccess;

/**
 * How the program itself reaches the API server: with the arguments of the Kubernetes plugin, and
 * in the same way.
 */
public final class ClientConfig {
  private final Optional<String> kubeconfig;
  private final Optional<String> context;
  private final Optional<String> cluster;

  private ClientConfig(KubernetesAccess access) {
    this.kubeconfig = access.kubeconfig();
    this.context = access.context();
    this.cluster = access.cluster();
  }

  /**
   * The configuration of a client. Without a kubeconfig, it uses the same sources as kubectl:
   * {@code $KUBECONFIG}, {@code ~/.kube/config}, a pod's service account.
   *
   * @throws IllegalArgumentException if the kubeconfig has no such cluster
   * @throws UncheckedIOException if a kubeconfig cannot be read
   */
  public static Config of(KubernetesAccess access) {
    return of(access, System.getenv());
  }

  static Config of(KubernetesAccess access, Map<String, String> environment) {
    return new ClientConfig(access).config(environment);
  }

  private Config config(Map<String, String> environment) {
    var file = kubeconfig.flatMap(ClientConfig::file);
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

  /** The content, with the selected context as its current context. */
  private String inContext(String content) {
    var parsed = parse(content);
    context.ifPresent(parsed::setCurrentContext);
    return Serialization.asYaml(parsed);
  }

  private static io.fabric8.kubernetes.api.model.Config parse(String content) {
    return Serialization.unmarshal(content, io.fabric8.kubernetes.api.model.Config.class);
  }

  /** The file, if the value is a path; empty if the value is the content of a kubeconfig. */
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
        kubeconfig.isPresent() && kubeconfig.flatMap(ClientConfig::file).isEmpty()
            ? Stream.of(kubeconfig.get())
            : files.stream().map(ClientConfig::read);
    var found =
        texts
            .map(ClientConfig::parse)
            .flatMap(it -> it.getClusters().stream())
            .filter(it -> it.getName().equals(name))
            .map(NamedCluster::getCluster)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "kubernetes:cluster: \"%s\" is not a cluster in the kubeconfig"
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
