package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangelogTest {

  /** Finds an item that UpgradeIT cannot follow without a cluster. */
  @Test
  void theCommittedOneSaysHowToUpgradeFromTheLastRelease() throws IOException {
    var changelog = Changelog.committed();

    assertEquals("Unreleased", List.copyOf(changelog.sections().keySet()).get(0));
    changelog.upgradeFrom(Release.last().version());
  }

  @Test
  void theLastReleaseIsAWholeCommitId() throws IOException {
    assertTrue(Release.last().commit().matches("[0-9a-f]{40}"), Release.last().commit());
  }

  @Test
  void tellsEditsOfTheConfigAndWhatIsReplacedInTheOrderOfTheReleases() {
    var upgrade =
        Changelog.of(
                """
                # Changelog

                ## Unreleased

                - Set `spark:c: 3` is not of the part below.

                ### Upgrading from 0.1.0

                Three edits of a stack's config:

                - Rename `spark:a2` to `spark:b`.
                - Rename `spark:notSet` to `spark:x`.
                - Remove `spark:old`: it had no effect.
                - Set `spark:list: [1, two]` if you want
                  what you had.
                - Replaces `Job spark-driver`: the application runs again.
                - Deletes `ConfigMap spark-old`.

                ### Other

                - Replaces `Namespace spark`

                ## 0.2.0

                ### Upgrading

                - Rename `spark:a` to `spark:a2`.

                ## 0.1.0

                ### Upgrading

                - Replaces `Deployment spark-master`
                """)
            .upgradeFrom("0.1.0");

    var config = new TreeMap<String, Object>(Map.of("spark:a", 1, "spark:old", 2));
    upgrade.edits().forEach(edit -> edit.accept(config));
    assertEquals(Map.of("spark:b", 1, "spark:list", List.of(1, "two")), config);
    assertEquals(Set.of("Job spark-driver"), upgrade.replaced());
    assertEquals(Set.of("ConfigMap spark-old"), upgrade.deleted());
  }

  @Test
  void refusesWhatItCannotFollow() {
    var changelog =
        Changelog.of(
            "## Unreleased\n### Upgrading\n- Replace `Job spark-driver`, a typing error\n## 0.1.0\n");

    var error = assertThrows(IllegalStateException.class, () -> changelog.upgradeFrom("0.1.0"));

    assertTrue(error.getMessage().contains(": - Replace `Job spark-driver`"), error.getMessage());
    assertThrows(IllegalStateException.class, () -> changelog.upgradeFrom("0.0.9"));
  }
}
