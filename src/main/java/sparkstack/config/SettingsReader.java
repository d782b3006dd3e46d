package sparkstack.config;

import java.nio.file.Path;
import sparkstack.settings.Owner;
import sparkstack.settings.Settings;

/**
 * Reads the stack's config: the only place that knows its keys and their defaults.
 *
 * <p>A new setting is one line in one of the readers, with its {@link Syntax} and, where that has
 * none that fits, its own example, and its description in Pulumi.yaml. A check of several settings
 * together stands beside them.
 *
 * <p>A program with clusters of its own has a {@link ClustersReader}.
 */
public final class SettingsReader {
  /** Of the project in Pulumi.yaml, and so the namespace of its keys; of its cluster. */
  private static final String NAME = "spark";

  private SettingsReader() {}

  /**
   * Reads and checks the config.
   *
   * @param stackName gives the namespace its default name
   * @param projectRoot folder that a jar to be baked is looked for in
   * @throws com.pulumi.exceptions.RunException if values are wrong, with a line for each: the key,
   *     the value, what is allowed
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
