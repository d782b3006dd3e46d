package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of moby's own matcher. */
class DockerIgnoreTest {

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = ' ',
      value = {
        // literal names, and what lies beneath them
        "target target true",
        "target target/classes/App.class true",
        "target docs/target false",
        "target targets false",
        "/target target/x true",
        "target/ target/x true",
        "./a//b/../c a/c/d true",
        "a.b aXb false",
        "a+(b) a+(b) true",
        // one level
        "*.md README.md true",
        "*.md docs/README.md false",
        "*/*.md docs/README.md true",
        "a*b aXYb true",
        "a*b aX/b false",
        "a? ab true",
        "a? a/ false",
        "[a-c]x bx true",
        "[a-c]x dx false",
        "[^a]x bx true",
        "[^a]x ax false",
        "\\*x *x true",
        "\\*x ax false",
        // any depth
        "** a/b true",
        "**/*.md README.md true",
        "**/*.md a/b/README.md true",
        "**/foo foo true",
        "**/foo a/foo/b true",
        "**/foo afoo false",
        "a/** a/b/c true",
        "a/** a false",
        "a/**/z a/z true",
        "a/**/z a/b/c/z true",
        "**.txt a/b.txt true",
        // exceptions: the last matching rule decides
        "*|!keep keep false",
        "*|!keep other true",
        "*|!docker/spark docker/spark/x false",
        "*|!docker/spark docker/other true",
        "!keep|* keep true",
        "docs|!docs/keep.md|docs/keep.* docs/keep.md true",
        "**|!**/*.jar a/b.jar false",
        // not rules
        "#target target false",
        "!#target #target false",
      })
  void decidesAsDockerDoes(String patterns, String path, boolean excluded) {
    assertEquals(excluded, ignore(patterns).excludes(path));
  }

  @Test
  void skipsCommentsBlankLinesAndByteOrderMark() {
    DockerIgnore ignore = DockerIgnore.parse("\uFEFFa\n\n# b\n  c  \r\n #d\n");

    assertTrue(ignore.excludes("a"));
    assertFalse(ignore.excludes("b"));
    assertTrue(ignore.excludes("c"));
    assertTrue(ignore.excludes("#d"), "only a line that begins with # is a comment");
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "* .git true",
        "*|!docker/spark .git true",
        "*|!docker/spark docker false",
        "*|!docker/spark docker/spark false",
        "*|!docker/spark docker/other true",
        "*|!**/*.jar .git false",
        "*|!docker/*/x docker/a false",
        "*|!docker/*/x examples true",
        "target src false",
      })
  void readsNoFolderInVain(String patterns, String folder, boolean skipped) {
    assertEquals(skipped, ignore(patterns).excludesAllBeneath(folder));
  }

  @ParameterizedTest
  @CsvSource({"!", "a[b"})
  void rejectsWhatDockerRejects(String pattern) {
    UserError error = assertThrows(UserError.class, () -> DockerIgnore.parse(pattern));

    assertTrue(error.getMessage().contains("\"" + pattern + "\""), error.getMessage());
  }

  private static DockerIgnore ignore(String patterns) {
    return DockerIgnore.parse(patterns.replace('|', '\n'));
  }
}
