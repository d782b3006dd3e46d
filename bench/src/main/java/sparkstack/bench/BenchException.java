package sparkstack.bench;

/** The reason why a bench cannot continue. The user sees only the message. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BenchException(String message) {
    super(message);
  }
}
