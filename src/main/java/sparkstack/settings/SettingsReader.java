package sparkstack.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the stack's config: the only place that knows its keys and their defaults.
 *
 * <p>A new setting is one line in one of the readers, with its {@link Syntax}, and its description
 * in Pulumi.yaml. A check of several settings together stands beside them.
 */
public final class SettingsReader {
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
    var values = new ConfigValues(config);
    var settings = read(values, stackName, projectRoot);
    values.rejectUnknown();
    values.throwIfWrong();
    return settings;
  }

  /** Every key of the config, in the order of the reference. */
  public static List<Declared> declared() {
    var values = new ConfigValues(new StackConfig(Map.of(), Set.of()));
    read(values, "STACK", Path.of("."));
    return values.declared();
  }

  private static Settings read(ConfigValues values, String stackName, Path projectRoot) {
    var image = new ImageReader(values).read();
    var cluster = new ClusterReader(values, stackName).read(image);
    var driver = new DriverReader(values, projectRoot).read(cluster.workers());
    var baked = driver.map(DriverSettings::jar).filter(ApplicationJar::isBaked);
    return new Settings(with(baked, image.source(), values), cluster, driver, values.warnings());
  }

  private static ImageSource with(
      Optional<ApplicationJar> baked, ImageSource image, ConfigValues values) {
    if (image instanceof ImageSettings built) {
      return baked.map(built::with).orElse(built);
    }
    baked.ifPresent(
        jar ->
            values.reject(
                "driverJar",
                jar.location(),
                "local:///PATH of a jar in the image: with %s nothing is built"
                    .formatted(StackConfig.name("imageReference"))));
    return image;
  }
}
