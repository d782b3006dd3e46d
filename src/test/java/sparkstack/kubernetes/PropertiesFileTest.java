package sparkstack.kubernetes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Spark and Log4j read the same properties that were written. */
class PropertiesFileTest {
  @Property(tries = 500, seed = "4300")
  void holdsAnyText(@ForAll("properties") Map<String, String> properties) throws IOException {
    assertEquals(properties, read(PropertiesFile.of(properties), UTF_8));
    assertEquals(properties, read(PropertiesFile.of(properties), ISO_8859_1));
  }

  @Provide
  Arbitrary<Map<String, String>> properties() {
    var special =
        Arbitraries.of(" a", "a b", "=", ":", "#a", "!", "\\", "\\u0041", "a\nb", "\r\n ");
    var texts = Arbitraries.oneOf(special, Arbitraries.strings().ofMaxLength(12));
    return Arbitraries.maps(texts.filter(it -> !it.isEmpty()), texts).ofMaxSize(5);
  }

  /** Most values need no escaping, and users read them in the ConfigMap. */
  @Example
  void isPlainWhereItCanBe() {
    assertEquals(
        "spark.a=-Da=b -Dc=\"d:e\" # !\n",
        PropertiesFile.of(Map.of("spark.a", "-Da=b -Dc=\"d:e\" # !")));
    assertEquals(1, PropertiesFile.of(Map.of("a", "one\ntwo")).lines().count());
  }

  /** Two loggers with similar names are two loggers in Log4j's file, each with its own level. */
  @Example
  void loggersStayApart() throws IOException {
    var names = List.of("a.b", "a-b", "a~002db", "a b", "3rd-party.x", "\u00fc");
    var levels = new java.util.HashMap<String, String>();
    names.forEach(name -> levels.put(name, "level of " + name));
    var file = read(PropertiesFile.of(Logging.properties(levels)), ISO_8859_1);

    for (var name : names) {
      var key = file.entrySet().stream().filter(it -> it.getValue().equals(name)).toList();
      assertEquals(1, key.size(), name);
      var id = key.get(0).getKey().replaceFirst("\\.name$", "");
      assertEquals("level of " + name, file.get(id + ".level"));
      assertEquals(2, id.split("\\.").length, id);
    }
  }

  private static Map<String, String> read(String file, Charset charset) throws IOException {
    var properties = new Properties();
    properties.load(
        new InputStreamReader(new ByteArrayInputStream(file.getBytes(charset)), charset));
    var map = new java.util.HashMap<String, String>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}
