package sparkstack.config;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;
import sparkstack.settings.PodUser;
import sparkstack.settings.UiServiceType;

/**
 * The syntax of a scalar in the config.
 *
 * @param type string, number or boolean
 * @param unit of a number, or the units in a string; empty if there is none
 * @param allowed the allowed values, to be read after "must be"
 * @param example a value as the user would type it
 * @param isQuantity whether other strings may be the same value, such as 1.10 and 1.1
 * @param longest most characters of a value; longer ones are not parsed
 * @param schema JSON Schema keywords for the value, such as {@code pattern} and {@code enum}
 * @param parse returns the value of a string; empty if the string is not allowed
 */
record Syntax<T>(
    String type,
    String unit,
    String allowed,
    String example,
    boolean isQuantity,
    int longest,
    Map<String, ?> schema,
    Function<String, Optional<T>> parse) {
  private static final String TEXT = "string";
  private static final String BYTES = "m for MiB, g for GiB, t for TiB";

  /** Most characters of names and paths. Regular expressions overflow the stack on thousands. */
  private static final int LONGEST_NAME = 253;

  /** Sizes such as 2gb, which Spark reads as 2g and Kubernetes does not accept. */
  private static final Pattern SIZE_OF_BYTES = Pattern.compile("([0-9]{1,11}[KMGTkmgt]i?)[bB]");

  private static final Pattern BYTE_QUANTITY =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,3})?)([MGTP])(i?)");

  /** 64 MiB. Less has no room for a log. */
  private static final BigDecimal LEAST_STORAGE = BigDecimal.valueOf(64L << 20);

  /** 1 PiB. More is probably a wrong unit. */
  private static final BigDecimal MOST_STORAGE = BigDecimal.valueOf(1L << 50);

  /** Most characters of a label's value. The Spark version becomes one. */
  private static final int LONGEST_LABEL = 63;

  /** Most characters of an image reference: repository, tag and digest. */
  private static final int LONGEST_REFERENCE = 255 + 1 + 128 + 1 + 71;

  private static final int LONGEST_URL = 2048;

  /** Most characters of a property's name. Some contain the name of a bucket or a class. */
  private static final int LONGEST_PROPERTY = 1024;

  /** Most characters of a path in Linux. */
  private static final int LONGEST_PATH = 4096;

  /** Executor and driver do not start with less than 450 MiB (SPARK-12759). */
  private static final MemorySize LEAST_HEAP = MemorySize.ofMebibytes(512);

  /** A master or worker does not start with less. */
  private static final MemorySize LEAST_DAEMON_HEAP = MemorySize.ofMebibytes(128);

  /** More than any node has. Finds a g typed for an m. */
  private static final MemorySize MOST_MEMORY = MemorySize.ofMebibytes(4 * 1024 * 1024);

  static final Syntax<MemorySize> MEMORY = memoryOf("up to 4t", "1536m", MemorySize.ofMebibytes(1));
  static final Syntax<MemorySize> HEAP = memoryOf("from 512m to 4t", "1g", LEAST_HEAP);
  static final Syntax<MemorySize> DAEMON_HEAP =
      memoryOf("from 128m to 4t", "512m", LEAST_DAEMON_HEAP);

  static final Syntax<CpuQuantity> CPU =
      new Syntax<>(
              TEXT,
              "a Kubernetes CPU quantity above 0, such as 500m or 2",
              "500m",
              CpuQuantity::parse)
          .asQuantity()
          .in("cores, or m for thousandths");

  static final Syntax<UiServiceType> UI_SERVICE_TYPE =
      new Syntax<>(
          TEXT,
          "NodePort, LoadBalancer or ClusterIP",
          "NodePort",
          LONGEST_NAME,
          Map.of("enum", List.of("NodePort", "LoadBalancer", "ClusterIP")),
          UiServiceType::parse);

  static final Syntax<String> STORAGE_SIZE =
      new Syntax<>(
              TEXT,
              "a Kubernetes quantity of bytes with a unit, such as 10Gi, from 64Mi to 1Pi",
              "10Gi",
              Syntax::storageSize)
          .asQuantity()
          .in("M, G, T or P, or Mi, Gi, Ti or Pi for powers of 1024");

  /** A quantity in a field of a pod. No such field accepts a negative quantity. */
  static final Syntax<String> QUANTITY =
      matching(
              "a Kubernetes quantity, such as 500Mi or 2Gi",
              "2Gi",
              "\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?")
          .asQuantity();

  static final Syntax<String> STORAGE_MEDIUM =
      matching("Memory, HugePages or HugePages-SIZE", "Memory", "Memory|HugePages(-.+)?");

  static final Syntax<String> ACCESS_MODE = oneOf("ReadWriteMany", "ReadWriteOnce");

  static final Syntax<String> PULL_POLICY = oneOf("IfNotPresent", "Always", "Never");

  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  static final Syntax<String> NAMESPACE =
      matching(
          "at most 63 lowercase letters, digits and -, starting and ending with a letter or digit",
          "data-platform",
          LABEL);

  static final Syntax<String> OWNER =
      matching(
          "PROJECT/STACK or unowned, as the error names it",
          "unowned",
          2 * LONGEST_NAME,
          "unowned|[^/\\s]+/[^/\\s]+");

  static final Syntax<String> VOLUME_NAME = matching(NAMESPACE.allowed, "scratch", LABEL);

  /** Kubernetes adds up to 23 characters to the names of pods. */
  static final Syntax<String> CLUSTER_NAME =
      matching(
          "at most 30 lowercase letters, digits and -, starting with a letter and ending with a letter or digit",
          "etl",
          "[a-z]([-a-z0-9]{0,28}[a-z0-9])?");

  static final Syntax<String> OBJECT_NAME =
      matching(
          "a DNS subdomain name: lowercase letters, digits and - in parts separated by dots, each part starting and ending with a letter or digit",
          "fast-disks",
          "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final String HOST_LABEL = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?";

  private static final String PORT =
      ":(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** Docker reads a name without dot and port as a user of Docker Hub, not as a host. */
  static final Syntax<String> REGISTRY =
      matching(
          "HOST or HOST:PORT; without :PORT, HOST must be localhost or contain a dot",
          "registry.example.com:5000",
          "(localhost|%1$s(\\.%1$s)+)(%2$s)?|%1$s%2$s".formatted(HOST_LABEL, PORT));

  private static final String PATH_PART = "[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*";

  static final Syntax<String> REPOSITORY =
      matching(
          "lowercase names separated by /, such as team/spark",
          "team/spark",
          "%1$s(/%1$s)*".formatted(PATH_PART));

  static final Syntax<String> USER_NAME =
      matching("a user name without spaces or :", "robot", "[^\\s:]+");

  static final Syntax<String> IMAGE_REFERENCE =
      matching(
          "an image reference such as debian:bookworm-slim or debian@sha256:DIGEST, with a lowercase repository and a digest of 64 hex digits",
          "registry.example.com/debian@sha256:DIGEST",
          LONGEST_REFERENCE,
          "(%1$s(\\.%1$s)*(%2$s)?/)?%3$s(/%3$s)*(:[A-Za-z0-9_][-._A-Za-z0-9]{0,127})?(@sha256:[0-9a-f]{64})?"
              .formatted(HOST_LABEL, PORT, PATH_PART));

  static final Syntax<String> SPARK_VERSION =
      matching(
          "a release such as 4.3.0",
          "4.1.4",
          LONGEST_LABEL,
          "[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}(-[A-Za-z0-9]+(\\.[A-Za-z0-9]+)*)?");

  static final Syntax<String> HADOOP_FLAVOUR = oneOf("hadoop3", "without-hadoop");

  static final Syntax<String> SCALA_VERSION = oneOf("2.12", "2.13");

  static final Syntax<Boolean> BOOLEAN =
      new Syntax<>(
          "boolean",
          "true or false",
          "true",
          text ->
              Optional.of(text).filter(Set.of("true", "false")::contains).map(Boolean::valueOf));

  static final Syntax<String> FINGERPRINT =
      matching(
          "the fingerprint of an OpenPGP key, 40 hex digits", "FINGERPRINT", "[0-9A-Fa-f]{40}");

  static final Syntax<String> REVISION =
      matching(
          "a revision such as a Git commit, without spaces",
          "3b1f0c2",
          "[A-Za-z0-9][-+._/A-Za-z0-9]*");

  static final Syntax<String> HOSTS =
      matching(
          "hosts separated by commas without spaces, such as localhost,.example.org",
          "localhost,.example.org",
          LONGEST_URL,
          "[^\\s]+");

  static final Syntax<String> SHA512 = matching("128 hex digits", "SHA512", "[0-9A-Fa-f]{128}");

  static final Syntax<String> URL =
      matching(
          "a URL that starts with http:// or https://",
          "https://mirror.example.com/spark",
          LONGEST_URL,
          "https?://([^\\s/?#@]*@)?(\\[[0-9A-Fa-f:.]+\\]|[^\\s/?#@:\\[\\]]+)(%s)?([/?#]\\S*)?"
              .formatted(PORT));

  /** An IPv6 address with or without brackets. */
  static final Syntax<String> HOST =
      matching(
          "a host name or an IP address",
          "node-1.example.com",
          "%1$s(\\.%1$s)*|\\[[0-9A-Fa-f:]+\\]|[0-9A-Fa-f]*(:[0-9A-Fa-f]*){2,7}"
              .formatted(HOST_LABEL));

  /** Certificates in PEM format, which {@link CaCertificates} checks. */
  static final Syntax<String> CERTIFICATES =
      new Syntax<>(
          TEXT, "certificates in PEM format", "", Integer.MAX_VALUE, Map.of(), Optional::of);

  static final Syntax<PodUser> POD_USER =
      new Syntax<>(
          TEXT,
          "image or assigned",
          "assigned",
          LONGEST_NAME,
          Map.of("enum", List.of("image", "assigned")),
          PodUser::parse);

  /** Host of an Ingress. Kubernetes does not accept an IP address. */
  static final Syntax<String> DNS_NAME =
      matching(
          "a lowercase DNS name, such as spark.example.com",
          "spark.example.com",
          "(?![0-9.]+$)%1$s(\\.%1$s)*".formatted(LABEL));

  static final Syntax<String> ARGUMENT =
      new Syntax<>(
          TEXT,
          "a string",
          "--date, \"2026-01-01\"",
          Integer.MAX_VALUE,
          Map.of(),
          text -> Optional.of(text).filter(it -> it.indexOf('\0') < 0));

  /** Name of an argument, with or without dashes, or of a property, a variable or an option. */
  static final Syntax<String> ARGUMENT_NAME =
      matching(
          "the name of an argument, property, variable or JVM option",
          "--session-token",
          LONGEST_PROPERTY,
          "-{0,2}[^-\\s][^\\s=]*");

  /** Newer versions of Kubernetes accept more names. All versions accept these. */
  static final Syntax<String> ENVIRONMENT_NAME =
      matching(
          "letters, digits, -, _ and ., not starting with a digit",
          "TZ",
          "[-._A-Za-z][-._A-Za-z0-9]*");

  static final Syntax<String> PROPERTY_VALUE =
      new Syntax<>(TEXT, "a string", "512k", Integer.MAX_VALUE, Map.of(), Optional::of);

  /**
   * Spark ignores names without the prefix {@code spark.}. After it, names of Hadoop and plugins
   * have any form.
   */
  static final Syntax<String> PROPERTY =
      matching(
          "a Spark property (spark.NAME)",
          "spark.sql.shuffle.partitions",
          LONGEST_PROPERTY,
          "spark\\.(\\P{Cntrl}*[^\\p{Cntrl}\\s])");

  /** Log4j accepts any name but an empty one. It would replace ${…}. root must be lowercase. */
  static final Syntax<String> LOGGER =
      new Syntax<>(
          TEXT,
          "root or the name of a logger",
          "org.apache.spark.scheduler",
          name ->
              Optional.of(name)
                  .filter(it -> it.equals(it.strip()) && !it.isEmpty())
                  .filter(it -> !it.contains("${") && !it.matches("(?s).*\\p{Cntrl}.*"))
                  .filter(it -> it.equals("root") || !it.equalsIgnoreCase("root")));

  private static final List<String> LEVELS =
      List.of("off", "fatal", "error", "warn", "info", "debug", "trace", "all");

  /** A level in uppercase or lowercase, because Log4j accepts both. */
  static final Syntax<String> LOG_LEVEL =
      new Syntax<>(
          TEXT,
          either(LEVELS),
          "warn",
          text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(LEVELS::contains));

  static final Syntax<String> JAVA_CLASS =
      matching(
          "the full name of a class, such as example.weather.Main",
          "example.weather.Main",
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

  static final Syntax<ApplicationJar> APPLICATION_JAR =
      new Syntax<>(
          TEXT,
          "the path of a jar in the project, such as examples/weather/target/weather.jar, or "
              + "local:///PATH of a jar in the image",
          "local:///opt/spark/application/app.jar",
          Syntax::applicationJar);

  private static final String DNS_PREFIX = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

  private static final String QUALIFIED_NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

  /** Unlike in a label's key, Kubernetes accepts uppercase letters before the slash. */
  static final Syntax<String> ANNOTATION =
      matching(
          "a qualified name such as team or example.org/team",
          "example.org/team",
          LONGEST_NAME + 1 + LONGEST_LABEL,
          "(%s/)?%s".formatted("(?i:" + DNS_PREFIX + ")", QUALIFIED_NAME));

  static final Syntax<String> LABEL_KEY =
      matching(
          ANNOTATION.allowed,
          ANNOTATION.example,
          ANNOTATION.longest,
          "(%s/)?%s".formatted(DNS_PREFIX, QUALIFIED_NAME));

  static final Syntax<String> LABEL_VALUE =
      matching(
          "at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit",
          "data",
          "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  /** Key of an entry in a Secret or a ConfigMap. */
  static final Syntax<String> DATA_KEY =
      matching(
          "letters, digits, -, _ and ., not starting with .. and not . alone",
          "password",
          "(?!\\.$|\\.\\.)[-._A-Za-z0-9]+");

  /** Path of a file or folder in a volume. */
  static final Syntax<String> RELATIVE_PATH =
      matching(
          "a relative path without ..",
          "conf/site.xml",
          LONGEST_PATH,
          "(?s)(?!/)(?!(.*/)?\\.\\.(/|$)).*");

  static final Syntax<Integer> FILE_MODE =
      new Syntax<>(
          "number",
          "a file mode up to 0777, as a number without quotes, such as 0444 or 292",
          "292",
          // The string 0444 would be 444.
          text -> wholeNumber(0, 0777).read(text).filter(it -> text.equals(it.toString())));

  static final Syntax<String> ANNOTATION_VALUE =
      new Syntax<>(TEXT, "a string", "data", Integer.MAX_VALUE, Map.of(), Optional::of);

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  static final Syntax<String> ADDRESS_RANGE =
      new Syntax<>(
          TEXT,
          "a range of IP addresses, such as 10.0.0.0/8 or 2001:db8::/32",
          "10.0.0.0/8",
          text -> Optional.of(text).filter(Syntax::isAddressRange));

  static final Syntax<String> ADDRESS =
      new Syntax<>(
          TEXT,
          "an IP address",
          "192.0.2.10",
          text ->
              Optional.of(text)
                  .filter(it -> isAddressRange(it + (it.contains(":") ? "/128" : "/32"))));

  /** A service name of IANA. */
  static final Syntax<String> PORT_NAME =
      matching(
          "at most 15 lowercase letters, digits and single -, starting and ending with a letter or digit, with at least one letter",
          "metrics",
          "(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?");

  static final Syntax<String> PORT_OR_NAME =
      new Syntax<>(
          TEXT,
          "a port number from 1 to 65535 or the name of a port",
          "8080",
          text ->
              text.matches("[0-9]+")
                  ? Optional.of(text).filter(it -> wholeNumber(1, 65535).read(it).isPresent())
                  : PORT_NAME.read(text));

  static final Syntax<String> CAPABILITY =
      matching(
          "a Linux capability without CAP_, such as NET_BIND_SERVICE",
          "NET_BIND_SERVICE",
          "(?!CAP_)[A-Z][A-Z0-9_]*");

  private Syntax(String type, String allowed, String example, Function<String, Optional<T>> parse) {
    this(type, "", allowed, example, false, LONGEST_NAME, Map.of(), parse);
  }

  private Syntax(
      String type,
      String allowed,
      String example,
      int longest,
      Map<String, ?> schema,
      Function<String, Optional<T>> parse) {
    this(type, "", allowed, example, false, longest, schema, parse);
  }

  /** The same syntax with another example. */
  Syntax<T> like(String other) {
    return new Syntax<>(type, unit, allowed, other, isQuantity, longest, schema, parse);
  }

  /** The same syntax with a unit. */
  Syntax<T> in(String other) {
    return new Syntax<>(type, other, allowed, example, isQuantity, longest, schema, parse);
  }

  private Syntax<T> asQuantity() {
    return new Syntax<>(type, unit, allowed, example, true, longest, schema, parse);
  }

  /** Whether another string is another value. */
  boolean keepsText() {
    return type.equals(TEXT) && !isQuantity;
  }

  /** The value of a string; empty if the string is not allowed. */
  Optional<T> read(String text) {
    return text.length() <= longest ? parse.apply(text) : Optional.empty();
  }

  /** The allowed values in place of a wrong one, to be read after "must be". */
  String insteadOf(String text) {
    if (text.length() > longest) {
      return "%s, at most %d characters long".formatted(allowed, longest);
    }
    return withoutByte(text)
        .filter(it -> read(it).isPresent())
        // Kubernetes reads m as thousandths.
        .filter(it -> unit.equals(BYTES) || !it.endsWith("m"))
        .map(it -> it + ": " + allowed)
        .orElse(allowed);
  }

  /** 2g for 2gb; empty if the string is not such a size. */
  private static Optional<String> withoutByte(String text) {
    var matcher = SIZE_OF_BYTES.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static Syntax<Integer> wholeNumber(int least, int most) {
    return new Syntax<>(
        "number",
        "a whole number from " + least + " to " + most,
        String.valueOf(Math.max(least, Math.min(most, 4))),
        LONGEST_NAME,
        Map.of("minimum", least, "maximum", most),
        text ->
            Optional.of(text)
                .filter(Pattern.compile("[0-9]{1,9}").asMatchPredicate())
                .map(Integer::valueOf)
                .filter(number -> least <= number && number <= most));
  }

  static Syntax<Integer> atLeast(int least) {
    return new Syntax<>(
        "number",
        "a whole number of at least " + least,
        String.valueOf(least),
        LONGEST_NAME,
        Map.of("minimum", least),
        text ->
            Optional.of(text)
                .filter(Pattern.compile("[0-9]{1,10}").asMatchPredicate())
                .map(Long::valueOf)
                .filter(number -> least <= number && number <= Integer.MAX_VALUE)
                .map(Long::intValue));
  }

  private static Syntax<String> matching(String allowed, String example, String regex) {
    return matching(allowed, example, LONGEST_NAME, regex);
  }

  private static Syntax<String> matching(
      String allowed, String example, int longest, String regex) {
    var pattern = Pattern.compile(regex).asMatchPredicate();
    return new Syntax<>(
        TEXT,
        allowed,
        example,
        longest,
        Map.of("pattern", regex, "maxLength", longest),
        text -> Optional.of(text).filter(pattern));
  }

  static Syntax<String> oneOf(String... texts) {
    return new Syntax<>(
        TEXT,
        either(List.of(texts)),
        texts[Math.min(1, texts.length - 1)],
        LONGEST_NAME,
        Map.of("enum", List.of(texts)),
        text -> Optional.of(text).filter(List.of(texts)::contains));
  }

  private static boolean isAddressRange(String text) {
    if (text.matches("(%s\\.){3}%s/(3[0-2]|[12]?[0-9])".formatted(OCTET, OCTET))) {
      return true;
    }
    if (!text.matches("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])")) {
      return false;
    }
    try {
      // Java never looks up a name with a colon in DNS.
      InetAddress.getByName(text.substring(0, text.indexOf('/')));
      return true;
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  /** A list such as "one, two or three". */
  static String either(List<String> texts) {
    var last = texts.size() - 1;
    return last == 0
        ? texts.get(0)
        : String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
  }

  private static Syntax<MemorySize> memoryOf(String range, String example, MemorySize least) {
    return new Syntax<>(
            TEXT,
            "a whole number with the unit m, g or t, such as 1g or 1536m, " + range,
            example,
            text ->
                MemorySize.parse(text)
                    .filter(size -> size.mebibytes() >= least.mebibytes())
                    .filter(size -> size.mebibytes() <= MOST_MEMORY.mebibytes()))
        .in(BYTES);
  }

  /**
   * A quantity with a unit. Kubernetes reads a number alone as bytes, which the user never means.
   */
  private static Optional<String> storageSize(String text) {
    var quantity = BYTE_QUANTITY.matcher(text);
    if (!quantity.matches()) {
      return Optional.empty();
    }
    var thousand = BigDecimal.valueOf(quantity.group(3).isEmpty() ? 1000 : 1024);
    var power = "MGTP".indexOf(quantity.group(2)) + 2;
    var bytes = new BigDecimal(quantity.group(1)).multiply(thousand.pow(power));
    return Optional.of(text)
        .filter(it -> bytes.compareTo(LEAST_STORAGE) >= 0 && bytes.compareTo(MOST_STORAGE) <= 0);
  }

  private static Optional<ApplicationJar> applicationJar(String text) {
    var inImage = text.matches("local://(/[^/\\s\\p{Cntrl}]+)+\\.jar");
    var inProject = text.matches("([^/:\\s\\p{Cntrl}]+/)*[^/:\\s\\p{Cntrl}]+\\.jar");
    var hasParent = List.of(text.split("/")).contains("..");
    return (inImage || inProject) && !hasParent
        ? Optional.of(new ApplicationJar(text))
        : Optional.empty();
  }
}
