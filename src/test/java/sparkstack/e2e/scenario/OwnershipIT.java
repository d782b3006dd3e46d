package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.TestStack;

/**
 * A stack adopts existing objects, of another stack or without an owner, only if its config allows
 * it.
 */
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
  void anExistingNamespaceIsRefused() throws Exception {
    owner.namespace().create();
    var before = owner.namespace().resourceVersions();

    assertThrows(AutomationException.class, owner::preview);
    assertSays(
        owner, "Namespace " + SHARED + " already exists and belongs to no stack of this program");
    assertSays(owner, "spark:adopt to unowned");
    // The up of the Automation API runs no preview first.
    assertThrows(AutomationException.class, owner::up);
    assertSays(owner, "Namespace " + SHARED + " already exists");

    assertEquals(before, owner.namespace().resourceVersions());
  }

  @Test
  @Order(2)
  void anAdoptedNamespaceBelongsToTheStack() throws Exception {
    owner.set("adopt", "unowned");

    owner.up();

    owner.unset("adopt");
    owner.up();
    owner.previewExpectingNoChanges();
  }

  @Test
  @Order(3)
  void aSecondStackCannotUseTheNamespaceAndItsNames() throws Exception {
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

  /**
   * The program refuses the cluster name spark in a namespace that it does not create, so both
   * stacks have another name.
   */
  @Test
  @Order(4)
  void twoStacksCannotHaveTheSameClusterName() throws Exception {
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

  /** The API server also protects objects if the program cannot read them. */
  @Test
  @Order(5)
  void theApiServerRefusesTheAnnotationOfAnotherOwner() {
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
  void upContinuesAnInterruptedCreation() throws Exception {
    var master = owner.namespace().incarnations("master");
    // Simulates an update that was killed before it could write its state.
    owner.forgetResources();

    owner.up();

    // The lost state had the secret. The update generates another one, so the pods are replaced.
    assertTrue(Collections.disjoint(master, owner.namespace().incarnations("master")));
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
