package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.TestProject;

/**
 * Destroys a stack of the last release that was never updated with this version. Pulumi then loads
 * the versions of the plugins that are in the stack's state. In the local environment, the docker
 * plugin of each version may be the stand-in.
 */
@Tag("slow")
class ReleaseDestroyIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  @Test
  void aStackOfTheLastReleaseIsDestroyed() throws Exception {
    var old =
        SCENARIO
            .stack(TestProject.lastRelease(), "e2e-destroy", "spark-e2e-destroy")
            .set("workerReplicas", 0)
            .clusterOnly();
    old.up();

    var stack = SCENARIO.upgrade(old, TestProject.current());
    stack.destroy();

    assertEquals(List.of(), stack.resources());
    assertFalse(stack.namespace().exists(), "The namespace still exists");
  }
}
