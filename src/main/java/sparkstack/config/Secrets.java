package sparkstack.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** What is a secret, by its name and by what it looks like. */
final class Secrets {
  /**
   * The words of Spark's own default of spark.redaction.regex, and of what that lets through: keys
   * of Azure accounts, logins of Iceberg's catalogs, and the names that environment variables have.
   * A tokenizer holds none.
   */
  private static final String WORDS =
      "secret|passw(or)?d|passphrase|token(?!i[sz])|(access|account|api|private)[._-]?key"
          + "|[.]credential$|[._-](pwd|pass)$";

  private static final Pattern NAMES = Pattern.compile("(?i)" + WORDS);

  /** The same somewhere in a text. */
  private static final Pattern NAMES_IN_TEXT =
      Pattern.compile("(?i)" + WORDS.replace("$", "(?![a-z])"));

  /**
   * Such as AWS_WEB_IDENTITY_TOKEN_FILE, fs.azure.account.keyprovider, or
   * oauth2.token.file.ACCOUNT: where one is to be had. Only right after the word may more follow,
   * as in account.key.ACCOUNT.
   */
  private static final Pattern NAMES_OF_PLACES =
      Pattern.compile(
          "(?i)(%s)s?[._-]?(provider|binding|(file|path|name|arn|ur[li]|endpoint|dir)([._-]|$))"
                  .formatted(WORDS)
              + "|(file|path|location|class|mechanism|name|(?<![a-z])arn|ur[li]|endpoint|dir"
              + "|provider)$");

  /** Spark's ${env:NAME}, Hadoop's ${env.NAME}; a default in it would be plain text. */
  private static final String REFERENCE_OF_PROPERTY = "\\$\\{[\\w.:]+\\}";

  /** A variable, or another property. */
  private static final String REFERENCE_OF_HADOOP = "\\$\\{[\\w.]+\\}";

  private static final String REFERENCE_OF_SPARK = "\\$\\{(env:|system:|spark\\.)[\\w.]+\\}";

  /** Kubernetes' own, in the value of a variable. */
  private static final String REFERENCE_OF_VARIABLE = "\\$\\([\\w.-]+\\)";

  /** Iceberg's own: Spark hands the properties of a catalog on as they are. */
  private static final String REFERENCE_OF_CATALOG = "env:\\w+";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?[a-z]{0,3}");

  /** What stands before the host of a URL, where all that is secret in it is a reference. */
  private static final String LOGIN_BY_REFERENCE =
      "((%1$s|[^/?#\\s@:]*):)?(%1$s)@"
          .formatted(REFERENCE_OF_PROPERTY + "|" + REFERENCE_OF_VARIABLE);

  /** A user's name too, which may be a token alone. */
  private static final Pattern LOGIN_FOR_HTTP = Pattern.compile("(?i)https?://[^/?#\\s@]+@");

  /** For HTTP, or with a password: what stands before @ in abfss://container@account is no user. */
  private static final Pattern LOGIN_IN_PLAIN_TEXT =
      Pattern.compile(
          "(?i)(https?://(?!%1$s)|://(?!%1$s)[^/?#\\s@:]*:)[^/?#\\s@]+@"
              .formatted(LOGIN_BY_REFERENCE));

  /** Up to the last @, as a password may have / and @ in it where nobody escaped them. */
  private static final Pattern ANY_LOGIN = Pattern.compile("(://)\\S*@");

  /** Of an option of a JVM: its name and its value. */
  private static final Pattern JAVA_OPTION = Pattern.compile("-D([\\w.-]+)=(\\S*)");

  /** Of all others, such as secretKeyRef.key, the names are Kubernetes' own. */
  private static final Pattern NAMED_BY_USERS =
      Pattern.compile("^[.](spark|labels|annotations)[.]");

  /** JSON, NAME=VALUE, --name VALUE: with a name in it. */
  private static final Pattern PAIRS = Pattern.compile("^[\\[{]|[=\\s]");

  /** An argument with its value, or a pair of a name and a value. */
  private static final Pattern ARGUMENT = Pattern.compile("(?s)-{0,2}([\\w.-]+)=(.+)");

  /** An argument whose value is the next one. */
  private static final Pattern OPTION = Pattern.compile("-{1,2}([\\w.-]+)");

  /** Pairs in a longer text: a query, a list of options, an object of JSON. */
  private static final Pattern PAIR =
      Pattern.compile(
          "(?<![\\w.${(-])[\"']?([\\w.-]{1,100})[\"']?(?:\\s?=\\s?|(?<=[\"'])\\s{0,9}:\\s{0,9})"
              + "([\"']([^\"']{1,1000})[\"']|\\$\\{[^}\\s]{1,200}\\}|[^\\s\"'&;,?}\\]]{1,1000})");

  /** Values with a form of their own: AWS, GitHub, GitLab, Slack, JSON web tokens, PEM. */
  private static final Pattern FORMS =
      Pattern.compile(
          "(?<![A-Za-z0-9])(AKIA[0-9A-Z]{16}|gh[opsu]_[A-Za-z0-9]{36}|github_pat_\\w{22,}"
              + "|glpat-[\\w-]{20}|xox[abp]-[\\w-]{20,}"
              + "|eyJ[\\w-]{10,}[.]eyJ[\\w-]{10,}[.][\\w-]{10,})(?![A-Za-z0-9])"
              + "|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----");

  /** Words after a secret's own that name which one it is: DB_PASSWORD_PROD, TOKEN_2. */
  private static final String WHICH_ONE =
      "([._-]?([0-9]+|prod|production|staging|test|dev|old|new|primary|secondary))*";

  /**
   * Names whose last word is that of a secret: the head of an English compound is its last word, so
   * that a token-column is a column. Azure has names of accounts after the word.
   */
  private static final Pattern ENDS_AS_SECRET =
      Pattern.compile(
          "(?i)(secret|passw(or)?d|passphrase|token(?!i[sz])|(access|account|api|private)[._-]?key"
              + "|(?<![a-z])(pwd|pass|credential|sig)|accesskey|(secret|access)[._-]?key)s?"
              + "([._-]?id)?%s$|(account[.]key|client[.]secret|sas([.]fixed)?[.]token)[.][\\w.-]*[.]net$"
                  .formatted(WHICH_ONE));

  /** Of a number beside such a word: how many, how long. */
  private static final Pattern COUNT = Pattern.compile("(?i)(max|min|num|limit|count|tokens)");

  /** A file in which a secret is. */
  private static final Pattern FILE = Pattern.compile("/(run|var|etc|mnt|opt|secrets?)/[\\w./-]+");

  /** A reference to a variable or a property, of any syntax: an application may resolve it. */
  private static final String ANY_REFERENCE =
      "\\$\\{[\\w.:]+\\}|\\$\\([\\w.-]+\\)|\\$\\w+|\\{\\{[^}]*\\}\\}|<[^>]*>|env:\\w+";

  private static final Pattern VALUE_OF_VARIABLE = Pattern.compile("[.]env\\[[0-9]+][.]value\\b");

  private Secrets() {}

  /** Whether a property of Spark holds a secret, rather than what is to be done with one. */
  static boolean isOne(String property, String value) {
    return isOneIn(property, value) && !isReference(property, value);
  }

  /** What the other of Spark and Hadoop takes for a variable, each takes as it is. */
  private static boolean isReference(String property, String value) {
    if (isHadoops(property)) {
      return value.matches(REFERENCE_OF_HADOOP);
    }
    return value.matches(REFERENCE_OF_SPARK)
        || isCatalogs(property) && value.matches(REFERENCE_OF_CATALOG);
  }

  /** How a property names a variable that holds its value, for a message. */
  static String referenceIn(String property) {
    if (isHadoops(property)) {
      return "${env.VARIABLE}";
    }
    return isCatalogs(property) ? "env:VARIABLE, as Iceberg's catalogs take it" : "${env:VARIABLE}";
  }

  /** Spark hands these on as they are, to Hadoop, which has a syntax of its own. */
  private static boolean isHadoops(String property) {
    return property.startsWith("spark.hadoop.");
  }

  /** And these to a catalog. */
  private static boolean isCatalogs(String property) {
    return property.startsWith("spark.sql.catalog.");
  }

  /** The same of a variable of a pod's environment. */
  static boolean isOneInEnvironment(String name, String value) {
    return isOneIn(name, value) && !value.matches(REFERENCE_OF_VARIABLE);
  }

  /**
   * The name of a secret in an application's argument.
   *
   * @param previous argument, which may name this one; empty for the first
   */
  static Optional<String> nameInArgument(String previous, String argument) {
    var option = OPTION.matcher(previous);
    if (option.matches() && !argument.startsWith("-") && isPlain(option.group(1), argument)) {
      return Optional.of(option.group(1));
    }
    var pair = ARGUMENT.matcher(argument);
    if (pair.matches() && isPlain(pair.group(1), pair.group(2))) {
      return Optional.of(pair.group(1));
    }
    return nameIn(argument);
  }

  /** The name of a secret in a longer text, such as the query of a URL. */
  static Optional<String> nameIn(String text) {
    return PAIR.matcher(text)
        .results()
        .filter(it -> isPlain(it.group(1), it.group(3) == null ? it.group(2) : it.group(3)))
        .map(it -> it.group(1))
        .findFirst();
  }

  /** Whether a text has a secret in it whose form tells, whatever its name is. */
  static boolean hasForm(String text) {
    return FORMS.matcher(text).find();
  }

  private static boolean isPlain(String name, String value) {
    return isOneIn(name, value) && !value.strip().matches(ANY_REFERENCE);
  }

  /** An option of a JVM in a property of Spark that is a secret, such as a key store's password. */
  static Optional<String> javaOptionIn(String property, String value) {
    // Spark resolves none in a driver's own options, which its launcher reads.
    var resolved = property.startsWith("spark.driver.") ? "" : REFERENCE_OF_SPARK;
    return javaOption(value, resolved);
  }

  /** The same in the value of a variable. */
  static Optional<String> javaOptionInEnvironment(String value) {
    return javaOption(value, REFERENCE_OF_VARIABLE);
  }

  /**
   * What is wrong with an option in plain text. Not even by a variable: a JVM prints those in
   * JAVA_TOOL_OPTIONS.
   *
   * @param pod key of the pod's parts
   */
  static String insteadOf(String option, String pod) {
    return "must not have %s in plain text: put it into a file, from a Secret in %s.volumes, and here -XX:VMOptionsFile=/PATH/OF/THAT"
        .formatted(option, pod);
  }

  private static Optional<String> javaOption(String text, String reference) {
    return JAVA_OPTION
        .matcher(text)
        .results()
        .filter(option -> isOneIn(option.group(1), option.group(2)))
        .filter(option -> !option.group(2).matches(reference))
        .map(option -> "-D" + option.group(1))
        .findFirst();
  }

  /**
   * Whether a wrong value, which may be none of what it should be, had better not be shown.
   *
   * @param path of the value, below its key
   */
  static boolean mayBeIn(String path, String value) {
    return PAIRS.matcher(value).find() && NAMES_IN_TEXT.matcher(value).find()
        || VALUE_OF_VARIABLE.matcher(path).find()
        || NAMED_BY_USERS.matcher(path).find()
            && NAMES.matcher(path).find()
            && !isNameOfPlace(path);
  }

  private static boolean isOneIn(String name, String value) {
    return ENDS_AS_SECRET.matcher(name).find()
        && !value.isBlank()
        && !value.strip().matches("(?i)true|false")
        && !(NUMBER.matcher(value.strip()).matches() && COUNT.matcher(name).find())
        && !FILE.matcher(value.strip()).matches();
  }

  private static boolean isNameOfPlace(String name) {
    return NAMES_OF_PLACES.matcher(name).find() && !ENDS_AS_SECRET.matcher(name).find();
  }

  /** Whether there is a user's name or password before the host of a URL, in plain text. */
  static boolean isUrlWithLogin(String text) {
    return LOGIN_IN_PLAIN_TEXT.matcher(text).find();
  }

  /** Whether there is anything before the host, where no reference would be resolved either. */
  static boolean isUrlWithUser(String url) {
    return LOGIN_FOR_HTTP.matcher(url).find();
  }

  /** The text without what is secret in URLs in it. */
  static String withoutLogins(String text) {
    return ANY_LOGIN.matcher(text).replaceAll("$1[secret]@");
  }
}
