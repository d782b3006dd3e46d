package sparkstack.examples.weather;

/** A failure with a message that explains it in full. */
final class WeatherException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WeatherException(String message) {
    super(message);
  }
}
