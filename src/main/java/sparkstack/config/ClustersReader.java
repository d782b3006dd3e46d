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
 * Reads the config of a program with clusters of its own, which share an image.
 *
 * <p>Each cluster is a map of settings, {@code PROJECT:CLUSTER}, and the image is another, {@code
 * PROJECT:image}. They have the keys of docs/configuration.md without {@code spark:}, with the same
 * defaults; only the namespace is {@code CLUSTER-STACK} by default, and {@code clusterName} is
 * {@code CLUSTER}. All other keys of the project are the program's own.
 *
 * <p>Settings that the program makes itself come with {@link StackConfig#with}.
 *
 * @param project the project's name, which the keys start with
 * @param stack the stack's name
 * @param buildContext folder that a jar to be baked in is looked for in, the same that the image is
 *     built in
 */
public record ClustersReader(StackConfig config, String project, String stack, Path buildContext) {
  /** Whether its encryption is an error depends on the registry's credentials in it. */
  private static final Key<ConfigValues> IMAGE =
      Key.key("image", Form.group(StackKeys.IMAGE), "The image of all clusters.")
          .thatMayBeEncrypted();

  /**
   * Reads and checks the image and the clusters.
   *
   * @param names of the clusters in the config: at most 30 lower case letters, digits and -
   * @throws com.pulumi.exceptions.RunException if values are wrong, with a line for each, of
   *     whichever cluster: the key, the value, what is allowed
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
      values.rejectEncrypted(key, RoleKeys.insteadOfSecret(inCluster));
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
    // The name is in the program's source, not in the config.
    if (name.equals(IMAGE.name()) || Syntax.CLUSTER_NAME.read(name).isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a valid name of a cluster: it must be %s, and not %s"
              .formatted(name, Syntax.CLUSTER_NAME.allowed(), IMAGE));
    }
    return Key.key(name, Form.group(StackKeys.CLUSTER), "A cluster.").thatMayBeEncrypted();
  }

  /** Clusters in one namespace have objects of different names, and none of them owns it. */
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
          "another name than that of %s, in the same namespace".formatted(otherKey));
    }
    if (cluster.namespace().created() || other.namespace().created()) {
      values.reject(
          ClusterKeys.CREATE_NAMESPACE,
          "must be false here and for %s, which has the same namespace %s: neither may take it along when it goes"
              .formatted(otherKey, cluster.namespace().name()));
    }
  }
}
