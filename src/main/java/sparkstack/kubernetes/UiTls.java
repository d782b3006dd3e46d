package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sparkstack.settings.UiSettings;

/**
 * TLS of the master's web UI, with the certificate of a Secret.
 *
 * <p>Workers and drivers have no TLS: the master serves their pages, and Spark's reverse proxy
 * would check their certificates against the addresses of their pods.
 */
public final class UiTls {
  /** The property with the password of the key store, which the start script makes. */
  public static final String PASSWORD_PROPERTY = "spark.ssl.standalone.keyStorePassword";

  /** Start of the properties that are set. */
  public static final String PREFIX = "spark.ssl.standalone.";

  private static final String CERTIFICATE = "ui-certificate";
  private static final String KEY_STORE = "ui-key-store";

  /** The folder of the files {@code tls.crt} and {@code tls.key}. */
  public static final String CERTIFICATE_PATH = "/etc/spark-ui-certificate";

  /** The folder of the key store, in memory. */
  public static final String KEY_STORE_PATH = "/run/spark-ui-key-store";

  private static final String KEY_STORE_SIZE = "1Mi";

  /** Readable for the pod's group. */
  private static final int MODE = 0440;

  private UiTls() {}

  /** Whether users cannot give a volume of the master this name. */
  public static boolean isReserved(String name) {
    return List.of(CERTIFICATE, KEY_STORE).contains(name);
  }

  /** Whether a mount at a path would hide the certificate or the key store, or be beside them. */
  public static boolean isReservedPath(String path) {
    return Stream.of(CERTIFICATE_PATH, KEY_STORE_PATH).anyMatch(it -> Volumes.overlap(it, path));
  }

  /** The scheme of the master's web UI, which is also the name of its port. */
  public static String scheme(UiSettings ui) {
    return ui.certificate().isPresent() ? Ports.SECURE_UI : Ports.UI;
  }

  /**
   * The properties of the master. The start script adds the password.
   *
   * <p>The port is the one that the UI has without TLS too. Spark also opens a port that redirects
   * to it ({@link #redirectPort}).
   */
  public static Map<String, String> properties(UiSettings ui) {
    return ui.certificate().isEmpty()
        ? Map.of()
        : Map.of(
            PREFIX + "enabled",
            "true",
            PREFIX + "port",
            String.valueOf(Ports.MASTER_UI),
            PREFIX + "keyStore",
            KEY_STORE_PATH + "/keystore",
            PREFIX + "keyStoreType",
            "PKCS12");
  }

  /** The port that the master gets as the port of its UI: with TLS, any that is free. */
  public static int redirectPort(UiSettings ui) {
    return ui.certificate().isPresent() ? 0 : Ports.MASTER_UI;
  }

  public static List<VolumeArgs> volumes(UiSettings ui) {
    return ui.certificate().stream()
        .flatMap(
            it ->
                Stream.of(
                    VolumeArgs.builder()
                        .name(CERTIFICATE)
                        .secret(
                            SecretVolumeSourceArgs.builder()
                                .secretName(it)
                                .defaultMode(MODE)
                                .build())
                        .build(),
                    VolumeArgs.builder()
                        .name(KEY_STORE)
                        .emptyDir(
                            EmptyDirVolumeSourceArgs.builder()
                                .medium("Memory")
                                .sizeLimit(KEY_STORE_SIZE)
                                .build())
                        .build()))
        .toList();
  }

  public static List<VolumeMountArgs> mounts(UiSettings ui) {
    return ui.certificate().isEmpty()
        ? List.of()
        : List.of(
            VolumeMountArgs.builder()
                .name(CERTIFICATE)
                .mountPath(CERTIFICATE_PATH)
                .readOnly(true)
                .build(),
            VolumeMountArgs.builder().name(KEY_STORE).mountPath(KEY_STORE_PATH).build());
  }
}
