package sparkstack.settings;

/**
 * The jar with the driver's main class.
 *
 * @param location path of a jar to copy into the image, relative to the project root and with
 *     {@code /} as separator, or {@code local:///PATH} of a jar that the image already has
 */
public record ApplicationJar(String location) {
  private static final String IN_IMAGE = "local://";

  /** Whether the jar comes from the build context. Otherwise the image already has it. */
  public boolean isBaked() {
    return !location.startsWith(IN_IMAGE);
  }

  public String fileName() {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
