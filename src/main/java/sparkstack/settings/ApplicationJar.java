package sparkstack.settings;

/**
 * The jar with the driver's main class.
 *
 * @param location path relative to the project root of a jar to bake into the image, with {@code /}
 *     between its parts, or {@code local:///PATH} of a jar that the image already has
 */
public record ApplicationJar(String location) {
  private static final String IN_IMAGE = "local://";

  /** Whether the jar comes from the build context rather than with the image. */
  public boolean isBaked() {
    return !location.startsWith(IN_IMAGE);
  }

  public String fileName() {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
