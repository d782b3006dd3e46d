package sparkstack.config;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Generates the table of Spark properties, {@code spark-properties.tsv}, from the jars of a Spark
 * release: {@code java SparkPropertyTable.java SPARK_HOME/jars}.
 *
 * <p>Spark registers each property with the function that reads its value. This program calls these
 * functions to find out which values they accept.
 */
public final class SparkPropertyTable {
  private static final String CONFIG = "org.apache.spark.internal.config.";

  private static final List<String> MODULES =
      List.of("core", "common", "network", "streaming", "sql", "catalyst", "hive", "connect");

  private static final Pattern OPTIONS = Pattern.compile("should be one of '([^']+)'");

  private static final Pattern UNUSED =
      Pattern.compile("(?i)not used any|no longer (being )?(used|available)|replaced");

  private final URLClassLoader spark;

  private SparkPropertyTable(URLClassLoader spark) {
    this.spark = spark;
  }

  public static void main(String[] arguments) throws Exception {
    for (var line : lines(Path.of(arguments[0]))) {
      System.out.println(line);
    }
  }

  /**
   * @param jars folder with the jars of a Spark release
   */
  static List<String> lines(Path jars) throws Exception {
    var files = new ArrayList<Path>();
    try (var found = Files.newDirectoryStream(jars, "*.jar")) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    var urls = new ArrayList<URL>();
    for (var file : files) {
      urls.add(file.toUri().toURL());
    }
    try (var loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      var table = new SparkPropertyTable(loader);
      for (var file : files) {
        if (MODULES.stream()
            .anyMatch(it -> file.getFileName().toString().startsWith("spark-" + it))) {
          table.loadDeclarations(file);
        }
      }
      var lines = new ArrayList<String>();
      table.properties().forEach((name, type) -> lines.add((name + "\t" + type).stripTrailing()));
      return lines;
    }
  }

  /** Spark declares properties in the initializers of Scala objects. */
  private void loadDeclarations(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : Collections.list(file.entries())) {
        var name = entry.getName();
        if (name.startsWith("org/apache/spark/") && name.endsWith("$.class")) {
          var content =
              new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
          if (content.contains("createWithDefault") || content.contains("createOptional")) {
            load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
          }
        }
      }
    }
  }

  private void load(String name) {
    try {
      Class.forName(name, true, spark);
    } catch (ClassNotFoundException | LinkageError e) {
      System.err.println(name + " has no properties that can be read: " + e);
    }
  }

  private SortedMap<String, String> properties() throws ReflectiveOperationException {
    var type = spark.loadClass(CONFIG + "ConfigEntry");
    var entries = (Collection<?>) type.getMethod("listAllEntries").invoke(null);
    var properties = new TreeMap<String, String>();
    for (var entry : entries) {
      var name = (String) type.getMethod("key").invoke(entry);
      var value = (String) type.getMethod("defaultValueString").invoke(entry);
      var reader = new Reader(type.getMethod("valueConverter").invoke(entry));
      if (name.startsWith("spark.")) {
        properties.put(name, reader.type(value == null ? "" : value));
      }
    }
    gone("org.apache.spark.SparkConf$", "deprecatedConfigs", "deprecationMessage")
        .forEach((name, since) -> properties.put(name, "unused\t" + since));
    gone("org.apache.spark.sql.internal.SQLConf$", "removedSQLConfigs", "comment")
        .forEach((name, since) -> properties.put(name, "removed\t" + since));
    return properties;
  }

  /**
   * Removed properties, with the version that removed them and, for Spark SQL, the only value that
   * is still allowed.
   */
  private SortedMap<String, String> gone(String object, String map, String comment)
      throws ReflectiveOperationException {
    var module = spark.loadClass(object);
    var getter = module.getDeclaredMethod(map);
    getter.setAccessible(true);
    var entries = getter.invoke(module.getField("MODULE$").get(null));
    var iterator =
        spark.loadClass("scala.collection.MapOps").getMethod("valuesIterator").invoke(entries);
    var type = spark.loadClass("scala.collection.Iterator");
    var gone = new TreeMap<String, String>();
    while ((boolean) type.getMethod("hasNext").invoke(iterator)) {
      var entry = type.getMethod("next").invoke(iterator);
      var isSql = map.startsWith("removed");
      if (isSql || UNUSED.matcher(text(entry, comment)).find()) {
        gone.put(
            text(entry, "key"),
            text(entry, "version") + (isSql ? "\t" + text(entry, "defaultValue") : ""));
      }
    }
    return gone;
  }

  private static String text(Object entry, String getter) throws ReflectiveOperationException {
    var method = entry.getClass().getMethod(getter);
    method.setAccessible(true);
    return (String) method.invoke(entry);
  }

  /** The function that reads a property's value. */
  private final class Reader {
    private final Object function;

    Reader(Object function) {
      this.function = function;
    }

    String type(String defaultValue) {
      var error = error("!?x");
      if (error.isEmpty()) {
        return "text";
      } else if (error.contains("'boolean'")) {
        return "boolean";
      } else if (error.contains("'int'")) {
        return "int\t" + range(Integer.MIN_VALUE, Integer.MAX_VALUE, defaultValue);
      } else if (error.contains("'long'")) {
        return "long\t" + range(Long.MIN_VALUE, Long.MAX_VALUE, defaultValue);
      } else if (error.contains("'double'")) {
        return "double\t" + doubles();
      } else if (error.contains("'time in")) {
        return "time\t" + range(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, defaultValue);
      } else if (error.contains("'bytes in")) {
        return "size\t" + (accepts("0") ? "" : "1") + "..";
      }
      var options = OPTIONS.matcher(error);
      return options.find() ? options(options.group(1)) : "text";
    }

    private String options(String names) {
      var first = names.split(", ")[0];
      var ignoresCase =
          accepts(first.toLowerCase(Locale.ROOT)) && accepts(first.toUpperCase(Locale.ROOT));
      return (ignoresCase ? "word\t" : "name\t") + names;
    }

    /** The range of a double, of which only the ends 0 and 1 are detected. */
    private String doubles() {
      return (accepts("-0.001") ? "" : accepts("0") ? "0" : ">0")
          + ".."
          + (accepts("1.001") ? "" : "1");
    }

    private String range(long least, long most, String defaultValue) {
      for (var text : List.of(defaultValue, "1", "2", "10", "100", "1000", "65536", "0")) {
        if (text.matches("-?[0-9]{1,18}") && accepts(text)) {
          return end(least, Long.parseLong(text)) + ".." + end(most, Long.parseLong(text));
        }
      }
      return "..";
    }

    /**
     * The last accepted number from {@code inside} to {@code outside}; empty if all are accepted.
     */
    private String end(long outside, long inside) {
      if (accepts(String.valueOf(outside))) {
        return "";
      }
      var rejected = BigInteger.valueOf(outside);
      var accepted = BigInteger.valueOf(inside);
      while (rejected.subtract(accepted).abs().compareTo(BigInteger.ONE) > 0) {
        var middle = rejected.add(accepted).shiftRight(1);
        if (accepts(middle.toString())) {
          accepted = middle;
        } else {
          rejected = middle;
        }
      }
      return accepted.toString();
    }

    private boolean accepts(String text) {
      return error(text).isEmpty();
    }

    private String error(String text) {
      try {
        var apply = spark.loadClass("scala.Function1").getMethod("apply", Object.class);
        apply.setAccessible(true);
        apply.invoke(function, text);
        return "";
      } catch (InvocationTargetException e) {
        return e.getCause() + "";
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
