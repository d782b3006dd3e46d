package sparkstack.config;

import java.util.Optional;
import sparkstack.settings.PodUser;
import sparkstack.settings.UiServiceType;

/** The syntaxes of names and of fields of Kubernetes' objects. */
final class KubernetesSyntax {
  /** Most characters of a label's value. */
  static final int LONGEST_LABEL = 63;

  /** Most characters of a path in Linux. */
  private static final int LONGEST_PATH = 4096;

  static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  static final Syntax<String> NAMESPACE =
      Syntax.matching(
          "at most 63 lowercase letters, digits and -, starting and ending with a letter or digit",
          "data-platform",
          LABEL);

  static final Syntax<String> OWNER =
      Syntax.matching(
          "PROJECT/STACK or unowned, as the error names it",
          "unowned",
          2 * Syntax.LONGEST_NAME,
          "unowned|[^/\\s]+/[^/\\s]+");

  static final Syntax<String> VOLUME_NAME = Syntax.matching(NAMESPACE.allowed(), "scratch", LABEL);

  /** Kubernetes adds up to 23 characters to the names of pods. */
  static final Syntax<String> CLUSTER_NAME =
      Syntax.matching(
          "at most 30 lowercase letters, digits and -, starting with a letter and ending with a letter or digit",
          "etl",
          "[a-z]([-a-z0-9]{0,28}[a-z0-9])?");

  static final Syntax<String> OBJECT_NAME =
      Syntax.matching(
          "a DNS subdomain name: lowercase letters, digits and - in parts separated by dots, each part starting and ending with a letter or digit",
          "fast-disks",
          "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private static final String DNS_PREFIX = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

  private static final String QUALIFIED_NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

  /** Unlike in a label's key, Kubernetes accepts uppercase letters before the slash. */
  static final Syntax<String> ANNOTATION =
      Syntax.matching(
          "a qualified name such as team or example.org/team",
          "example.org/team",
          Syntax.LONGEST_NAME + 1 + LONGEST_LABEL,
          "(%s/)?%s".formatted("(?i:" + DNS_PREFIX + ")", QUALIFIED_NAME));

  static final Syntax<String> LABEL_KEY =
      Syntax.matching(
          ANNOTATION.allowed(),
          ANNOTATION.example(),
          ANNOTATION.longest(),
          "(%s/)?%s".formatted(DNS_PREFIX, QUALIFIED_NAME));

  static final Syntax<String> LABEL_VALUE =
      Syntax.matching(
          "at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit",
          "data",
          "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  static final Syntax<String> ANNOTATION_VALUE = Syntax.anyText("a string", "data");

  /** Key of an entry in a Secret or a ConfigMap. */
  static final Syntax<String> DATA_KEY =
      Syntax.matching(
          "letters, digits, -, _ and ., not starting with .. and not . alone",
          "password",
          "(?!\\.$|\\.\\.)[-._A-Za-z0-9]+");

  /** Newer versions of Kubernetes accept more names. All versions accept these. */
  static final Syntax<String> ENVIRONMENT_NAME =
      Syntax.matching(
          "letters, digits, -, _ and ., not starting with a digit",
          "TZ",
          "[-._A-Za-z][-._A-Za-z0-9]*");

  /** A service name of IANA. */
  static final Syntax<String> PORT_NAME =
      Syntax.matching(
          "at most 15 lowercase letters, digits and single -, starting and ending with a letter or digit, with at least one letter",
          "metrics",
          "(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?");

  static final Syntax<String> PORT_OR_NAME =
      Syntax.text(
          "a port number from 1 to 65535 or the name of a port",
          "8080",
          text ->
              text.matches("[0-9]+")
                  ? Optional.of(text)
                      .filter(it -> Syntax.wholeNumber(1, 65535).read(it).isPresent())
                  : PORT_NAME.read(text));

  /** Path of a file or folder in a volume. */
  static final Syntax<String> RELATIVE_PATH =
      Syntax.matching(
          "a relative path without ..",
          "conf/site.xml",
          LONGEST_PATH,
          "(?s)(?!/)(?!(.*/)?\\.\\.(/|$)).*");

  static final Syntax<Integer> FILE_MODE =
      Syntax.number(
          "a file mode up to 0777, as a number without quotes, such as 0444 or 292",
          "292",
          // The string 0444 would be 444.
          text -> Syntax.wholeNumber(0, 0777).read(text).filter(it -> text.equals(it.toString())));

  static final Syntax<String> CAPABILITY =
      Syntax.matching(
          "a Linux capability without CAP_, such as NET_BIND_SERVICE",
          "NET_BIND_SERVICE",
          "(?!CAP_)[A-Z][A-Z0-9_]*");

  static final Syntax<String> STORAGE_MEDIUM =
      Syntax.matching("Memory, HugePages or HugePages-SIZE", "Memory", "Memory|HugePages(-.+)?");

  static final Syntax<String> ACCESS_MODE = Syntax.oneOf("ReadWriteMany", "ReadWriteOnce");

  static final Syntax<String> NUMBER_OR_PERCENTAGE =
      Syntax.matching(
          "a whole number of at least 1, or a percentage from 1% to 100%",
          "1", "[1-9][0-9]{0,4}|([1-9][0-9]?|100)%");

  static final Syntax<String> PULL_POLICY = Syntax.oneOf("IfNotPresent", "Always", "Never");

  static final Syntax<UiServiceType> UI_SERVICE_TYPE =
      Syntax.oneOf("NodePort", "LoadBalancer", "ClusterIP")
          .like("NodePort")
          .as(UiServiceType::parse);

  static final Syntax<PodUser> POD_USER = Syntax.oneOf("image", "assigned").as(PodUser::parse);

  private KubernetesSyntax() {}
}
