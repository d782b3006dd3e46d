package sparkstack.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pulumi.kubernetes.core.v1.ConfigMap;
import com.pulumi.kubernetes.core.v1.ConfigMapArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sparkstack.settings.ClusterSettings;

/**
 * The configuration files of a role, in a ConfigMap that is named by its content: another content
 * is another ConfigMap, and rolls the pods that mount it, and no others.
 *
 * @param component the role, such as {@code worker}
 * @param name of the ConfigMap
 * @param files contents by file name
 */
public record RoleConfiguration(String component, String name, SortedMap<String, String> files) {
  private static final String PROPERTIES = "spark.conf";
  private static final String LOGGING = "log4j2.properties";
  private static final int HEX_DIGITS = 10;

  /** Path of the file with properties, for {@code --properties-file}. */
  public static final String PROPERTIES_PATH = Volumes.CONFIGURATION_PATH + "/" + PROPERTIES;

  /**
   * Option of a JVM that is to log as the file says.
   *
   * <p>Not by a file in Spark's conf folder: one there would keep the JVM from its class-data
   * archive.
   */
  public static final String LOGGING_OPTION =
      "-Dlog4j2.configurationFile=" + Volumes.CONFIGURATION_PATH + "/" + LOGGING;

  /**
   * @param object what the ConfigMap's name starts with: the name of the Deployment or Job that
   *     reads it
   * @param properties of Spark
   * @param logLevels by their loggers
   */
  public static RoleConfiguration of(
      String component,
      String object,
      Map<String, String> properties,
      Map<String, String> logLevels) {
    var files = new TreeMap<String, String>();
    files.put(PROPERTIES, PropertiesFile.of(properties));
    files.put(LOGGING, PropertiesFile.of(Logging.properties(logLevels)));
    return new RoleConfiguration(component, object + "-" + digest(files), files);
  }

  public ConfigMap configMap(String name, ClusterSettings cluster, CustomResourceOptions options) {
    return new ConfigMap(
        name,
        ConfigMapArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(cluster.namespace().name())
                    .name(name())
                    .labels(Labels.of(component, cluster))
                    .annotations(Annotations.of(cluster, Annotations.PROMPT_DELETION))
                    .build())
            .immutable(true)
            .data(files)
            .build(),
        options);
  }

  private static String digest(SortedMap<String, String> files) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256").digest(files.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(sha256).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
