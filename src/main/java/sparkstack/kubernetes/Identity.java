package sparkstack.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Secret;
import com.pulumi.kubernetes.core.v1.SecretArgs;
import com.pulumi.kubernetes.core.v1.ServiceAccount;
import com.pulumi.kubernetes.core.v1.ServiceAccountArgs;
import com.pulumi.kubernetes.core.v1.inputs.LocalObjectReferenceArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.RegistryCredentials;

/** The identity of pods, and the credentials that nodes pull their image with. */
public final class Identity {
  private static final String COMPONENT = "identity";
  private static final String DOCKER_CONFIG = ".dockerconfigjson";

  private Identity() {}

  /**
   * A ServiceAccount without permissions: no pod of Spark standalone uses the API server.
   *
   * <p>Through its annotations, a cloud provider can grant the pods access to other services. The
   * provider mounts its own tokens.
   */
  public static ServiceAccount serviceAccount(
      String name, ClusterSettings cluster, CustomResourceOptions options) {
    return new ServiceAccount(
        name,
        ServiceAccountArgs.builder()
            .metadata(
                Metadata.of(
                    cluster,
                    COMPONENT,
                    serviceAccountName(cluster),
                    Annotations.of(
                        Annotations.PROMPT_DELETION, cluster.serviceAccountAnnotations())))
            .automountServiceAccountToken(false)
            .build(),
        options);
  }

  public static String serviceAccountName(ClusterSettings cluster) {
    return cluster.serviceAccount().orElse(cluster.name());
  }

  /** A Secret with the credentials of the image's registry. */
  public static Secret pullSecret(
      String name,
      ClusterSettings cluster,
      RegistryCredentials credentials,
      CustomResourceOptions options) {
    return new Secret(
        name,
        SecretArgs.builder()
            .metadata(
                Metadata.of(
                    cluster, COMPONENT, pullSecretName(cluster), Annotations.PROMPT_DELETION))
            .type("kubernetes.io/dockerconfigjson")
            // Not stringData: the API server returns it as data, which Pulumi would see as a
            // change.
            .data(
                Output.ofSecret(
                    Map.of(DOCKER_CONFIG, dockerConfig(cluster.pull().registry(), credentials))))
            .build(),
        options);
  }

  private static String dockerConfig(String registry, RegistryCredentials credentials) {
    // Sorted, because an unsorted map would produce a different string each time.
    var login =
        new TreeMap<>(
            Map.of("username", credentials.username(), "password", credentials.password().value()));
    var json = new Gson().toJson(Map.of("auths", Map.of(keyOf(registry), login)));
    return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
  }

  /** Docker Hub has a key of its own, which is older than other registries. */
  private static String keyOf(String registry) {
    return registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
  }

  private static String pullSecretName(ClusterSettings cluster) {
    return cluster.name() + "-registry";
  }

  /** The Secrets for pulls: the stack's own, and the user's. */
  public static List<LocalObjectReferenceArgs> pullSecrets(ClusterSettings cluster) {
    var names = new ArrayList<String>();
    cluster.pull().credentials().ifPresent(it -> names.add(pullSecretName(cluster)));
    names.addAll(cluster.pull().secrets());
    return names.stream().map(it -> LocalObjectReferenceArgs.builder().name(it).build()).toList();
  }
}
