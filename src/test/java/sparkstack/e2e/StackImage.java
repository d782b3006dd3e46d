package sparkstack.e2e;

import sparkstack.Manifest;

/** The image that a stack pushes: one for all tests that run it without the stack. */
final class StackImage {
  private static String reference;

  private StackImage() {}

  /** The image by its digest, pushed when first asked for. */
  static synchronized String reference() throws Exception {
    if (reference == null) {
      reference = push();
    }
    return reference;
  }

  /** Nothing but the image is deployed. It stays in the registry when the stack is destroyed. */
  private static String push() throws Exception {
    var stack = TestStack.create("e2e-image");
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
