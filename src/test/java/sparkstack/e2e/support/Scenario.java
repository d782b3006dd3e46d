package sparkstack.e2e.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The stacks of a test class whose tests are steps that build on each other.
 *
 * <p>If a step fails, the extension prints Pulumi's output and the state of the cluster, and skips
 * the remaining steps. At the end, it destroys every stack.
 */
public final class Scenario implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final List<TestStack> stacks = Collections.synchronizedList(new ArrayList<>());
  private String failedStep;

  /** A new stack, with the config of the committed stack {@code dev}. */
  public TestStack stack(String name) throws Exception {
    return add(TestStack.create(name));
  }

  /** A new stack of another project, with the config of its committed stack {@code dev}. */
  public TestStack stack(TestProject project, String name, String... namespaces) throws Exception {
    return add(TestStack.create(project, name, List.of(namespaces)));
  }

  /** A stack of the test class, run by another version of its program. */
  public TestStack upgrade(TestStack stack, TestProject project) throws Exception {
    var upgraded = stack.runBy(project);
    stacks.set(stacks.indexOf(stack), upgraded);
    return upgraded;
  }

  private TestStack add(TestStack stack) {
    stacks.add(stack);
    return stack;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (failedStep != null) {
      throw new TestAbortedException("Skipped, because a previous step failed: " + failedStep);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var failure = context.getExecutionException();
    if (failure.isPresent() && !(failure.get() instanceof TestAbortedException)) {
      failedStep = context.getDisplayName();
      describe();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (failedStep == null && context.getExecutionException().isPresent()) {
      describe();
    }
    Exception failure = null;
    for (var stack : stacks) {
      try {
        stack.clear();
      } catch (Exception e) {
        System.err.println(stack.log().indent(2));
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void describe() {
    for (var stack : stacks) {
      System.err.println("Stack " + stack.name());
      System.err.println(stack.log().indent(2));
      try {
        stack.namespaces().forEach(namespace -> System.err.println(namespace.describe()));
      } catch (RuntimeException e) {
        System.err.println("Cannot read the state of the cluster: " + e);
      }
    }
  }
}
