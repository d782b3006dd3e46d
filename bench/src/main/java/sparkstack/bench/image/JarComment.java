package sparkstack.bench.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Creates a different jar with the same content: only the comment at its end differs. */
final class JarComment {
  private JarComment() {}

  /**
   * @param jar jar without a comment, so that its last two bytes are the comment's length, 0
   */
  static byte[] set(byte[] jar, String comment) {
    byte[] text = comment.getBytes(StandardCharsets.US_ASCII);
    if (jar[jar.length - 1] != 0 || jar[jar.length - 2] != 0 || text.length > 0xFF) {
      throw new IllegalArgumentException("the jar has a comment, or the new comment is too long");
    }
    byte[] changed = Arrays.copyOf(jar, jar.length + text.length);
    changed[jar.length - 2] = (byte) text.length;
    System.arraycopy(text, 0, changed, jar.length, text.length);
    return changed;
  }
}
