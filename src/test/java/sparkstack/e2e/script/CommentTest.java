package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** Tests {@code make comment} with a fake gh that records its arguments. */
class CommentTest {
  @TempDir Path folder;
  private Path asked;
  private Path body;
  private Path preview;

  @BeforeEach
  void makeGh() throws IOException {
    asked = folder.resolve("asked");
    body = folder.resolve("body");
    preview = folder.resolve("preview.md");
    Files.writeString(preview, "### Preview of stack prod\n");
    var gh = folder.resolve("gh");
    Files.writeString(
        gh,
        """
        #!/usr/bin/env bash
        set -euo pipefail
        line=$*
        echo "$line" >>"%s"
        case $line in
          *--method*) cp "${line##*body=@}" "%s" ;;
          *) printf '%%s' "$EXISTING" ;;
        esac
        """
            .formatted(asked, body));
    assertTrue(gh.toFile().setExecutable(true));
  }

  @Test
  void theFirstPreviewCreatesAComment() throws Exception {
    comment("");

    assertTrue(lastAsked().startsWith("api --silent --method POST"), lastAsked());
    assertTrue(lastAsked().contains("repos/team/spark/issues/12/comments"), lastAsked());
    assertEquals("<!-- preview-prod -->\n### Preview of stack prod\n", Files.readString(body));
  }

  @Test
  void theNextPreviewReplacesTheComment() throws Exception {
    comment("77\n78\n");

    assertTrue(
        lastAsked().startsWith("api --silent --method PATCH repos/team/spark/issues/comments/77 "),
        lastAsked());
  }

  @Test
  void searchesOnlyCommentsOfTheSameAuthorAndName() throws Exception {
    comment("");

    var search = Files.readAllLines(asked).get(0);
    assertTrue(search.contains(".user.login == \"github-actions[bot]\""), search);
    assertTrue(search.contains("startswith(\"<!-- preview-prod -->\")"), search);
  }

  @Test
  void aMissingPreviewIsAnErrorThatNamesTheCommand() throws Exception {
    Files.delete(preview);

    var result = script("").result();

    assertEquals(1, result.status());
    assertTrue(result.output().contains("make preview-stack"), result::output);
  }

  private void comment(String existing) throws IOException, InterruptedException {
    script(existing).run();
  }

  private Command script(String existing) {
    return Command.of("ci/comment", "12", "preview-prod", preview.toString())
        .withEnvironment(
            Map.of(
                "PATH",
                folder + ":" + System.getenv("PATH"),
                "EXISTING",
                existing,
                "GITHUB_REPOSITORY",
                "team/spark"));
  }

  private String lastAsked() throws IOException {
    List<String> lines = Files.readAllLines(asked);
    return lines.get(lines.size() - 1);
  }
}
