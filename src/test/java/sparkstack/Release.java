package sparkstack;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/**
 * A release of the program.
 *
 * @param version for example 0.1.0
 * @param commit full id of its commit
 */
public record Release(String version, String commit) {
  private static final Path POM = Path.of("parent", "pom.xml");

  /** The last release, which parent/pom.xml has beside the current version. */
  public static Release last() throws IOException {
    try {
      var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(POM.toFile());
      return new Release(text(pom, "release.version"), text(pom, "release.commit"));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(POM + " cannot be read", e);
    }
  }

  private static String text(Document pom, String property) {
    var found = pom.getElementsByTagName(property);
    if (found.getLength() != 1) {
      throw new IllegalStateException("%s must have one property %s".formatted(POM, property));
    }
    return found.item(0).getTextContent().strip();
  }
}
