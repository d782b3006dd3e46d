package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaCertificatesTest {
  private static final Path FOLDER = Path.of("src/test/resources/certificates");
  private static final Instant IN_2030 = Instant.parse("2030-01-01T00:00:00Z");

  private static String first;
  private static String second;
  private static String expired;

  @BeforeAll
  static void readCertificates() throws IOException {
    first = Files.readString(FOLDER.resolve("root-1.pem"));
    second = Files.readString(FOLDER.resolve("root-2.pem"));
    expired = Files.readString(FOLDER.resolve("expired.pem"));
  }

  private static String problem(String text) {
    return CaCertificates.problem(text, "spark:caCertificates").orElse("");
  }

  @Test
  void mayBeOneOrSeveralWithCommentsBetweenThem() {
    assertEquals(Optional.empty(), CaCertificates.problem(first, ""));
    assertEquals(
        Optional.empty(), CaCertificates.problem("# ours\n" + first + "\n# theirs\n" + second, ""));
  }

  @Test
  void areTheSameWithOtherCommentsAndLineEnds() {
    var plain = CaCertificates.normalized(first + second);
    var commented = ("subject=ours\n" + first + "\n\n" + second).replace("\n", "\r\n");

    assertEquals(plain, CaCertificates.normalized(commented));
    assertEquals((first + second).strip(), plain);
  }

  @Test
  void areNotAPrivateKeyAndTheMessageDoesNotShowIt() {
    for (var kind : List.of("", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH ")) {
      var key =
          "-----BEGIN %1$sPRIVATE KEY-----\nc2VjcmV0\n-----END %1$sPRIVATE KEY-----\n"
              .formatted(kind);
      var problem = problem(first + key);
      assertTrue(problem.startsWith("must not contain a private key"), problem);
      assertFalse(problem.contains("c2VjcmV0"), problem);
    }
  }

  @Test
  void areInPem() {
    assertTrue(problem("ca.pem").startsWith("must be certificates in PEM"));
    assertTrue(
        problem("-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n").startsWith("must be certificates"));
  }

  @Test
  void areWhole() {
    var cut = first.substring(0, first.length() / 2);
    var broken = second.replaceFirst("\nMII", "\nAAA");

    assertTrue(problem(first + cut).startsWith("certificate 2 of 2 cannot be read"));
    assertTrue(problem(cut + second).startsWith("certificate 1 of 2 cannot be read"));
    assertTrue(problem(first + broken).startsWith("certificate 2 of 2 cannot be read"));
  }

  @Test
  void fitIntoAnEnvironmentVariable() {
    var many = first.repeat(CaCertificates.MOST_CHARACTERS / first.length() + 1);
    assertTrue(problem(many).startsWith("must have at most 100000 characters"));
    assertTrue(CaCertificates.MOST_CHARACTERS < 128 * 1024);
  }

  @Test
  void areWarnedOfWhenTheyHaveExpired() {
    var warnings = CaCertificates.warnings(first + expired, IN_2030);

    assertEquals(
        List.of(
            "the certificate of CN=Example Expired,O=Example expired at 2001-01-01T00:00:00Z:"
                + " downloads that need it will fail"),
        warnings);
  }
}
