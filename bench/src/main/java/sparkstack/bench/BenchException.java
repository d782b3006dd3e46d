package sparkstack.bench;

/** Why a bench cannot go on; the message is all that its user gets to see. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BenchException(String message) {
    super(message);
  }
}
