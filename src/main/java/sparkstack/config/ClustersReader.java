package sparkstack.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.ClustersSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.Owner;

/**
 * Reads the config of a program that uses this one as a library: several clusters, which share an
 * image.
 *
 * <p>The key {@code PROJECT:CLUSTER} is a map with the settings of one cluster and its driver. The
 * key {@code PROJECT:image} is a map with the settings of the image. The keys in these maps, their
 * units and their ranges are those of docs/configuration.md, without {@code spark:}. Their defaults
 * are the same with two exceptions: {@code namespace} is {@code CLUSTER-STACK} by default, and
 * {@code clusterName} is {@code CLUSTER}. This class does not read other keys of the project.
 *
 * <p>To set values in the program instead of the config, use {@link StackConfig#with}.
 *
 * @param config the stack's config
 * @param project name of the project, the namespace of the keys
 * @param stack name of the stack
 * @param buildContext folder in which the image is built; a {@code driverJar} without {@code
 *     local://} is a path in it
 */
public record ClustersReader(StackConfig config, String project, String stack, Path buildContext) {
  /** The map may be encrypted only if it contains the registry's credentials. */
  private static final Key<ConfigValues> IMAGE =
      Key.key("image", Form.group(StackKeys.IMAGE), "The image of all clusters.")
          .thatMayBeEncrypted();

  /**
   * Reads and checks the image and the clusters.
   *
   * <p>Each cluster must have its key in the config, even if its map is empty. At most one jar is
   * built into the image: all drivers must have the same {@code driverJar}, or {@code
   * local:///PATH} of a jar in the image. Two clusters in one namespace must have different names,
   * and neither may create the namespace.
   *
   * @param names names of the clusters: at most 30 lowercase letters, digits and -, starting with a
   *     letter and ending with a letter or digit; not {@code image}
   * @return the settings and the warnings
   * @throws com.pulumi.exceptions.RunException if the config has errors; the message has one line
   *     for each error of the image and all clusters: the key, the value, the allowed values
   * @throws IllegalArgumentException if a name is not valid
   */
  public ClustersSettings read(String... names) {
    var clusterKeys = Stream.of(names).map(ClustersReader::clusterKey).toList();
    var keys = new ArrayList<Key<?>>(clusterKeys);
    keys.add(IMAGE);
    var values = ConfigValues.of(config, project, keys);
    var imageValues = values.get(IMAGE);
    var image = new ImageReader(imageValues).read();
    if (!imageValues.isSet(ImageKeys.REGISTRY_USERNAME)
        && !imageValues.isSet(ImageKeys.REGISTRY_PASSWORD)) {
      values.rejectEncrypted(IMAGE, "");
    }
    var clusters = new LinkedHashMap<String, ClusterSettings>();
    var drivers = new TreeMap<String, DriverSettings>();
    var source = image.source();
    for (var key : clusterKeys) {
      var name = key.name();
      var inCluster = values.get(key);
      values.rejectEncrypted(key, Secrets.insteadOfEncryption(inCluster));
      var cluster = new ClusterReader(inCluster, name, new Owner(project, stack)).read(image);
      var driverReader = new DriverReader(inCluster, buildContext);
      var driver = driverReader.read(cluster, source);
      if (driver.isPresent()) {
        source = driverReader.imageFor(driver.get(), source, imageValues);
        drivers.put(name, driver.get());
      }
      inCluster.rejectUnknown(imageValues);
      clusters.forEach(
          (other, it) -> {
            if (values.areRight(
                other + "." + ClusterKeys.NAMESPACE, other + "." + ClusterKeys.CREATE_NAMESPACE)) {
              checkApart(cluster, inCluster, it, values.name(other));
            }
          });
      clusters.put(name, cluster);
    }
    imageValues.rejectUnknown();
    values.throwIfErrors();
    return new ClustersSettings(
        source, Collections.unmodifiableMap(clusters), drivers, values.warnings());
  }

  private static Key<ConfigValues> clusterKey(String name) {
    // The name comes from the program's source, not from the config: the message is for its author.
    if (name.equals(IMAGE.name()) || KubernetesSyntax.CLUSTER_NAME.read(name).isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a valid cluster name: it must be %s, and not %s"
              .formatted(name, KubernetesSyntax.CLUSTER_NAME.allowed(), IMAGE));
    }
    return Key.key(name, Form.group(StackKeys.CLUSTER), "A cluster.").thatMayBeEncrypted();
  }

  /** Clusters in one namespace must have different names, and none of them may own it. */
  private static void checkApart(
      ClusterSettings cluster, ConfigValues values, ClusterSettings other, String otherKey) {
    if (!cluster.namespace().name().equals(other.namespace().name())
        || !values.areRight(ClusterKeys.NAMESPACE, ClusterKeys.CREATE_NAMESPACE)) {
      return;
    }
    if (cluster.name().equals(other.name()) && values.areRight(ClusterKeys.NAME)) {
      values.reject(
          ClusterKeys.NAME,
          cluster.name(),
          "different from the name of %s, which is in the same namespace".formatted(otherKey));
    }
    if (cluster.namespace().created() || other.namespace().created()) {
      values.reject(
          ClusterKeys.CREATE_NAMESPACE,
          "must be false here and for %s, which is in the same namespace %s: otherwise, one of them would delete the namespace with both"
              .formatted(otherKey, cluster.namespace().name()));
    }
  }
}
