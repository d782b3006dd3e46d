package sparkstack.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The users of a file, which has a line {@code NAME:HASH} for each ({@link PasswordHash}). Empty
 * lines and lines that start with {@code #} are comments.
 *
 * <p>A change of the file counts from the next login on: Kubernetes replaces the files of a Secret
 * about a minute after the Secret has changed.
 */
final class Users {
  /** What is known about a name and its password. */
  enum Answer {
    RIGHT,
    WRONG,
    /** Too many others log in. */
    BUSY
  }

  private static final System.Logger LOG = System.getLogger(Users.class.getName());

  /** A browser that opens a page sends more requests than that, and all have the same password. */
  private static final int LONGEST_QUEUE = 50;

  private static final long LONGEST_WAIT_SECONDS = 20;

  private final Path file;

  /** Whoever tries passwords gets at most one core. */
  private final Semaphore slot = new Semaphore(1);

  /** Keys the fingerprints of passwords that were right, which are only in this JVM's memory. */
  private final byte[] key = new byte[32];

  /** A name that the file does not have takes the same time. */
  private final PasswordHash nobody;

  private volatile Content content = new Content(FileTime.fromMillis(0), Map.of(), Map.of());

  /**
   * One version of the file.
   *
   * @param known fingerprints of the passwords that were right, by name: a browser sends the
   *     password with each request, and each check of the hash takes a part of a second
   */
  private record Content(
      FileTime time, Map<String, PasswordHash> hashes, Map<String, byte[]> known) {}

  Users(Path file) {
    this.file = file;
    new SecureRandom().nextBytes(key);
    nobody = PasswordHash.of(new char[] {'x'});
    current();
  }

  Answer check(String name, char[] password) {
    var now = current();
    var fingerprint = fingerprint(password);
    if (isKnown(now, name, fingerprint)) {
      return Answer.RIGHT;
    }
    if (slot.getQueueLength() >= LONGEST_QUEUE) {
      return Answer.BUSY;
    }
    try {
      if (!slot.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return Answer.BUSY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.BUSY;
    }
    try {
      // Another request of the same browser may have had the turn before.
      return isKnown(now, name, fingerprint) || isRight(now, name, password, fingerprint)
          ? Answer.RIGHT
          : Answer.WRONG;
    } finally {
      slot.release();
    }
  }

  private boolean isRight(Content now, String name, char[] password, byte[] fingerprint) {
    var isRight = now.hashes().getOrDefault(name, nobody).matches(password);
    if (!isRight || !now.hashes().containsKey(name)) {
      return false;
    }
    now.known().put(name, fingerprint);
    return true;
  }

  private static boolean isKnown(Content now, String name, byte[] fingerprint) {
    return MessageDigest.isEqual(now.known().get(name), fingerprint);
  }

  private byte[] fingerprint(char[] password) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(UTF_8.encode(CharBuffer.wrap(password)));
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  private Content current() {
    try {
      var time = Files.getLastModifiedTime(file);
      if (!time.equals(content.time())) {
        content = new Content(time, read(), new ConcurrentHashMap<>());
      }
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The users of the web UI cannot be read: the Secret of spark:uiUsers needs the key users",
          e);
    }
  }

  private Map<String, PasswordHash> read() throws IOException {
    var hashes = new HashMap<String, PasswordHash>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var parts = line.strip().split(":", 2);
      var hash = PasswordHash.parse(parts.length == 2 ? parts[1] : "");
      if (hash.isPresent()) {
        hashes.put(parts[0], hash.get());
      } else {
        LOG.log(
            System.Logger.Level.WARNING,
            "Line {0} of {1} is not a user, and is left out: it must be NAME:HASH, as make ui-user prints it",
            number,
            file);
      }
    }
    LOG.log(System.Logger.Level.INFO, "The web UI has {0} users", hashes.size());
    return hashes;
  }
}
