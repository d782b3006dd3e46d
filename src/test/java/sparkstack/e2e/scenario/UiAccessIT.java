package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;

/** A web UI with users and with a certificate, which both change while the cluster runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UiAccessIT {
  private static final String CLUSTER = "ui";
  private static final String ALICE = "alice:alice's password";
  private static final String BOB = "bob:bob's password";
  private static final Duration EXEC = Duration.ofMinutes(1);

  /** It does not check the certificate, whose name is that of the test's step. */
  private static final Command CURL =
      Command.of("curl", "--silent", "--insecure", "--noproxy", "*", "--max-time", "20");

  /** The master reads the files again every few seconds, the certificate every minute. */
  private static final Duration PROPAGATION = Duration.ofMinutes(5);

  @RegisterExtension private static final Scenario SCENARIO = new Scenario();
  @TempDir private static Path folder;

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static String url;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-ui")
            .set("createNamespace", false)
            .set("clusterName", CLUSTER)
            .set("workerReplicas", 1)
            .set("uiUsers", "users")
            .set("tls", "certificate")
            .clusterOnly();
    namespace = stack.namespace();
    namespace.create();
    putUsers(ALICE);
    putCertificate("first");
    stack.up();
    url = stack.output("uiUrl");
  }

  @Test
  @Order(1)
  void aPageNeedsAUserAndHasTheCertificate() throws Exception {
    assertTrue(url.startsWith("https://"), url);
    assertEquals(401, status("/"));
    assertEquals(401, status("/json/", "--user", "alice:wrong"));
    assertTrue(page("/json/").contains("\"aliveworkers\" : 1"), () -> "no worker at " + url);
    assertTrue(curl("--output", "/dev/null", "--verbose", url).output().contains("first"));
  }

  @Test
  @Order(2)
  void theMasterForwardsThePagesOfWorkers() throws Exception {
    var worker = page("/json/").replaceAll("(?s).*?\"id\" : \"(worker-[^\"]*)\".*", "$1");

    assertTrue(page("/proxy/" + worker + "/").contains("Spark Worker at"));
    assertEquals(401, status("/proxy/" + worker + "/"));
  }

  @Test
  @Order(3)
  void aWorkerAdmitsNobodyElse() throws Exception {
    var master = namespace.pods(CLUSTER, "master").get(0);
    var worker = namespace.pods(CLUSTER, "worker").get(0).getStatus().getPodIP();
    var request =
        "exec 3<>/dev/tcp/%s/8081; printf 'GET / HTTP/1.0\\r\\n%s\\r\\n' >&3; head -n 1 <&3";

    for (var header : new String[] {"", "X-Forwarded-For: 127.0.0.1\\r\\n"}) {
      var answer = namespace.exec(master, EXEC, "bash", "-c", request.formatted(worker, header));
      assertTrue(answer.contains(" 403 "), answer);
    }
  }

  @Test
  @Order(4)
  void noPageShowsASecret() throws Exception {
    var master = namespace.pods(CLUSTER, "master").get(0);
    var files =
        namespace.exec(
            master,
            EXEC,
            "cat",
            "/run/spark-ui-key-store/password",
            "/etc/spark-authentication/java-options");
    var secrets = Stream.of(files.split("\\s+|=")).filter(it -> it.length() == 64).toList();
    var environment = page("/environment/");

    assertEquals(2, secrets.size());
    assertTrue(environment.contains("spark.ssl.standalone.keyStorePassword"));
    assertTrue(environment.contains("spark.authenticate.secret"));
    assertEquals(0, secrets.stream().filter(environment::contains).count());
  }

  @Test
  @Order(5)
  void aChangeOfTheUsersNeedsNoUpdate() throws Exception {
    var pods = namespace.incarnations("master");
    putUsers(BOB);
    renewFiles();

    Await.until("a page for bob", PROPAGATION, () -> status("/", "--user", BOB), it -> it == 200);

    assertEquals(401, status("/", "--user", ALICE));
    assertEquals(pods, namespace.incarnations("master"));
    putUsers(ALICE);
    renewFiles();
    Await.until(
        "a page for alice", PROPAGATION, () -> status("/", "--user", ALICE), it -> it == 200);
  }

  @Test
  @Order(6)
  void aRenewedCertificateIsUsed() throws Exception {
    putCertificate("second");
    renewFiles();

    Await.until(
        "the new certificate",
        PROPAGATION,
        () -> curl("--output", "/dev/null", "--verbose", url).output(),
        it -> it.contains("second"));

    Await.until(
        "the worker at the new master",
        Duration.ofMinutes(2),
        () -> curl("--user", ALICE, url + "/json/").output(),
        it -> it.contains("\"aliveworkers\" : 1"));
    stack.previewExpectingNoChanges();
  }

  private static String page(String path) throws Exception {
    var page = curl("--fail", "--user", ALICE, url + path);
    assertEquals(0, page.status(), page::output);
    return page.output();
  }

  /** The status of a page. */
  private static int status(String path, String... options) throws Exception {
    return Integer.parseInt(
        CURL.and("--output", "/dev/null", "--write-out", "%{http_code}")
            .and(options)
            .and(url + path)
            .result()
            .output());
  }

  private static Command.Result curl(String... arguments) throws Exception {
    return CURL.and(arguments).result();
  }

  private static void putUsers(String login) throws Exception {
    var parts = login.split(":");
    var line =
        Command.of("make", "--silent", "ui-user", "NAME=" + parts[0]).withInput(parts[1]).run();
    var users = Files.writeString(folder.resolve("users"), line);
    apply("generic", "users", "--from-file=users=" + users);
  }

  private static void putCertificate(String name) throws Exception {
    var key = folder.resolve("tls.key").toString();
    var certificate = folder.resolve("tls.crt").toString();
    Command.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
        .and("-subj", "/CN=" + name, "-keyout", key, "-out", certificate)
        .run();
    apply("tls", "certificate", "--key=" + key, "--cert=" + certificate);
  }

  private static void renewFiles() {
    namespace.renewFiles(namespace.pods(CLUSTER, "master").get(0));
  }

  /** Creates or replaces a Secret. */
  private static void apply(String type, String name, String... content) throws Exception {
    var secret =
        Command.of("kubectl", "--namespace=" + namespace.name(), "create", "secret", type, name)
            .and("--dry-run=client", "--output=yaml")
            .and(content)
            .run();
    Command.of("kubectl", "apply", "--filename=-").withInput(secret).run();
  }
}
