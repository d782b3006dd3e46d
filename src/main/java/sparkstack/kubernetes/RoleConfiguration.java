package sparkstack.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pulumi.kubernetes.core.v1.ConfigMap;
import com.pulumi.kubernetes.core.v1.ConfigMapArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sparkstack.settings.ClusterSettings;

/**
 * The configuration files of a role, in a ConfigMap with a name from its content. A change of the
 * content creates a new ConfigMap, and rolls only the pods that mount it.
 *
 * @param component role, for example {@code worker}
 * @param name name of the ConfigMap
 * @param files contents by file name
 */
public record RoleConfiguration(String component, String name, SortedMap<String, String> files) {
  private static final String PROPERTIES = "spark.conf";
  private static final String LOGGING = "log4j2.properties";
  private static final int HEX_DIGITS = 10;

  /** The path of the properties file, for {@code --properties-file}. */
  public static final String PROPERTIES_PATH = Volumes.CONFIGURATION_PATH + "/" + PROPERTIES;

  /**
   * The JVM option that selects the logging file.
   *
   * <p>A file in Spark's conf folder would keep the JVM from using its class-data archive.
   */
  public static final String LOGGING_OPTION =
      "-Dlog4j2.configurationFile=" + Volumes.CONFIGURATION_PATH + "/" + LOGGING;

  /**
   * @param object prefix of the ConfigMap's name: the name of the Deployment or Job that reads it
   * @param properties Spark properties
   * @param logLevels levels by logger
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

  /**
   * The same with another file, for example a script.
   *
   * @param object prefix of the ConfigMap's name
   */
  public RoleConfiguration with(String object, String file, String content) {
    var all = new TreeMap<>(files);
    all.put(file, content);
    return new RoleConfiguration(component, object + "-" + digest(all), all);
  }

  /** The path of a file in the role's pods. */
  public static String path(String file) {
    return Volumes.CONFIGURATION_PATH + "/" + file;
  }

  public ConfigMap configMap(String name, ClusterSettings cluster, CustomResourceOptions options) {
    return new ConfigMap(
        name,
        ConfigMapArgs.builder()
            .metadata(Metadata.of(cluster, component, name(), Annotations.PROMPT_DELETION))
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
