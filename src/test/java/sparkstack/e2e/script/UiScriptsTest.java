package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;
import sparkstack.ui.StateToken;

/** The scripts of a web UI with TLS and with a login, without Spark. */
class UiScriptsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");
  private static final String ALIVE = "{\n  \"status\" : \"ALIVE\"\n}";

  @TempDir Path folder;

  @Test
  void aPageWithoutALoginIsPrinted() throws Exception {
    try (var page = StatePage.of(ALIVE)) {
      assertEquals(new Command.Result(0, ALIVE), statePage("localhost", page.port()));
    }
  }

  @Test
  void aPageWithALoginGetsTheTokenOfTheSecret() throws Exception {
    Files.writeString(authentication(), "-Dspark.authenticate.secret=0123abcd\n");
    try (var page = StatePage.of(ALIVE, StateToken.of("0123abcd"))) {
      assertEquals(new Command.Result(0, ALIVE), statePage("localhost", page.port()));
    }
    try (var page = StatePage.of(ALIVE, StateToken.of("other"))) {
      var refused = statePage("localhost", page.port());
      assertEquals(1, refused.status());
      assertTrue(refused.output().contains("does not respond: HTTP/1.1 401"), refused.output());
    }
  }

  @Test
  void aPageWithTlsIsPrintedToo() throws Exception {
    makeCertificate();
    serveTls("keep", "true").run();
    try (var page = StatePage.ofTls(ALIVE, keyStore(), password())) {
      assertEquals(new Command.Result(0, ALIVE), statePage("localhost", page.port(), "https"));
      assertEquals(1, statePage("localhost", page.port(), "http").status());
    }
  }

  @Test
  void aPageThatIsNotThereIsAnError() throws Exception {
    var page = StatePage.of(ALIVE);
    page.close();
    for (var scheme : List.of("http", "https")) {
      assertNotEquals(0, statePage("localhost", page.port(), scheme).status(), scheme);
    }
  }

  @Test
  void theMasterGetsThePasswordInAFileOnly() throws Exception {
    makeCertificate();

    var output =
        serveTls("keep", "sh", "-c", "echo $SPARK_DAEMON_JAVA_OPTS; tr '\\0' ' ' </proc/$$/cmdline")
            .run();

    var options = folder.resolve("store/java-options");
    assertTrue(output.startsWith("-Dusers=1 @" + options + "\n"), output);
    assertFalse(output.contains(password()), output);
    assertTrue(password().matches("[0-9a-f]{64}"));
    assertEquals(
        "-Dspark.ssl.standalone.keyStorePassword=" + password() + "\n", Files.readString(options));
    for (var file : List.of("java-options", "keystore", "password")) {
      assertEquals(
          "[OWNER_READ, OWNER_WRITE]",
          Files.getPosixFilePermissions(folder.resolve("store").resolve(file)).stream()
              .sorted()
              .toList()
              .toString());
    }
  }

  @Test
  void eachStartHasAnotherPassword() throws Exception {
    makeCertificate();
    serveTls("keep", "true").run();
    var first = password();
    serveTls("keep", "true").run();
    assertNotEquals(first, password());
  }

  @Test
  void aMasterRestartsWhenItsCertificateIsRenewed() throws Exception {
    makeCertificate();
    // The program in place of the master: its start renews the certificate, and it never ends.
    var renew = "echo >>%s; while :; do read -r line </dev/zero; done";

    var result =
        serveTls("restart", "bash", "-c", renew.formatted(folder.resolve("secret/tls.crt")))
            .result();

    assertEquals(128 + 15, result.status());
    assertTrue(result.output().contains("tls: the certificate has changed"), result.output());
  }

  @Test
  void aMasterWithoutRecoveryContinues() throws Exception {
    makeCertificate();
    var log = folder.resolve("log");
    // It ends by itself, when the script has told what to do.
    var wait = "echo >>%s; until grep -q delete %s; do sleep 0.1; done";

    var process =
        new ProcessBuilder(
                serveTls(
                        "keep", "bash", "-c", wait.formatted(folder.resolve("secret/tls.crt"), log))
                    .line())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    process.environment().put("INTERVAL", "0.1");
    var running = process.start();

    assertTrue(running.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, running.exitValue());
  }

  @Test
  void aSecretWithoutACertificateIsAnError() throws Exception {
    makeCertificate();
    Files.writeString(folder.resolve("secret/tls.key"), "no key");

    var result = serveTls("keep", "true").result();

    assertEquals(1, result.status());
    assertTrue(result.output().startsWith("tls: the Secret of spark:tls needs"), result.output());
  }

  @Test
  void aTrialNeedsNoCertificate() throws Exception {
    var script = SCRIPTS.resolve("serving-tls").toString();
    assertEquals("trial\n", Command.of("bash", script, "", "", "", "sh", "-c", "echo trial").run());
  }

  @Test
  void anImageWithoutTheLoginIsAnError() throws Exception {
    var check =
        Command.of("sh", SCRIPTS.resolve("has-ui-filter").toString(), "echo", "started")
            .withEnvironment(Map.of("SPARK_HOME", folder.toString()));
    var without = check.result();
    assertEquals(1, without.status());
    assertTrue(without.output().startsWith("login: the image has no file "), without.output());

    Files.createDirectory(folder.resolve("jars"));
    Files.createFile(folder.resolve("jars/sparkstack-ui.jar"));
    assertEquals("started\n", check.run());
  }

  private Path authentication() {
    return folder.resolve("java-options");
  }

  private Command.Result statePage(String... arguments) throws Exception {
    return Command.of("bash", SCRIPTS.resolve("state-page").toString())
        .and(arguments)
        .withEnvironment(Map.of("AUTHENTICATION", authentication().toString()))
        .result();
  }

  /** The files of a Secret of type kubernetes.io/tls. */
  private void makeCertificate() throws Exception {
    var secret = Files.createDirectory(folder.resolve("secret"));
    Command.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1")
        .and("-subj", "/CN=spark.example.com")
        .and("-keyout", secret.resolve("tls.key").toString())
        .and("-out", secret.resolve("tls.crt").toString())
        .run();
  }

  private Command serveTls(String renewal, String... master) {
    return Command.of("bash", SCRIPTS.resolve("serving-tls").toString())
        .and(folder.resolve("secret").toString(), folder.resolve("store").toString(), renewal)
        .and(master)
        .withEnvironment(Map.of("SPARK_DAEMON_JAVA_OPTS", "-Dusers=1", "INTERVAL", "0.1"));
  }

  private Path keyStore() {
    return folder.resolve("store/keystore");
  }

  private String password() throws Exception {
    return Files.readString(folder.resolve("store/password")).strip();
  }
}
