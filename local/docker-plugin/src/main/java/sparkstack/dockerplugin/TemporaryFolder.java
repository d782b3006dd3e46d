package sparkstack.dockerplugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder for secrets that the docker command wants in files: its owner's only, and gone with its
 * use.
 */
final class TemporaryFolder implements AutoCloseable {
  private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder create() {
    try {
      // Java creates temporary folders with mode 0700.
      TemporaryFolder folder =
          new TemporaryFolder(Files.createTempDirectory("pulumi-resource-docker-"));
      OPEN.add(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  void write(String name, String content) {
    try {
      Files.writeString(path.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void link(Path target) {
    try {
      Files.createSymbolicLink(path.resolve(target.getFileName()), target.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Links are removed, not what they point to. One at a time: an ending process must not overtake
   * the thread that is at it already.
   */
  @Override
  public synchronized void close() {
    try (Stream<Path> files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      return; // already gone
    } finally {
      OPEN.remove(this);
    }
  }

  /** For a process that is told to end in the middle of its work. */
  static void closeAll() {
    OPEN.forEach(TemporaryFolder::close);
  }
}
