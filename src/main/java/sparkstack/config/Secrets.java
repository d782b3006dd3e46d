package sparkstack.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Recognizes secrets by their names and by their form. */
final class Secrets {
  /**
   * The words of the default of spark.redaction.regex, and words that it lacks: keys of Azure
   * accounts, logins of Iceberg's catalogs, and names of environment variables. The lookahead after
   * "token" excludes "tokenizer".
   */
  private static final String WORDS =
      "secret|passw(or)?d|passphrase|token(?!i[sz])|(access|account|api|private)[._-]?key"
          + "|[.]credential$|[._-](pwd|pass)$";

  private static final Pattern NAMES = Pattern.compile("(?i)" + WORDS);

  /** The same anywhere in a string. */
  private static final Pattern NAMES_IN_TEXT =
      Pattern.compile("(?i)" + WORDS.replace("$", "(?![a-z])"));

  /**
   * Names of places where the secret is, not of the secret itself: AWS_WEB_IDENTITY_TOKEN_FILE,
   * fs.azure.account.keyprovider or oauth2.token.file.ACCOUNT. Another part may follow only if the
   * place comes directly after the word, as in token.file.ACCOUNT.
   */
  private static final Pattern NAMES_OF_PLACES =
      Pattern.compile(
          "(?i)(%s)s?[._-]?(provider|binding|(file|path|name|arn|ur[li]|endpoint|dir)([._-]|$))"
                  .formatted(WORDS)
              + "|(file|path|location|class|mechanism|name|(?<![a-z])arn|ur[li]|endpoint|dir"
              + "|provider)$");

  /** Spark's ${env:NAME} and Hadoop's ${env.NAME}, without a default, which would be plain text. */
  private static final String REFERENCE_OF_PROPERTY = "\\$\\{[\\w.:]+\\}";

  /** Hadoop's reference to a variable or another property. */
  private static final String REFERENCE_OF_HADOOP = "\\$\\{[\\w.]+\\}";

  private static final String REFERENCE_OF_SPARK = "\\$\\{(env:|system:|spark\\.)[\\w.]+\\}";

  /** Kubernetes' reference to another variable in the value of a variable. */
  private static final String REFERENCE_OF_VARIABLE = "\\$\\([\\w.-]+\\)";

  /** Iceberg's reference to a variable. Spark passes a catalog's properties on unchanged. */
  private static final String REFERENCE_OF_CATALOG = "env:\\w+";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?[a-z]{0,3}");

  /** The login in a URL whose secret part is a reference. */
  private static final String LOGIN_BY_REFERENCE =
      "((%1$s|[^/?#\\s@:]*):)?(%1$s)@"
          .formatted(REFERENCE_OF_PROPERTY + "|" + REFERENCE_OF_VARIABLE);

  /** Any login in a URL. A user name alone may be a token. */
  private static final Pattern LOGIN_FOR_HTTP = Pattern.compile("(?i)https?://[^/?#\\s@]+@");

  /**
   * A login in plain text: for HTTP, or with a password. In abfss://container@account, the part
   * before @ is not a user.
   */
  private static final Pattern LOGIN_IN_PLAIN_TEXT =
      Pattern.compile(
          "(?i)(https?://(?!%1$s)|://(?!%1$s)[^/?#\\s@:]*:)[^/?#\\s@]+@"
              .formatted(LOGIN_BY_REFERENCE));

  /** A login up to the last @, because a password may contain / and @ that are not escaped. */
  private static final Pattern ANY_LOGIN = Pattern.compile("(://)\\S*@");

  /** A JVM option that sets a system property: its name and its value. */
  private static final Pattern JAVA_OPTION = Pattern.compile("-D([\\w.-]+)=(\\S*)");

  /**
   * Paths with names that users choose. In other paths, such as secretKeyRef.key, Kubernetes does.
   */
  private static final Pattern NAMED_BY_USERS =
      Pattern.compile("^[.](spark|labels|annotations)[.]");

  /** A string that contains a name beside a value: JSON, NAME=VALUE or --name VALUE. */
  private static final Pattern PAIRS = Pattern.compile("^[\\[{]|[=\\s]");

  /** An argument with its value: NAME=VALUE, with or without dashes. */
  private static final Pattern ARGUMENT = Pattern.compile("(?s)-{0,2}([\\w.-]+)=(.+)");

  /** An argument whose value is the next argument. */
  private static final Pattern OPTION = Pattern.compile("-{1,2}([\\w.-]+)");

  /** A name and a value in a longer string: a query, a list of options or a JSON object. */
  private static final Pattern PAIR =
      Pattern.compile(
          "(?<![\\w.${(-])[\"']?([\\w.-]{1,100})[\"']?(?:\\s?=\\s?|(?<=[\"'])\\s{0,9}:\\s{0,9})"
              + "([\"']([^\"']{1,1000})[\"']|\\$\\{[^}\\s]{1,200}\\}|[^\\s\"'&;,?}\\]]{1,1000})");

  /** Secrets with a known form: of AWS, GitHub, GitLab and Slack, JSON web tokens, private keys. */
  private static final Pattern FORMS =
      Pattern.compile(
          "(?<![A-Za-z0-9])(AKIA[0-9A-Z]{16}|gh[opsu]_[A-Za-z0-9]{36}|github_pat_\\w{22,}"
              + "|glpat-[\\w-]{20}|xox[abp]-[\\w-]{20,}"
              + "|eyJ[\\w-]{10,}[.]eyJ[\\w-]{10,}[.][\\w-]{10,})(?![A-Za-z0-9])"
              + "|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----");

  /** Words at the end of a name that tell secrets apart: DB_PASSWORD_PROD, TOKEN_2. */
  private static final String WHICH_ONE =
      "([._-]?([0-9]+|prod|production|staging|test|dev|old|new|primary|secondary))*";

  /**
   * Names whose last word is a secret. The last word of an English compound says what it is:
   * "token-column" is a column. In Azure's properties, the name of the account comes after the
   * word.
   */
  private static final Pattern ENDS_AS_SECRET =
      Pattern.compile(
          "(?i)(secret|passw(or)?d|passphrase|token(?!i[sz])|(access|account|api|private)[._-]?key"
              + "|(?<![a-z])(pwd|pass|credential|sig)|accesskey|(secret|access)[._-]?key)s?"
              + "([._-]?id)?%s$|(account[.]key|client[.]secret|sas([.]fixed)?[.]token)[.][\\w.-]*[.]net$"
                  .formatted(WHICH_ONE));

  /** Words in a name whose number is a count or a length. */
  private static final Pattern COUNT = Pattern.compile("(?i)(max|min|num|limit|count|tokens)");

  /** The path of a file that contains a secret. */
  private static final Pattern FILE = Pattern.compile("/(run|var|etc|mnt|opt|secrets?)/[\\w./-]+");

  /** A reference to a variable or a property in any syntax, which an application may resolve. */
  private static final String ANY_REFERENCE =
      "\\$\\{[\\w.:]+\\}|\\$\\([\\w.-]+\\)|\\$\\w+|\\{\\{[^}]*\\}\\}|<[^>]*>|env:\\w+";

  private static final Pattern VALUE_OF_VARIABLE = Pattern.compile("[.]env\\[[0-9]+][.]value\\b");

  private Secrets() {}

  /** Whether the value of a Spark property is a secret in plain text. */
  static boolean isOne(String property, String value) {
    return isOneIn(property, value) && !isReference(property, value);
  }

  /** Spark and Hadoop each take the other's reference as a literal string. */
  private static boolean isReference(String property, String value) {
    if (isHadoops(property)) {
      return value.matches(REFERENCE_OF_HADOOP);
    }
    return value.matches(REFERENCE_OF_SPARK)
        || isCatalogs(property) && value.matches(REFERENCE_OF_CATALOG);
  }

  /** The reference to a variable in the value of a property, for a message. */
  static String referenceIn(String property) {
    if (isHadoops(property)) {
      return "${env.VARIABLE}";
    }
    return isCatalogs(property)
        ? "env:VARIABLE, which Iceberg's catalogs resolve"
        : "${env:VARIABLE}";
  }

  /**
   * Spark passes these properties on unchanged to Hadoop, which has its own syntax of references.
   */
  private static boolean isHadoops(String property) {
    return property.startsWith("spark.hadoop.");
  }

  /** Spark passes these properties on unchanged to a catalog. */
  private static boolean isCatalogs(String property) {
    return property.startsWith("spark.sql.catalog.");
  }

  /** Whether the value of an environment variable of a pod is a secret in plain text. */
  static boolean isOneInEnvironment(String name, String value) {
    return isOneIn(name, value) && !value.matches(REFERENCE_OF_VARIABLE);
  }

  /**
   * The name of the secret in an application's argument.
   *
   * @param previous argument, which may be the name; empty for the first
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

  /** The name of the secret in a longer string, such as the query of a URL. */
  static Optional<String> nameIn(String text) {
    return PAIR.matcher(text)
        .results()
        .filter(it -> isPlain(it.group(1), it.group(3) == null ? it.group(2) : it.group(3)))
        .map(it -> it.group(1))
        .findFirst();
  }

  /** Whether a string contains a secret with a known form, under any name. */
  static boolean hasForm(String text) {
    return FORMS.matcher(text).find();
  }

  private static boolean isPlain(String name, String value) {
    return isOneIn(name, value) && !value.strip().matches(ANY_REFERENCE);
  }

  /** The JVM option in a Spark property that is a secret, such as the password of a key store. */
  static Optional<String> javaOptionIn(String property, String value) {
    // Spark's launcher reads the driver's options and resolves no references.
    var resolved = property.startsWith("spark.driver.") ? "" : REFERENCE_OF_SPARK;
    return javaOption(value, resolved);
  }

  /** The same in the value of a variable. */
  static Optional<String> javaOptionInEnvironment(String value) {
    return javaOption(value, REFERENCE_OF_VARIABLE);
  }

  /**
   * The error about an option in plain text. It does not advise to use a variable, because a JVM
   * prints JAVA_TOOL_OPTIONS.
   *
   * @param pod key of the pods, as the user types it
   */
  static String insteadOf(String option, String pod) {
    return "must not contain %s in plain text: put the option into a file of a Secret, mount it with %s.volumes and volumeMounts, and set -XX:VMOptionsFile=PATH here"
        .formatted(option, pod);
  }

  /** What to do with a secret in properties, pods or arguments, in place of an encrypted key. */
  static String insteadOfEncryption(ConfigValues values) {
    return "put secrets into a Kubernetes Secret, for env of %s or %s to name by valueFrom.secretKeyRef, and "
        .formatted(values.name(DriverKeys.POD), values.name(WorkerKeys.POD));
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
   * Whether a wrong value may contain a secret, so that no message may show it.
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

  /** Whether a string contains a URL with a login in plain text. */
  static boolean isUrlWithLogin(String text) {
    return LOGIN_IN_PLAIN_TEXT.matcher(text).find();
  }

  /** Whether a URL has any login. Nothing resolves a reference in a URL of the build. */
  static boolean isUrlWithUser(String url) {
    return LOGIN_FOR_HTTP.matcher(url).find();
  }

  /** The string with the logins in its URLs replaced. */
  static String withoutLogins(String text) {
    return ANY_LOGIN.matcher(text).replaceAll("$1[secret]@");
  }
}
