package sparkstack.dockerplugin;

/**
 * A file's type and permissions as Go's {@code FileMode.String()} writes them, which the digest of
 * a build context is made of. It differs from {@code ls}: the type letters are Go's, and set-id
 * bits stand before the permissions.
 */
final class GoFileMode {
  /** What the digest says of the Dockerfile itself, whose permissions don't matter to a build. */
  static final String NONE = "----------";

  private static final int TYPE = 0170000;

  private GoFileMode() {}

  /**
   * @param mode {@code st_mode} of stat(2)
   */
  static String of(int mode) {
    StringBuilder text = new StringBuilder();
    switch (mode & TYPE) {
      case 0040000 -> text.append('d');
      case 0120000 -> text.append('L');
      case 0020000, 0060000 -> text.append('D');
      case 0010000 -> text.append('p');
      case 0140000 -> text.append('S');
      default -> {}
    }
    if ((mode & 04000) != 0) {
      text.append('u');
    }
    if ((mode & 02000) != 0) {
      text.append('g');
    }
    if ((mode & TYPE) == 0020000) {
      text.append('c');
    }
    if ((mode & 01000) != 0) {
      text.append('t');
    }
    if (text.isEmpty()) {
      text.append('-');
    }
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode >> bit & 1) != 0 ? "rwx".charAt((8 - bit) % 3) : '-');
    }
    return text.toString();
  }

  static boolean isDirectory(int mode) {
    return (mode & TYPE) == 0040000;
  }

  static boolean isLink(int mode) {
    return (mode & TYPE) == 0120000;
  }

  static boolean isRegular(int mode) {
    return (mode & TYPE) == 0100000;
  }
}
