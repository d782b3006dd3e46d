package sparkstack.e2e.support;

import java.util.Map;
import sparkstack.Manifest;

/** The images that stacks push, for tests that run them without the stack: one for most. */
public final class StackImage {
  public static final String REVISION = "0123abc";

  private static String reference;

  private StackImage() {}

  /** The image by its digest, pushed when first asked for. */
  public static synchronized String reference() throws Exception {
    if (reference == null) {
      reference = push("e2e-image", Map.of("imageRevision", REVISION, "baseImage", base()));
    }
    return reference;
  }

  /** The dev stack's base image, by its digest. */
  public static String base() throws Exception {
    var tag = (String) TestProject.current().devConfig().get("spark:baseImage");
    Command.docker("pull", "--quiet", tag).run();
    return Command.docker("inspect", "--format", "{{index .RepoDigests 0}}", tag).run().strip();
  }

  /**
   * Pushes the image of a stack with other config, and returns it by its digest.
   *
   * <p>Nothing but the image is deployed. It stays in the registry when the stack is destroyed.
   */
  public static String push(String name, Map<String, Object> config) throws Exception {
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
