package sparkstack.settings;

/** A string that is never shown. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "[secret]";
  }
}
