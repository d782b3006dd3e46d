package sparkstack.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Secret;
import com.pulumi.kubernetes.core.v1.SecretArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.meta.v1.outputs.ObjectMeta;
import com.pulumi.resources.CustomResourceOptions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import sparkstack.settings.AuthenticationSettings;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.SparkVersion;

/**
 * The secret by which the cluster's processes know each other (Spark's security page, "Spark RPC").
 *
 * <p>JVMs read it from a file with a JVM option, so that it is in no pod's spec, variables or
 * arguments. Spark itself puts it into the environment of executors.
 */
public final class Authentication {
  /** The property with the secret. */
  public static final String SECRET_PROPERTY = "spark.authenticate.secret";

  private static final String COMPONENT = "authentication";
  private static final String OPTIONS_FILE = "java-options";
  private static final int SECRET_BYTES = 32;

  /** Readable for the pod's group. */
  private static final int MODE = 0440;

  /**
   * The annotation with the id of the secret, for the Secret and for the objects whose pods read
   * it. Another id replaces the pods, because a JVM reads the secret only when it starts.
   *
   * <p>The id is as random as the secret and not made of it, so it tells nothing about the secret.
   */
  static final String ID = "authentication-id";

  /** The path of the annotation in Pulumi's state. */
  public static final String ID_PATH = "metadata.annotations." + ID;

  /** The folder of the file, in every pod that takes part. */
  static final String MOUNT_PATH = "/etc/spark-authentication";

  /** The JVM option that reads the file: the java command expands an argument file. */
  private static final String JAVA_OPTION = "@" + MOUNT_PATH + "/" + OPTIONS_FILE;

  private Authentication() {}

  /** Whether users cannot give a volume this name. */
  public static boolean isReserved(String name) {
    return name.equals(COMPONENT);
  }

  /** Whether a mount at a path would hide the file, or be beside it. */
  public static boolean isReservedPath(String path) {
    return Volumes.overlap(MOUNT_PATH, path);
  }

  /**
   * The Secret, with a random value and its id, which later updates do not change. Another rotation
   * is another resource, because Pulumi would keep the value of a replaced one.
   */
  public static Secret secret(
      String name,
      ClusterSettings cluster,
      AuthenticationSettings settings,
      CustomResourceOptions options) {
    return new Secret(
        "%s-%s-%d".formatted(name, COMPONENT, settings.rotation()),
        SecretArgs.builder()
            .metadata(
                Metadata.of(
                    cluster,
                    COMPONENT,
                    secretName(cluster, settings),
                    Annotations.of(
                        Annotations.PROMPT_DELETION, Map.of(ID, UUID.randomUUID().toString()))))
            .data(Output.ofSecret(Map.of(OPTIONS_FILE, randomOption())))
            .build(),
        CustomResourceOptions.merge(
            options, CustomResourceOptions.builder().ignoreChanges("data", ID_PATH).build()));
  }

  /**
   * The annotation of the objects whose pods read the secret: its id. Empty without a secret, and
   * for one that an older version of the program has generated.
   */
  public static Output<Map<String, String>> id(Optional<Secret> secret) {
    return secret
        .map(it -> it.metadata().applyValue(Authentication::idIn))
        .orElseGet(() -> Output.of(Map.of()));
  }

  /**
   * The id in the metadata of the Secret.
   *
   * @param metadata null if an update with {@code --target} does not create the Secret
   *     (pulumi#15169)
   */
  static Map<String, String> idIn(ObjectMeta metadata) {
    if (metadata == null || metadata.annotations() == null) {
      return Map.of();
    }
    var annotations = new TreeMap<>(metadata.annotations());
    annotations.keySet().retainAll(Set.of(ID));
    return annotations;
  }

  static String randomOption() {
    var secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    var option = "-D%s=%s\n".formatted(SECRET_PROPERTY, HexFormat.of().formatHex(secret));
    return Base64.getEncoder().encodeToString(option.getBytes(UTF_8));
  }

  private static String secretName(ClusterSettings cluster, AuthenticationSettings settings) {
    return "%s-%s-%d".formatted(cluster.name(), COMPONENT, settings.rotation());
  }

  /** The properties of every role. */
  public static Map<String, String> properties(ClusterSettings cluster) {
    var properties = new TreeMap<String, String>();
    cluster
        .authentication()
        .ifPresent(
            it -> {
              properties.put("spark.authenticate", "true");
              properties.put("spark.network.crypto.enabled", String.valueOf(it.encryption()));
              properties.put("spark.network.crypto.saslFallback", String.valueOf(!it.encryption()));
              if (it.encryption() && SparkVersion.of(cluster.sparkVersion()).hasAesGcm()) {
                // The default, AES-CTR, has no check of integrity.
                properties.put("spark.network.crypto.cipher", "AES/GCM/NoPadding");
              }
            });
    return properties;
  }

  /**
   * The JVM options of a role's process.
   *
   * @param others of the role
   */
  public static String javaOptions(ClusterSettings cluster, String others) {
    return cluster.authentication().isPresent() ? others + " " + JAVA_OPTION : others;
  }

  static Optional<VolumeArgs> volume(ClusterSettings cluster) {
    return cluster
        .authentication()
        .map(
            it ->
                VolumeArgs.builder()
                    .name(COMPONENT)
                    .secret(
                        SecretVolumeSourceArgs.builder()
                            .secretName(secretName(cluster, it))
                            .defaultMode(MODE)
                            .build())
                    .build());
  }

  static Optional<VolumeMountArgs> mount(ClusterSettings cluster) {
    return cluster
        .authentication()
        .map(
            it ->
                VolumeMountArgs.builder()
                    .name(COMPONENT)
                    .mountPath(MOUNT_PATH)
                    .readOnly(true)
                    .build());
  }
}
