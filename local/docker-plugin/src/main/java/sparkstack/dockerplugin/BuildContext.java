package sparkstack.dockerplugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a build: a folder, less what is ignored, and a Dockerfile that may lie elsewhere.
 */
record BuildContext(Path folder, Path dockerfile) {

  /** Lexical order is that of the names' bytes, which Java's own order of strings is not. */
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing(
          path -> path.getFileName().toString().getBytes(StandardCharsets.UTF_8),
          Arrays::compareUnsigned);

  static BuildContext open(String context, String dockerfile) {
    Path folder = Path.of(context);
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          "build.context \"%s\" is not a folder: looked for %s (build.context is relative to the folder of the Pulumi project)"
              .formatted(context, absolute(folder)));
    }
    Path file = Path.of(dockerfile);
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "Dockerfile \"%s\" not found: looked for %s (build.dockerfile is relative to the folder of the Pulumi project, not to the context)%s"
              .formatted(dockerfile, absolute(file), suggestion(folder, file)));
    }
    return new BuildContext(folder, file);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static String suggestion(Path folder, Path dockerfile) {
    Path joined = folder.resolve(dockerfile).normalize();
    return Files.isRegularFile(joined) ? "; try setting it to \"%s\"".formatted(joined) : "";
  }

  /** The Dockerfile's path as the resource's output shows it. */
  String dockerfileInContext() {
    return absolute(folder).relativize(absolute(dockerfile)).toString();
  }

  /** The ignore file beside the Dockerfile comes before the one of the context, as in BuildKit. */
  Optional<Path> ignoreFile() {
    return Stream.of(
            dockerfile.resolveSibling(dockerfile.getFileName() + ".dockerignore"),
            folder.resolve(".dockerignore"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Changes when the Dockerfile changes, or a name, the mode or the content of a file that is not
   * ignored; times don't count. Links are not followed: where they point to is their content.
   */
  String digest() {
    try {
      MessageDigest digest = sha256();
      // A fixed name: the builder doesn't care what its Dockerfile is called.
      add(digest, "Dockerfile", GoFileMode.NONE, contentHash(dockerfile));
      DockerIgnore ignore = DockerIgnore.parse(ignoreText());
      addFolder(digest, ignore, folder, "");
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchFileException e) {
      throw new UserError("%s vanished while the build context was read".formatted(e.getFile()));
    } catch (AccessDeniedException e) {
      throw new UserError(
          "no permission to read %s, a file of the build context (what a build doesn't need belongs in .dockerignore)"
              .formatted(e.getFile()));
    } catch (IOException e) {
      throw new UserError("cannot read the build context: %s".formatted(e.getMessage()));
    }
  }

  private String ignoreText() throws IOException {
    Optional<Path> file = ignoreFile();
    return file.isPresent() ? Files.readString(file.get()) : "";
  }

  private static void addFolder(
      MessageDigest digest, DockerIgnore ignore, Path folder, String prefix) throws IOException {
    for (Path path : sortedFiles(folder)) {
      String name = prefix + path.getFileName();
      int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      if (GoFileMode.isDirectory(mode)) {
        if (!ignore.excludesAllBeneath(name)) {
          addFolder(digest, ignore, path, name + "/");
        }
      } else if (!ignore.excludes(name)) {
        add(digest, name, GoFileMode.of(mode), hash(path, mode));
      }
    }
  }

  private static List<Path> sortedFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(BY_NAME).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static byte[] hash(Path path, int mode) throws IOException {
    if (GoFileMode.isLink(mode)) {
      return sha256()
          .digest(Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8));
    }
    // A pipe or a socket has no content, and reading one would wait for ever.
    return GoFileMode.isRegular(mode) ? contentHash(path) : sha256().digest();
  }

  private static byte[] contentHash(Path file) throws IOException {
    MessageDigest hash = sha256();
    try (InputStream content = Files.newInputStream(file)) {
      content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), hash));
    }
    return hash.digest();
  }

  private static void add(MessageDigest digest, String name, String mode, byte[] contentHash) {
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update(mode.getBytes(StandardCharsets.UTF_8));
    digest.update(contentHash);
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
