package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.await.Readiness;
import sparkstack.preflight.Preflight;

/** Updates with {@code --target}. */
class TargetTest extends ProjectTest {

  /** The outputs of resources that Pulumi does not create are null, not unknown. */
  @Test
  void theProgramEndsWithoutAnErrorIfTheTargetLeavesOutEveryNewResource() {
    for (var type : List.of("ClusterIP", "NodePort", "LoadBalancer")) {
      for (var more :
          List.of(Map.<String, Object>of(), Map.<String, Object>of("workerMaxReplicas", 3))) {
        var config = new HashMap<String, Object>(ProjectFolder.WITH_DRIVER);
        config.put("uiServiceType", type);
        config.putAll(more);
        assertEquals(
            List.of(),
            Recording.errorsOf(
                project,
                new UntargetedMocks(),
                context ->
                    SparkStack.define(
                        context, Recording.passed(config), Preflight.none(), Readiness.none())),
            config.toString());
      }
    }
  }
}
