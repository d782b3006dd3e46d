package sparkstack.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The token with which the master asks for the pages of workers and drivers, and probes ask for the
 * state of master and workers. Every process of the cluster can derive it from the secret of {@code
 * spark:authentication}.
 *
 * <p>The script {@code state-page} derives the same token.
 *
 * @param authorization the header's value
 */
record MasterToken(String authorization) {
  /** The property with the cluster's secret. */
  static final String SECRET = "spark.authenticate.secret";

  static MasterToken of(String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(("spark web UI " + secret).getBytes(UTF_8));
      return new MasterToken("Bearer " + HexFormat.of().formatHex(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Compares in a time that does not depend on where the texts differ. */
  boolean isIn(String header) {
    return header != null
        && MessageDigest.isEqual(authorization.getBytes(UTF_8), header.getBytes(UTF_8));
  }
}
