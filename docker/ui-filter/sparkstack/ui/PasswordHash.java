package sparkstack.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The hash of a password: PBKDF2 with HMAC-SHA-512, the strongest function of the JDK for
 * passwords.
 *
 * <p>Its text is that of Passlib and Ansible, {@code $pbkdf2-sha512$ITERATIONS$SALT$KEY}, with salt
 * and key in Base64 without padding and with {@code .} in place of {@code +}.
 *
 * <p>The class needs no other class of this package, because {@code run/ui-user} runs its source.
 */
record PasswordHash(int iterations, byte[] salt, byte[] key) {
  /** OWASP's Password Storage Cheat Sheet has 210,000 iterations for this function. */
  static final int ITERATIONS = 210_000;

  /** Fewer are a mistake, and more would keep the master busy for seconds. */
  private static final int FEWEST_ITERATIONS = 10_000;

  private static final int MOST_ITERATIONS = 5_000_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 64;

  private static final Pattern TEXT =
      Pattern.compile("\\$pbkdf2-sha512\\$(\\d{1,9})\\$([A-Za-z0-9./]+)\\$([A-Za-z0-9./]{86})");

  /** The hash of a password, with a random salt. */
  static PasswordHash of(char[] password) {
    var salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(ITERATIONS, salt, derive(password, ITERATIONS, salt));
  }

  /** Empty if the text is not a hash, or has a number of iterations that is out of range. */
  static Optional<PasswordHash> parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var iterations = Integer.parseInt(parts.group(1));
    if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PasswordHash(iterations, decode(parts.group(2)), decode(parts.group(3))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean matches(char[] password) {
    return MessageDigest.isEqual(key, derive(password, iterations, salt));
  }

  private static byte[] derive(char[] password, int iterations, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
          .generateSecret(new PBEKeySpec(password, salt, iterations, KEY_BYTES * Byte.SIZE))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK has PBKDF2WithHmacSHA512", e);
    }
  }

  private static byte[] decode(String text) {
    return Base64.getDecoder().decode(text.replace('.', '+'));
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes).replace('+', '.');
  }

  @Override
  public String toString() {
    return "$pbkdf2-sha512$%d$%s$%s".formatted(iterations, encode(salt), encode(key));
  }

  /**
   * Prints a user's line for the Secret of {@code spark:uiUsers}. It reads the password from its
   * input.
   *
   * @param arguments the user's name
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1 || !arguments[0].matches("[^:\\s\\p{Cntrl}#][^:\\p{Cntrl}]*")) {
      fail("it needs one name, which has no colon and starts with neither # nor a space: NAME=alice");
    }
    var password = firstLine();
    if (password.length == 0) {
      fail("the password is empty");
    }
    System.out.println(arguments[0] + ":" + of(password));
  }

  private static char[] firstLine() throws IOException {
    var line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    return line == null ? new char[0] : line.toCharArray();
  }

  private static void fail(String problem) {
    System.err.println("error: " + problem);
    System.exit(1);
  }
}
