package sparkstack.config;

import java.nio.file.Path;
import sparkstack.settings.Owner;
import sparkstack.settings.Settings;

/**
 * Reads the stack's config.
 *
 * <p>To add a key:
 *
 * <ol>
 *   <li>Declare it in the class of its section, such as {@link WorkerKeys}, with its {@link
 *       Syntax}, default and meaning, and add it to the {@link Section} there.
 *   <li>Read it with {@code values.get(KEY)} in the reader of its section, such as {@link
 *       ClusterReader}. Check it there against other keys.
 *   <li>Run {@code make reference}, which renews Pulumi.yaml, docs/configuration.md and
 *       docs/stack.schema.json.
 * </ol>
 *
 * <p>A program that uses this one as a library reads its config with a {@link ClustersReader}.
 */
public final class SettingsReader {
  /**
   * Name of the project in Pulumi.yaml, namespace of the keys and default of the cluster's name.
   */
  private static final String NAME = "spark";

  private SettingsReader() {}

  /**
   * Reads and checks the config. The settings have units in their types; docs/configuration.md has
   * the units and ranges of the values.
   *
   * @param config the stack's config
   * @param stackName name of the stack; the namespace is {@code spark-STACK} by default
   * @param projectRoot folder with docker/Dockerfile.dockerignore; a {@code driverJar} without
   *     {@code local://} is a path in it
   * @return the settings and the warnings
   * @throws com.pulumi.exceptions.RunException if the config has errors; the message has one line
   *     for each: the key, the value, the allowed values
   */
  public static Settings read(StackConfig config, String stackName, Path projectRoot) {
    var values = ConfigValues.of(config, NAME, StackKeys.ALL);
    var settings = read(values, stackName, projectRoot);
    values.rejectUnknown();
    new NamespacesReader(values, config, NAME).read();
    values.throwIfErrors();
    return settings;
  }

  private static Settings read(ConfigValues values, String stackName, Path projectRoot) {
    var image = new ImageReader(values).read();
    var cluster = new ClusterReader(values, NAME, new Owner(NAME, stackName)).read(image);
    var reader = new DriverReader(values, projectRoot);
    var driver = reader.read(cluster, image.source());
    var source =
        driver.map(it -> reader.imageFor(it, image.source(), values)).orElse(image.source());
    return new Settings(source, cluster, driver, values.warnings());
  }
}
