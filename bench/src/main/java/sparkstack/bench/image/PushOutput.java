package sparkstack.bench.image;

import java.util.regex.Pattern;

/** The output of {@code docker push}. */
final class PushOutput {
  private static final Pattern PUSHED =
      Pattern.compile("^[0-9a-f]{12}: Pushed *$", Pattern.MULTILINE);

  private PushOutput() {}

  /** The number of layers that the registry did not have. */
  static int pushedLayers(String output) {
    return (int) PUSHED.matcher(output).results().count();
  }
}
