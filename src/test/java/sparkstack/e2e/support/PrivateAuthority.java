package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority that no system trusts by default, and a server certificate that it
 * issued.
 *
 * @param folder folder of the keys
 */
public record PrivateAuthority(Path folder) {
  private static final String PASSWORD = "changeit";
  private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");

  /**
   * Creates the authority and the server certificate.
   *
   * @param address IP address of the server
   */
  public static PrivateAuthority create(Path folder, String address)
      throws IOException, InterruptedException {
    var authority = new PrivateAuthority(Files.createDirectories(folder));
    authority.makeKey("ca", "CN=Authority of a test,O=Example", "-ext", "bc:critical=ca:true");
    Files.writeString(authority.file("ca.pem"), authority.keytool("-exportcert", "ca", "-rfc"));
    authority.makeKey("server", "CN=" + address);
    Files.writeString(authority.file("server.csr"), authority.keytool("-certreq", "server"));
    var signed =
        authority.keytool(
            "-gencert",
            "ca",
            "-rfc",
            "-infile",
            authority.file("server.csr").toString(),
            "-ext",
            "san=ip:" + address);
    Files.writeString(authority.file("server.pem"), signed + authority.certificate());
    authority.keytool("-importcert", "server", "-file", authority.file("server.pem").toString());
    return authority;
  }

  private void makeKey(String alias, String name, String... more)
      throws IOException, InterruptedException {
    Command.of(KEYTOOL.toString(), "-genkeypair", "-alias", alias, "-dname", name)
        .and("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30")
        .and("-keystore", store(), "-storepass", PASSWORD)
        .and(more)
        .run();
  }

  /** Runs a command of keytool for a key. */
  private String keytool(String command, String alias, String... more)
      throws IOException, InterruptedException {
    return Command.of(KEYTOOL.toString(), command)
        .and("-alias", alias, "-noprompt", "-keystore", store(), "-storepass", PASSWORD)
        .and(more)
        .run();
  }

  private String store() {
    return file("keys.p12").toString();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  /** The certificate of the authority, in PEM format. */
  public String certificate() throws IOException {
    return Files.readString(file("ca.pem"));
  }

  /** The TLS context of a server with the server certificate. */
  public SSLContext serverContext() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance(file("keys.p12").toFile(), PASSWORD.toCharArray());
    // Otherwise, the server could present the certificate of the authority as its own.
    keys.deleteEntry("ca");
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
