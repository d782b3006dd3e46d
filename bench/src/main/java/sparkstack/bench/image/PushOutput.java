package sparkstack.bench.image;

import java.util.regex.Pattern;

/** What {@code docker push} says of each layer. */
final class PushOutput {
  private static final Pattern PUSHED =
      Pattern.compile("^[0-9a-f]{12}: Pushed *$", Pattern.MULTILINE);

  private PushOutput() {}

  /** How many layers the registry did not have yet. */
  static int pushedLayers(String output) {
    return (int) PUSHED.matcher(output).results().count();
  }
}
