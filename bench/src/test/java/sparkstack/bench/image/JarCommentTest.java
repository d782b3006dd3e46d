package sparkstack.bench.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCommentTest {
  @TempDir Path folder;

  @Test
  void theJarIsAsGoodAsBefore() throws IOException {
    Path changed = Files.write(folder.resolve("changed.jar"), JarComment.set(jar(), "1 of now"));

    try (ZipFile jar = new ZipFile(changed.toFile())) {
      assertEquals("1 of now", jar.getComment());
      assertArrayEquals(
          "content".getBytes(StandardCharsets.UTF_8),
          jar.getInputStream(jar.getEntry("file")).readAllBytes());
    }
  }

  @Test
  void aJarWithACommentIsRefused() throws IOException {
    byte[] commented = JarComment.set(jar(), "first");

    assertThrows(IllegalArgumentException.class, () -> JarComment.set(commented, "second"));
  }

  private static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      jar.putNextEntry(new ZipEntry("file"));
      jar.write("content".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
