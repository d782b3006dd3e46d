package sparkstack.e2e;

import java.util.Map;
import sparkstack.Manifest;

/** The images that stacks push, for tests that run them without the stack: one for most. */
final class StackImage {
  private static String reference;

  private StackImage() {}

  /** The image by its digest, pushed when first asked for. */
  static synchronized String reference() throws Exception {
    if (reference == null) {
      reference = push("e2e-image", Map.of());
    }
    return reference;
  }

  /**
   * Pushes the image of a stack with other config, and returns it by its digest.
   *
   * <p>Nothing but the image is deployed. It stays in the registry when the stack is destroyed.
   */
  static String push(String name, Map<String, Object> config) throws Exception {
    var stack = TestStack.create(name);
    config.forEach(stack::set);
    try {
      stack.up("**spark:index:SparkImage**");
      var outputs = Manifest.object(stack.resource("docker:index/image:Image").get("outputs"));
      return (String) outputs.get("repoDigest");
    } catch (Exception | AssertionError e) {
      System.err.println(stack.log().indent(2));
      throw e;
    } finally {
      stack.clear();
    }
  }
}
