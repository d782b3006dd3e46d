package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerBuild;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.PrivateAuthority;
import sparkstack.e2e.support.TestProject;

/**
 * Builds with servers whose certificates come from a private authority. Only the build arguments
 * contain the certificate of the authority.
 */
@Tag("slow")
class CaCertificatesIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-certificates");

  private static final String TAG = "spark-e2e-certificates:build";

  /** A program that prints the status of a response. */
  private static final String CLIENT =
      """
      import java.net.URI;
      import java.net.http.HttpClient;
      import java.net.http.HttpRequest;
      import java.net.http.HttpResponse.BodyHandlers;

      class Client {
        public static void main(String[] arguments) throws Exception {
          var request = HttpRequest.newBuilder(URI.create(arguments[0])).build();
          var answer = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
          System.out.println("status " + answer.statusCode());
        }
      }
      """;

  private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();
  private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

  @TempDir private static Path folder;
  private static PrivateAuthority authority;
  private static HttpsServer server;
  private static String url;

  private final Map<String, String> arguments = new TreeMap<>();
  private String version;

  @BeforeAll
  static void startServer() throws Exception {
    var host = (String) TestProject.current().devConfig().get("spark:uiHost");
    authority = PrivateAuthority.create(folder.resolve("authority"), host);
    server = HttpsServer.create(new InetSocketAddress(0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
    server.createContext("/", CaCertificatesIT::answer);
    server.start();
    url = "https://%s:%d".formatted(host, server.getAddress().getPort());
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop(0);
    Command.docker("image", "rm", "--force", TAG).result();
  }

  @BeforeEach
  void publishARelease() throws Exception {
    // Each run has a unique version, so that it does not use cached downloads of an earlier run.
    version = "9.1.%d".formatted(System.nanoTime() / 1000);
    var release = Files.createDirectories(folder.resolve("spark-x/jars"));
    Files.writeString(release.resolve("hadoop-client-api-3.4.2.jar"), "");
    var file = folder.resolve("archive.tgz").toString();
    Command.of("tar", "-czf", file, "-C", folder.toString(), "spark-x").run();
    var archive = Files.readAllBytes(Path.of(file));
    var path = "/spark-%1$s/spark-%1$s-bin-hadoop3.tgz".formatted(version);
    var sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(archive));
    FILES.put(path, archive);
    FILES.put(path + ".sha512", sum.getBytes());
    REQUESTS.clear();
    arguments.putAll(DockerBuild.arguments());
    arguments.put("SPARK_VERSION", version);
    arguments.put("MIRRORS", url);
  }

  @Test
  void aMirrorIsTrustedOnlyWithTheAuthority() throws Exception {
    var refused = build("fetch").result();
    assertTrue(refused.output().contains("exit code: 211"), refused.output());
    assertTrue(refused.output().contains("certificate"), refused.output());
    assertEquals(List.of(), REQUESTS);

    // With a second certificate, because the argument may contain several.
    arguments.put("CA_CERTIFICATES", anotherCertificate() + authority.certificate());
    build("fetch").run();
    assertEquals(2, REQUESTS.size(), REQUESTS.toString());
  }

  @Test
  void aMavenRepositoryIsTrusted() throws Exception {
    arguments.put("OBJECT_STORE", "true");
    arguments.put("MAVEN_MIRROR", url + "/maven");
    arguments.put("CA_CERTIFICATES", authority.certificate());
    var build = build("object-store").result();

    // The repository is empty, but Maven has sent a request to it.
    assertTrue(build.output().contains("exit code: 222"), build.output());
    assertTrue(
        REQUESTS.stream().anyMatch(path -> path.startsWith("/maven/org/apache/")),
        REQUESTS.toString());
  }

  @Test
  void aDebianRepositoryIsTrusted() throws Exception {
    assertEquals(202, update("").status());
    assertFalse(REQUESTS.contains("/debian/dists/bookworm/InRelease"), REQUESTS.toString());

    // The repository is empty, but apt-get has sent a request to it.
    assertEquals(202, update(authority.certificate()).status());
    assertTrue(REQUESTS.contains("/debian/dists/bookworm/InRelease"), REQUESTS.toString());
  }

  /** Runs in the base image, which does not have ca-certificates yet. */
  private Command.Result update(String certificates) throws Exception {
    var script = Path.of("docker/base/debian").toAbsolutePath();
    var sources =
        "rm -rf /etc/apt/sources.list.d && echo 'deb %s/debian bookworm main' >/etc/apt/sources.list";
    return Command.docker("run", "--rm", "--volume=" + script + ":/usr/local/bin/debian:ro")
        .and("--env=CA_CERTIFICATES=" + certificates, arguments.get("BUILD_BASE_IMAGE"))
        .and("sh", "-c", sources.formatted(url) + " && debian update")
        .result();
  }

  @Test
  void javaInTheImageTrustsTheAuthority() throws Exception {
    assertTrue(askFromJava().contains("SSLHandshakeException"));
    arguments.put("CA_CERTIFICATES", authority.certificate());
    assertEquals("status 404", askFromJava().strip());
  }

  /**
   * Compiles the client with the JDK of the stage, and runs it with the Java runtime of the image.
   */
  private String askFromJava() throws Exception {
    build("java").run();
    Files.writeString(folder.resolve("Client.java"), CLIENT);
    return Command.docker("run", "--rm", "--volume=" + folder + ":/client:ro", TAG)
        .and("sh", "-c")
        .and(
            "javac -d /tmp /client/Client.java && /rootfs/opt/java/lib/java -cp /tmp Client %s/nothing"
                .formatted(url))
        .result()
        .output();
  }

  @Test
  void anInvalidCertificateIsRefused() throws Exception {
    arguments.put(
        "CA_CERTIFICATES", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----");
    var build = build("fetch").result();
    assertNotEquals(0, build.status());
    assertTrue(build.output().contains("exit code: 204"), build.output());
    assertTrue(build.output().contains("certificate 1 cannot be read"), build.output());
  }

  private static String anotherCertificate() throws IOException {
    return Files.readString(Path.of("src/test/resources/certificates/root-1.pem"));
  }

  private Command build(String stage) {
    return DockerBuild.of(TAG, arguments, "--target=" + stage);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    REQUESTS.add(path);
    var content = FILES.get(path);
    try (exchange) {
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      }
    }
  }
}
