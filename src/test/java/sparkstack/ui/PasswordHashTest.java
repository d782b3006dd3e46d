package sparkstack.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  /** Computed by another implementation: Python's hashlib.pbkdf2_hmac. */
  private static final String OF_PYTHON =
      "$pbkdf2-sha512$10000$c2FsdHNhbHRzYWx0c2FsdA$"
          + "AGs61lRh3fb6c4qTSxDVfWdmDeQlxN/WwYGQSl7MVVGpXev6okeE5BQKjvecIoyShRVHwHz9B/jaUXfl5ZXdAQ";

  @Test
  void matchesItsPasswordOnly() {
    var hash = PasswordHash.of("pässword".toCharArray());

    assertTrue(hash.matches("pässword".toCharArray()));
    assertFalse(hash.matches("password".toCharArray()));
    assertFalse(hash.matches(new char[0]));
  }

  @Test
  void hasARandomSalt() {
    assertNotEquals(
        PasswordHash.of("a".toCharArray()).toString(),
        PasswordHash.of("a".toCharArray()).toString());
  }

  @Test
  void isTheHashOfOtherImplementations() {
    var hash = PasswordHash.parse(OF_PYTHON).orElseThrow();

    assertTrue(hash.matches("correct horse".toCharArray()));
    assertEquals(OF_PYTHON, hash.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "{SHA}5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
        "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC",
        "$pbkdf2-sha512$1$c2FsdHNhbHRzYWx0c2FsdA$KEY",
        "$pbkdf2-sha512$999999999$c2FsdHNhbHRzYWx0c2FsdA$KEY",
        "$pbkdf2-sha512$10000$c$KEY"
      })
  void anythingElseIsNoHash(String text) {
    var key = OF_PYTHON.substring(OF_PYTHON.lastIndexOf('$') + 1);
    assertEquals(Optional.empty(), PasswordHash.parse(text.replace("KEY", key)));
  }
}
