package sparkstack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Scripts that run in the containers of masters and workers. They are in the ConfigMaps. */
final class Scripts {
  private Scripts() {}

  /**
   * @param name of a resource beside this class
   */
  static String read(String name) {
    try (var file = Scripts.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
