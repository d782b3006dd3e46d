package sparkstack.examples.features;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.spec.ECGenParameterSpec;
import java.sql.DriverManager;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.Sasl;
import org.apache.spark.sql.SparkSession;

/** Features of Java that applications expect. */
final class JavaRuntime {

  private static final int FEWEST_TRUSTED = 100;

  private JavaRuntime() {}

  static void jdbc(SparkSession spark, Path folder) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:derby:memory:features;create=true");
        var result = connection.createStatement().executeQuery("VALUES 40 + 2")) {
      result.next();
      Check.equal(42, result.getInt(1));
    }
  }

  /** Covers the parts that work without a realm to log in to. */
  static void kerberos(SparkSession spark, Path folder) throws Exception {
    Check.equal("EXAMPLE.ORG", new KerberosPrincipal("spark@EXAMPLE.ORG").getRealm());
    Check.that(
        Class.forName("com.sun.security.auth.module.Krb5LoginModule")
                .getDeclaredConstructor()
                .newInstance()
            instanceof LoginModule,
        "Kerberos has a login module");
    var mechanisms = Map.of("javax.security.sasl.server.authentication", "true");
    var gssapi =
        java.util.Collections.list(Sasl.getSaslClientFactories()).stream()
            .flatMap(factory -> Stream.of(factory.getMechanismNames(mechanisms)))
            .anyMatch("GSSAPI"::equals);
    Check.that(gssapi, "SASL has GSSAPI");
  }

  static void tls(SparkSession spark, Path folder) throws Exception {
    Check.that(
        Stream.of(SSLContext.getDefault().getSupportedSSLParameters().getProtocols())
            .anyMatch("TLSv1.3"::equals),
        "TLS 1.3 is supported");
    var keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    Check.equal("EC", keys.generateKeyPair().getPublic().getAlgorithm());
    var trusted = trusted();
    Check.that(trusted >= FEWEST_TRUSTED, "only " + trusted + " authorities are trusted");
  }

  private static int trusted() throws Exception {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
  }

  /** EBCDIC, the character set of mainframes. */
  static void charsets(SparkSession spark, Path folder) {
    Check.equal((byte) 0xC1, "A".getBytes(Charset.forName("IBM1047"))[0]);
  }

  static void zipFileSystem(SparkSession spark, Path folder) throws Exception {
    Files.createDirectories(folder);
    var archive = URI.create("jar:" + folder.resolve("archive.zip").toUri());
    try (var files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Files.writeString(files.getPath("a"), "content");
      Check.equal("content", Files.readString(files.getPath("a")));
    }
  }
}
