package sparkstack.ui;

/** The token of the master, for tests in other packages. */
public final class StateToken {
  private StateToken() {}

  /** The header Authorization of a request with the token of a cluster's secret. */
  public static String of(String secret) {
    return MasterToken.of(secret).authorization();
  }
}
