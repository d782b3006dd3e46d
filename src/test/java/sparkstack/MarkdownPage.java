package sparkstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of the documentation, with the parts that a test checks.
 *
 * @param file the page
 * @param prose its text without fenced blocks; code spans are blanked
 * @param spans its code spans
 * @param blocks lines of its fenced blocks
 * @param links targets of its links
 * @param anchors anchors of its headings
 */
record MarkdownPage(
    Path file,
    List<Piece> prose,
    List<Piece> spans,
    List<Piece> blocks,
    List<Piece> links,
    Set<String> anchors) {
  /** A code span does not extend past the end of its paragraph. */
  private static final Pattern SPAN = Pattern.compile("(?s)(?<!`)(`+)(?!`)(.+?)(?<!`)\\1(?!`)");

  private static final Pattern LINK =
      Pattern.compile(
          "\\[(?:[^\\[\\]]|\\[[^\\]]*])*]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)");
  private static final Pattern REFERENCE = Pattern.compile("(?m)^ {0,3}\\[[^\\]]+]:\\s*(\\S+)");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(```+|~~~+).*");
  private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6} +(.*?) *#*");

  /**
   * A piece of a page.
   *
   * @param line line where it starts, from 1
   */
  record Piece(int line, String text) {
    /** A part of the piece, with the line where the part starts. */
    Piece part(int offset, String part) {
      var newlines = text.substring(0, offset).chars().filter(it -> it == '\n').count();
      return new Piece(line + (int) newlines, part);
    }
  }

  static MarkdownPage read(Path file) throws IOException {
    var page =
        new MarkdownPage(
            file,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new LinkedHashSet<>());
    page.parse(Files.readAllLines(file));
    return page;
  }

  private void parse(List<String> lines) {
    var paragraph = new StringBuilder();
    var start = 1;
    var fence = "";
    var slugs = new HashMap<String, Integer>();
    for (var number = 1; number <= lines.size(); number++) {
      var line = lines.get(number - 1);
      var opening = FENCE.matcher(line);
      if (!fence.isEmpty()) {
        if (line.strip().startsWith(fence)) {
          fence = "";
        } else {
          blocks.add(new Piece(number, line));
        }
      } else if (opening.matches() || line.isBlank()) {
        fence = opening.matches() ? opening.group(1) : "";
        add(start, paragraph);
      } else {
        var heading = HEADING.matcher(line);
        if (heading.matches()) {
          anchors.add(anchor(heading.group(1), slugs));
        }
        start = paragraph.isEmpty() ? number : start;
        paragraph.append(line).append('\n');
      }
    }
    add(start, paragraph);
  }

  private void add(int line, StringBuilder lines) {
    var paragraph = new Piece(line, lines.toString());
    lines.setLength(0);
    var blanked =
        SPAN.matcher(paragraph.text())
            .replaceAll(
                span -> {
                  var code = span.group(2).strip().replaceAll("\\s+", " ");
                  spans.add(paragraph.part(span.start(), code));
                  return span.group().replaceAll("[^\n]", " ");
                });
    var text = new Piece(line, blanked);
    if (!blanked.isBlank()) {
      prose.add(text);
    }
    for (var pattern : List.of(LINK, REFERENCE)) {
      pattern
          .matcher(blanked)
          .results()
          .forEach(link -> links.add(text.part(link.start(1), link.group(1))));
    }
  }

  /** The anchor that GitHub creates for a heading. */
  private static String anchor(String heading, HashMap<String, Integer> slugs) {
    var slug =
        heading
            .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N} _-]", "")
            .replace(' ', '-');
    var times = slugs.merge(slug, 1, Integer::sum);
    return times == 1 ? slug : slug + "-" + (times - 1);
  }
}
