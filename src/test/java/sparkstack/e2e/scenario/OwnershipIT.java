package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.TestStack;

/** No stack takes over objects of another stack, or of nobody, unless it is told to. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnershipIT {
  private static final String SHARED = "spark-e2e-owner";

  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static TestStack owner;
  private static TestStack second;
  private static Map<String, String> untouched;

  @BeforeAll
  static void create() throws Exception {
    owner = withoutPods(SCENARIO.stack("e2e-owner"));
    second = withoutPods(SCENARIO.stack("e2e-second")).set("namespace", SHARED);
  }

  private static TestStack withoutPods(TestStack stack) {
    return stack.set("workerReplicas", 0).clusterOnly();
  }

  @Test
  @Order(1)
  void aNamespaceThatSomebodyMadeIsRefused() throws Exception {
    owner.namespace().create();
    var before = owner.namespace().resourceVersions();

    assertThrows(AutomationException.class, owner::preview);
    assertSays(
        owner, "Namespace " + SHARED + " already exists and belongs to no stack of this program");
    assertSays(owner, "spark:adopt to unowned");
    // The automation API's up runs no preview before it.
    assertThrows(AutomationException.class, owner::up);
    assertSays(owner, "Namespace " + SHARED + " already exists");

    assertEquals(before, owner.namespace().resourceVersions());
  }

  @Test
  @Order(2)
  void anAdoptedNamespaceIsTheStacks() throws Exception {
    owner.set("adopt", "unowned");

    owner.up();

    owner.unset("adopt");
    owner.up();
    owner.previewExpectingNoChanges();
  }

  @Test
  @Order(3)
  void aSecondStackIsRefusedTheNamespaceAndTheNamesInIt() throws Exception {
    untouched = owner.namespace().resourceVersions();

    assertThrows(AutomationException.class, second::preview);
    assertSays(
        second, "Namespace " + SHARED + " already exists and belongs to the stack spark/e2e-owner");
    assertThrows(AutomationException.class, second::up);

    second.set("createNamespace", false).set("clusterName", "etl");
    second.up();
    second.destroy();

    assertTrue(owner.namespace().exists());
    assertEquals(untouched, owner.namespace().resourceVersions());
  }

  /** The cluster's name spark is refused in a namespace of others, so both stacks have another. */
  @Test
  @Order(4)
  void twoStacksCannotHaveOneClusterName() throws Exception {
    owner.set("clusterName", "jobs");
    owner.up();
    untouched = owner.namespace().resourceVersions();
    second.set("clusterName", "jobs");

    assertThrows(AutomationException.class, second::preview);
    assertSays(second, "ConfigMap " + SHARED + "/jobs-owner");
    assertSays(second, "Deployment " + SHARED + "/jobs-master");
    assertSays(second, "belong to the stack spark/e2e-owner");
    assertThrows(AutomationException.class, second::up);

    assertEquals(untouched, owner.namespace().resourceVersions());
  }

  /** The API server's own guard, which holds where the program cannot ask it. */
  @Test
  @Order(5)
  void theApiServerRefusesAnotherOwnersMark() {
    var conflict =
        assertThrows(
            KubernetesClientException.class,
            () ->
                owner
                    .namespace()
                    .applyAnnotation(
                        "sparkstack/owner", "spark/e2e-second", "pulumi-spark/e2e-second"));

    assertEquals(409, conflict.getCode(), conflict::getMessage);
    assertTrue(conflict.getMessage().contains("pulumi-spark/e2e-owner"), conflict::getMessage);
  }

  @Test
  @Order(6)
  void aCreationThatWasInterruptedGoesOn() throws Exception {
    var master = owner.namespace().incarnations("master");
    // An update that ended before it could write its state.
    owner.forgetResources();

    owner.up();

    assertEquals(master, owner.namespace().incarnations("master"));
    owner.previewExpectingNoChanges();
  }

  @Test
  @Order(7)
  void destroyDeletesTheStacksOwnNamespace() throws Exception {
    owner.destroy();

    assertFalse(owner.namespace().exists());
  }

  private static void assertSays(TestStack stack, String part) {
    assertTrue(
        stack.errors().stream().anyMatch(error -> error.contains(part)),
        () -> "No error of " + stack.name() + " says: " + part + "\n" + stack.errors());
  }
}
