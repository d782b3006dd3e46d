package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.TestProject;
import sparkstack.ui.StateToken;

/** The scripts of a web UI with TLS and with a login, without Spark. */
class UiScriptsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");
  private static final String ALIVE = "{\n  \"status\" : \"ALIVE\"\n}";

  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;

  /** The folder of the key store. */
  private Path store;

  @BeforeEach
  void setStore() {
    store = folder.resolve("store");
  }

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
      assertEquals(2, refused.status());
      assertTrue(
          refused.output().contains("refuses the secret of this pod: HTTP/1.1 401"),
          refused.output());
    }
  }

  @Test
  void aSecretNeedsNoNewline() throws Exception {
    Files.writeString(authentication(), "-Dspark.authenticate.secret=0123abcd");
    try (var page = StatePage.of(ALIVE, StateToken.of("0123abcd"))) {
      assertEquals(new Command.Result(0, ALIVE), statePage("localhost", page.port()));

      Files.writeString(authentication(), "");
      var empty = statePage("localhost", page.port());
      assertEquals(1, empty.status());
      assertTrue(empty.output().endsWith("raise spark:secretRotation\n"), empty.output());
    }
  }

  @Test
  void theExitCodeTellsWhetherTheLoginIsRefused() throws Exception {
    for (var codes : Map.of(401, 2, 403, 2, 404, 1, 500, 1).entrySet()) {
      try (var page = StatePage.refusing(codes.getKey())) {
        assertEquals(codes.getValue(), statePage("localhost", page.port()).status());
      }
    }
  }

  /** A restart would not change the secret of the pod, and would cost running applications. */
  @Test
  void aUiRespondsWithAnyStatus() throws Exception {
    for (var status : List.of(200, 401, 403, 500)) {
      try (var page = StatePage.refusing(status)) {
        assertEquals(new Command.Result(0, ""), responds(page.port(), "http"));
      }
    }
    makeCertificate();
    serveTls("keep", "true").run();
    try (var page = StatePage.ofTls(ALIVE, keyStore(), password())) {
      assertEquals(new Command.Result(0, ""), responds(page.port(), "https"));
    }
  }

  @Test
  void aUiThatIsNotThereDoesNotRespond() throws Exception {
    var page = StatePage.of(ALIVE);
    page.close();
    for (var scheme : List.of("http", "https")) {
      assertEquals(1, responds(page.port(), scheme).status(), scheme);
    }
  }

  /** The kubelet ends a probe, but not what the probe has started. */
  @Test
  void aProbeDoesNotWaitForAUiWithoutAnEnd() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(silent.getLocalPort());
      for (var probe :
          List.of(
              List.of("master-is-alive", folder.toString(), port),
              List.of("worker-is-ready", port, folder.toString()),
              List.of("worker-is-registered", "localhost", port))) {
        var result =
            Command.of("bash", SCRIPTS.resolve(probe.get(0)).toString())
                .and(probe.subList(1, probe.size()))
                .withEnvironment(Map.of("LIMIT", "0.5"))
                .result();

        assertEquals(1, result.status(), probe.toString());
        assertTrue(result.output().contains("does not respond"), result.output());
      }
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

  /** A pod keeps its password, because a master that restarts may need the last key store. */
  @Test
  void eachPodHasAnotherPassword() throws Exception {
    makeCertificate();
    serveTls("keep", "true").run();
    var first = password();
    serveTls("keep", "true").run();
    assertEquals(first, password());

    store = folder.resolve("store of another pod");
    serveTls("keep", "true").run();
    assertNotEquals(first, password());
  }

  @Test
  void theMasterHasTheFileModesOfTheImage() throws Exception {
    makeCertificate();
    var script = serveTls("keep", "sh", "-c", "umask");
    var output =
        Command.of("bash", "-c", "umask 027; exec \"$@\"", "umask")
            .and(script.line())
            .withEnvironment(script.environment())
            .run();
    assertEquals("0027\n", output);
  }

  /** In a test, it would run on when its container has ended. */
  @Test
  void theScriptEndsWithTheMaster() throws Exception {
    makeCertificate();
    var script = serveTls("restart", "true");
    // The pipe is open as long as the script runs.
    Command.of("bash", "-c", "set -o pipefail; \"$@\" | timeout 60 cat", "pipe")
        .and(script.line())
        .withEnvironment(script.environment())
        .run();
  }

  @Test
  void aMasterRestartsWhenItsCertificateOrItsKeyIsRenewed() throws Exception {
    makeCertificate();
    for (var file : List.of("tls.crt", "tls.key")) {
      // The program in place of the master: its start renews the file, and it never ends.
      var renew = "echo >>%s; while :; do read -r line </dev/zero; done";

      var result =
          serveTls("restart", "bash", "-c", renew.formatted(folder.resolve("secret/" + file)))
              .result();

      assertEquals(TERMINATED, result.status());
      assertTrue(result.output().contains("tls: the certificate has changed"), result.output());
    }
  }

  @Test
  void aMasterContinuesUntilThePairFits() throws Exception {
    makeCertificate();
    var log = folder.resolve("log");
    var master = start(log, serveTls("restart", "sleep", "infinity"));
    try {
      awaitStart(master);
      replaceSecret(it -> makePair(it.resolve("tls.crt"), it.resolve("another.key")));
      awaitLines(log, 1);
      replaceSecret(it -> Files.writeString(it.resolve("tls.key"), "no key"));
      awaitLines(log, 2);
      assertTrue(master.isAlive());
      replaceSecret(it -> makePair(it.resolve("tls.crt"), it.resolve("tls.key")));

      assertTrue(master.waitFor(60, TimeUnit.SECONDS));
      assertEquals(TERMINATED, master.exitValue());
    } finally {
      master.destroyForcibly();
    }
    var lines = Files.readAllLines(log);
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("matches private key. The master keeps"), lines.get(0));
    assertTrue(lines.get(1).contains("Could not read private key"), lines.get(1));
    assertTrue(lines.get(2).startsWith("tls: the certificate has changed"), lines.get(2));
  }

  /** For example after a full heap. The folder of the key store outlives the container. */
  @Test
  void aMasterThatRestartsWithAPairThatDoesNotFitHasTheLastOne() throws Exception {
    makeCertificate();
    serveTls("restart", "true").run();
    replaceSecret(it -> Files.writeString(it.resolve("tls.key"), "no key"));

    var output = serveTls("restart", "echo", "started").run();

    assertTrue(output.startsWith("tls: the Secret of spark:tls needs"), output);
    assertTrue(output.endsWith("started\n"), output);
    StatePage.ofTls(ALIVE, keyStore(), password()).close();
  }

  @Test
  void aMasterWithoutRecoveryContinues() throws Exception {
    makeCertificate();
    var log = folder.resolve("log");
    // It ends by itself, when the script has told what to do.
    var wait = "echo >>%s; until grep -q delete %s; do sleep 0.1; done";

    var running =
        start(
            log,
            serveTls("keep", "bash", "-c", wait.formatted(folder.resolve("secret/tls.crt"), log)));

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

  private static Command.Result responds(String port, String scheme) throws Exception {
    return Command.of("bash", SCRIPTS.resolve("responds").toString(), port, scheme).result();
  }

  /** What a test changes in the folder of a Secret's files. */
  @FunctionalInterface
  private interface Change {
    void in(Path version) throws Exception;
  }

  /** The volume of a Secret of type kubernetes.io/tls, as the kubelet makes it. */
  private void makeCertificate() throws Exception {
    var secret = Files.createDirectory(folder.resolve("secret"));
    var version = Files.createDirectory(secret.resolve("..1"));
    makePair(version.resolve("tls.crt"), version.resolve("tls.key"));
    Files.createSymbolicLink(secret.resolve("..data"), version.getFileName());
    for (var file : List.of("tls.crt", "tls.key")) {
      Files.createSymbolicLink(secret.resolve(file), Path.of("..data", file));
    }
  }

  /** Replaces all files at once, as the kubelet does. */
  private void replaceSecret(Change change) throws Exception {
    var data = folder.resolve("secret/..data");
    var last = data.toRealPath();
    var number = Integer.parseInt(last.getFileName().toString().substring(2)) + 1;
    var next = Files.createDirectory(last.resolveSibling(".." + number));
    for (var file : List.of("tls.crt", "tls.key")) {
      Files.copy(last.resolve(file), next.resolve(file));
    }
    change.in(next);
    var link = Files.createSymbolicLink(data.resolveSibling("..data_tmp"), next.getFileName());
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
    TestProject.delete(last);
  }

  private static void makePair(Path certificate, Path key) throws Exception {
    Command.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1")
        .and("-subj", "/CN=spark.example.com")
        .and("-keyout", key.toString())
        .and("-out", certificate.toString())
        .run();
  }

  private static Process start(Path log, Command command) throws IOException {
    var process = new ProcessBuilder(command.line()).redirectErrorStream(true);
    process.environment().putAll(command.environment());
    return process.redirectOutput(log.toFile()).start();
  }

  /** Waits until the program in place of the master runs: the script has loaded the pair. */
  private static void awaitStart(Process master) {
    Await.until(
        "the start of the master",
        Duration.ofMinutes(1),
        () -> Files.readString(Path.of("/proc", String.valueOf(master.pid()), "comm")),
        "sleep\n"::equals);
  }

  private static void awaitLines(Path log, int count) {
    Await.until(
        count + " lines",
        Duration.ofMinutes(1),
        () -> Files.readAllLines(log),
        it -> it.size() >= count);
  }

  private Command serveTls(String renewal, String... master) {
    return Command.of("bash", SCRIPTS.resolve("serving-tls").toString())
        .and(folder.resolve("secret").toString(), store.toString(), renewal)
        .and(master)
        .withEnvironment(Map.of("SPARK_DAEMON_JAVA_OPTS", "-Dusers=1", "INTERVAL", "0.1"));
  }

  private Path keyStore() {
    return store.resolve("keystore");
  }

  private String password() throws Exception {
    return Files.readString(store.resolve("password")).strip();
  }
}
