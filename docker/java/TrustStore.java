import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Writes Java's trust store from a file of PEM certificates: {@code TrustStore PEM_FILE STORE}.
 *
 * <p>Debian keeps Java's cacerts outside of the JDK, where jlink does not find it, and in a format
 * that records when each certificate was added. A PKCS #12 store without a password records no
 * time, so the same certificates are the same bytes.
 */
final class TrustStore {
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var pem = Files.newInputStream(Path.of(arguments[0]))) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry(alias((X509Certificate) certificate), certificate);
      }
    }
    if (store.size() == 0) {
      throw new IllegalArgumentException(arguments[0] + " has no certificates");
    }
    try (var out = Files.newOutputStream(Path.of(arguments[1]))) {
      store.store(out, null);
    }
    System.out.printf("trust store with %d certificates%n", store.size());
  }

  private static String alias(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName() + " " + certificate.getSerialNumber();
  }
}
