package sparkstack.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFilterTest {
  private static final String SECRET = "0123456789abcdef";
  private static final String TOKEN = MasterToken.of(SECRET).authorization();

  @TempDir Path folder;
  private Path users;
  private AccessFilter master;
  private AccessFilter worker;

  @BeforeEach
  void makeUsers() throws Exception {
    users = folder.resolve("users");
    Files.writeString(
        users,
        "# the team\n\nalice:%s\nno user\nbob:%s\n"
            .formatted(hash("alice's: password"), hash("bob's password")));
    master = Request.filter(SECRET, Map.of("users", users.toString()));
    worker = Request.filter(SECRET, Map.of());
  }

  private static PasswordHash hash(String password) {
    return PasswordHash.of(password.toCharArray());
  }

  @Test
  void theMasterAsksForALogin() throws Exception {
    var outcome = Request.without().through(master);

    assertEquals(401, outcome.status());
    assertEquals("Basic realm=\"Spark\", charset=\"UTF-8\"", outcome.challenge());
  }

  @Test
  void theMasterAdmitsItsUsers() throws Exception {
    for (var attempt : List.of("first", "known")) {
      assertEquals(200, Request.of("alice", "alice's: password").through(master).status(), attempt);
    }
    assertEquals("bob", Request.of("bob", "bob's password").through(master).user());
  }

  @Test
  void theMasterRefusesEverybodyElse() throws Exception {
    // A password that was right for one user is not right for others.
    Request.of("alice", "alice's: password").through(master);
    for (var request :
        List.of(
            Request.of("alice", "bob's password"),
            Request.of("bob", "alice's: password"),
            Request.of("alice", ""),
            Request.of("", ""),
            Request.of("no user", "x"),
            // The password of the hash that stands for unknown users.
            Request.of("carol", "x"),
            Request.withHeader("Authorization", "Basic"),
            Request.withHeader("Authorization", "Basic ???"),
            Request.withHeader("Authorization", "Basic bm9jb2xvbg=="),
            Request.withHeader("Authorization", "Bearer "),
            Request.withHeader("Authorization", MasterToken.of("other").authorization()),
            Request.withHeader("X-Spark-User", "alice"))) {
      assertEquals(401, request.through(master).status(), request.toString());
    }
  }

  /** The headers with which a proxy in between names the client, and a client itself can lie. */
  @ParameterizedTest
  @ValueSource(
      strings = {"X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-User", "X-Spark-User"})
  void noAddressOrNameInAHeaderOpensAPage(String header) throws Exception {
    var request = Request.withHeader(header, "127.0.0.1");

    assertEquals(401, request.through(master).status());
    assertEquals(403, request.through(worker).status());
  }

  /** An application's pages may be those of somebody who wants the passwords of others. */
  @Test
  void thePasswordStaysAtTheMaster() throws Exception {
    var outcome =
        Request.of("alice", "alice's: password")
            .and("X-Spark-User", "root")
            .and("Accept", "text/html")
            .through(master);

    assertEquals(
        Map.of(
            "Accept", List.of("text/html"),
            "Authorization", List.of(TOKEN),
            "X-Spark-User", List.of("alice")),
        outcome.forwarded());
  }

  @Test
  void workersAndDriversAdmitTheMasterOnly() throws Exception {
    var fromMaster = Request.withHeader("Authorization", TOKEN).and("X-Spark-User", "alice");
    var outcome = fromMaster.through(worker);
    assertEquals(200, outcome.status());
    assertEquals("alice", outcome.user());

    for (var request :
        List.of(
            Request.without(),
            Request.of("alice", "alice's: password"),
            Request.withHeader("Authorization", MasterToken.of("other").authorization()))) {
      var refused = request.through(worker);
      assertEquals(403, refused.status());
      // A browser would ask for the password, and send it here.
      assertNull(refused.challenge());
    }
  }

  /** Kubernetes replaces the files of a Secret's volume while the pod runs. */
  @Test
  void aChangeOfTheUsersCountsAtOnce() throws Exception {
    var bob = Request.of("bob", "bob's password");
    assertEquals(200, bob.through(master).status());
    Files.writeString(users, "carol:" + hash("carol's password"));
    Files.setLastModifiedTime(users, FileTime.from(Instant.now().plusSeconds(5)));

    assertEquals(401, bob.through(master).status());
    assertEquals(200, Request.of("carol", "carol's password").through(master).status());
  }

  @Test
  void aProcessWithoutTheSecretOrTheUsersDoesNotStart() {
    assertThrows(ServletException.class, () -> Request.filter(Map.of()));
    var error =
        assertThrows(
            UncheckedIOException.class,
            () -> Request.filter(SECRET, Map.of("users", folder.resolve("none").toString())));
    assertTrue(error.getMessage().contains("spark:uiUsers"), error.getMessage());
  }

  @Test
  void theTokenDoesNotContainTheSecret() {
    assertFalse(TOKEN.contains(SECRET));
    assertTrue(TOKEN.matches("Bearer [0-9a-f]{64}"), TOKEN);
  }
}
