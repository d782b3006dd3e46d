package sparkstack.e2e.support;

import java.util.Map;
import sparkstack.Manifest;

/** Images that stacks push, for tests that run them without a stack. Most tests share one image. */
public final class StackImage {
  public static final String REVISION = "0123abc";

  private static String reference;

  private StackImage() {}

  /** The reference of the shared image, with its digest. The first call builds and pushes it. */
  public static synchronized String reference() throws Exception {
    if (reference == null) {
      reference = push("e2e-image", Map.of("imageRevision", REVISION, "baseImage", base()));
    }
    return reference;
  }

  /** The reference of the dev stack's base image, with its digest. */
  public static String base() throws Exception {
    var tag = (String) TestProject.current().devConfig().get("spark:baseImage");
    Command.docker("pull", "--quiet", tag).run();
    return Command.docker("inspect", "--format", "{{index .RepoDigests 0}}", tag).run().strip();
  }

  /**
   * Pushes the image of a stack with additional config, and returns its reference with the digest.
   *
   * <p>Only the image is deployed. It stays in the registry when the stack is destroyed.
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
