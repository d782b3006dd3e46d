package sparkstack.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import sparkstack.kubernetes.Environment;

/** Scripts that run in the containers of masters and workers. They are in the ConfigMaps. */
final class Scripts {
  private Scripts() {}

  /**
   * The command that runs a script in the trial of an image, before the command of the trial. The
   * script is an argument, so that the trial needs no ConfigMap: a change of the master's config
   * would run it again.
   *
   * @param name of a resource beside this class
   */
  static List<String> trialCommand(String name, String... arguments) {
    return Stream.concat(
            Stream.of("sh", "-c", Environment.literal(read(name)), name), Stream.of(arguments))
        .toList();
  }

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
