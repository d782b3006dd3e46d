package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.Changelog;
import sparkstack.Release;
import sparkstack.e2e.support.Changes;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestProject;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.WeatherLog;

/**
 * Upgrades a stack of the last release to this version of the program.
 *
 * <p>The sections "### Upgrading" of the changelog above that release list the necessary edits of
 * the stack's config and the resources that the first update replaces or deletes: see {@link
 * Changelog}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final String MARK = "/data/written-before-the-upgrade";

  private static Changelog.Upgrade upgrade;
  private static TestStack stack;
  private static SparkNamespace namespace;
  private static Map<String, String> uids;

  @BeforeAll
  static void create() throws Exception {
    upgrade = Changelog.committed().upgradeFrom(Release.last().version());
    stack =
        SCENARIO
            .stack(TestProject.lastRelease(), "e2e-upgrade", "spark-e2e-upgrade")
            .set("workerReplicas", 1);
    namespace = stack.namespace();
  }

  @Test
  @Order(1)
  void theLastReleaseIsDeployedAndHasData() throws Exception {
    stack.up();

    WeatherLog.of(namespace).requireRightNumbersWrittenTo("/data/weather");
    onAWorker("touch", MARK);
    uids = namespace.uids();
    assertEquals(2, uids.size(), "Expected a namespace and a claim: " + uids);
  }

  @Test
  @Order(2)
  void thePreviewReplacesAndDeletesOnlyResourcesThatTheChangelogNames() throws Exception {
    stack = SCENARIO.upgrade(stack, TestProject.current());
    upgrade.edits().forEach(stack::edit);

    requireNamed(stack.preview());
  }

  @Test
  @Order(3)
  void theUpdateKeepsTheNamespaceAndTheData() throws Exception {
    requireNamed(stack.up());

    var now = namespace.uids();
    assertTrue(now.entrySet().containsAll(uids.entrySet()), () -> uids + " are not in " + now);
    onAWorker("ls", MARK);
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 1);
    WeatherLog.of(namespace).requireRightNumbersWrittenTo("/data/weather");
  }

  @Test
  @Order(4)
  void theNextPreviewShowsNoChanges() throws Exception {
    stack.previewExpectingNoChanges();
  }

  @Test
  @Order(5)
  void theUpgradedStackIsDestroyed() throws Exception {
    stack.destroy();

    assertEquals(List.of(), stack.resources());
    assertFalse(namespace.exists(), "The namespace still exists");
  }

  private static void requireNamed(Changes changes) {
    var unnamed = new TreeSet<String>();
    for (var step : changes.steps()) {
      var resource = step.substring(step.indexOf(' ') + 1);
      if (step.startsWith("replace ") && !upgrade.replaced().contains(resource)
          || step.startsWith("delete ") && !upgrade.deleted().contains(resource)) {
        unnamed.add(step);
      }
    }
    assertTrue(
        unnamed.isEmpty(),
        () ->
            """
            An upgrade from the last release would do this: %s
            If it need not be, give the resource an alias, or leave the field that replaces it as it was.
            If it must be, tell users why: in CHANGELOG.md, section "## Unreleased", part "### Upgrading", \
            as "- Replaces `KIND NAME`: reason" or "- Deletes `KIND NAME`: reason".
            All changes: %s"""
                .formatted(unnamed, changes.steps()));
  }

  private static void onAWorker(String... command) throws Exception {
    namespace.exec(namespace.pods("worker").get(0), COMMAND, command);
  }
}
