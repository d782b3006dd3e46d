package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
  @TempDir Path project;

  @BeforeEach
  void aSmallContext() throws IOException {
    write("docker/Dockerfile", "FROM scratch\nCOPY . /\n");
    write("app/b.txt", "b");
    write("app/a/x", "x");
    write("app/a.txt", "a");
    Files.createSymbolicLink(project.resolve("app/link"), Path.of("a.txt"));
  }

  @Test
  void isTheDigestOfNamesModesAndContents() {
    // Computed apart from this code, over: Dockerfile, a/x, a.txt, b.txt, link.
    assertEquals("f9872e9da11bc8a53939e6d178d4243bf1f3104749549058bdb3505e266ddf53", digest());
  }

  @Test
  void doesNotDependOnTimesOrOnThePlaceOfTheProject() throws IOException {
    String before = digest();

    Files.setLastModifiedTime(project.resolve("app/a.txt"), FileTime.fromMillis(0));

    assertEquals(before, digest());
  }

  @Test
  void changesWithContentNameModeAndDockerfile() throws IOException {
    String first = digest();
    write("app/a.txt", "A");
    String content = digest();
    Files.move(project.resolve("app/a.txt"), project.resolve("app/c.txt"));
    String name = digest();
    Files.setPosixFilePermissions(
        project.resolve("app/c.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    String mode = digest();
    write("docker/Dockerfile", "FROM scratch\n");
    String dockerfile = digest();

    assertEquals(5, java.util.Set.of(first, content, name, mode, dockerfile).size());
  }

  @Test
  void doesNotFollowLinks() throws IOException {
    Files.createSymbolicLink(project.resolve("app/outside"), Path.of("../elsewhere"));
    String dangling = digest();

    write("elsewhere/file", "not part of the context");
    assertEquals(dangling, digest());

    Files.delete(project.resolve("app/outside"));
    Files.createSymbolicLink(project.resolve("app/outside"), Path.of("../other"));
    assertNotEquals(dangling, digest());
  }

  @Test
  void leavesOutWhatIsIgnored() throws IOException {
    write("app/.dockerignore", "*\n!a.txt\n!.dockerignore\n");
    String before = digest();

    write("app/b.txt", "changed");
    assertEquals(before, digest());
    write("app/a.txt", "changed");
    assertNotEquals(before, digest());
  }

  @Test
  void prefersTheIgnoreFileBesideTheDockerfile() throws IOException {
    write("app/.dockerignore", "");
    write("docker/Dockerfile.dockerignore", "**");
    String before = digest();

    write("app/a.txt", "changed");

    assertEquals(before, digest());
  }

  @Test
  void showsTheDockerfileRelativeToTheContext() {
    assertEquals("../docker/Dockerfile", context("app", "docker/Dockerfile").dockerfileInContext());
    assertEquals("docker/Dockerfile", context(".", "docker/Dockerfile").dockerfileInContext());
  }

  @Test
  void saysWhereItLookedForTheDockerfile() throws IOException {
    write("app/Other", "FROM scratch\n");
    UserError error =
        assertThrows(
            UserError.class, () -> BuildContext.open(project.resolve("app").toString(), "Other"));

    assertTrue(error.getMessage().contains(Path.of("Other").toAbsolutePath().toString()));
    assertTrue(error.getMessage().contains("not to the context"), error.getMessage());
    assertTrue(
        error.getMessage().contains("try setting it to \"" + project.resolve("app/Other")),
        error.getMessage());
  }

  @Test
  void saysWhereItLookedForTheContext() {
    UserError error =
        assertThrows(UserError.class, () -> BuildContext.open("no-such-folder", "Dockerfile"));

    assertTrue(error.getMessage().contains(Path.of("no-such-folder").toAbsolutePath().toString()));
  }

  private String digest() {
    return context("app", "docker/Dockerfile").digest();
  }

  private BuildContext context(String folder, String dockerfile) {
    return BuildContext.open(
        project.resolve(folder).toString(), project.resolve(dockerfile).toString());
  }

  private void write(String path, String content) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
