package sparkstack.examples.weather;

/** A failure that its message explains in full. */
final class WeatherException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WeatherException(String message) {
    super(message);
  }
}
