package sparkstack.settings;

import java.util.regex.Pattern;

/** What is a secret, by its name and by what it looks like. */
final class Secrets {
  /**
   * The words of Spark's own default of spark.redaction.regex, and of what that lets through: keys
   * of Azure accounts, and the names that environment variables have.
   */
  private static final String WORDS =
      "secret|passw(or)?d|passphrase|token|(access|account|api|private)[._-]?key|[._-](pwd|pass)$";

  private static final Pattern NAMES = Pattern.compile("(?i)" + WORDS);

  /**
   * Such as AWS_WEB_IDENTITY_TOKEN_FILE, or fs.azure.account.keyprovider: where one is to be had.
   */
  private static final Pattern NAMES_OF_PLACES =
      Pattern.compile(
          "(?i)(%s)s?[._-]?(provider|binding)|(file|path|location|class|mechanism)$"
              .formatted(WORDS));

  /** Of what is the secret itself, not of its length or its age. */
  private static final Pattern LAST_WORDS =
      Pattern.compile("(?i)(%s)(s|[._-]?id)?$".formatted(WORDS));

  /** Spark's ${env:NAME}, Hadoop's ${env.NAME}; a default in it would be plain text. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[\\w.:]+\\}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?[a-z]{0,3}");

  /** Which may be a token alone. */
  private static final Pattern LOGIN_FOR_HTTP = Pattern.compile("(?i)(https?://)[^/\\s@]+@");

  /** With a password: what stands before @ in abfss://container@account is no user. */
  private static final Pattern LOGIN = Pattern.compile("(://[^/\\s@:]*:)(?!\\$\\{)[^/\\s@]+@");

  private Secrets() {}

  static boolean isNameOfOne(String name) {
    return NAMES.matcher(name).find() && !NAMES_OF_PLACES.matcher(name).find();
  }

  /** Whether a property of Spark holds a secret, rather than what is to be done with one. */
  static boolean isOne(String property, String value) {
    return isNameOfOne(property) && !isReference(value) && !isSetting(property, value);
  }

  private static boolean isReference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  /** Such as of spark.authenticate.secretBitLength; but a password may be a number too. */
  private static boolean isSetting(String property, String value) {
    return value.matches("|true|false")
        || NUMBER.matcher(value).matches() && !LAST_WORDS.matcher(property).find();
  }

  /** Whether there is a user's name or password before the host of a URL. */
  static boolean isUrlWithLogin(String text) {
    return LOGIN_FOR_HTTP.matcher(text).find() || LOGIN.matcher(text).find();
  }

  /** The text without what is secret in URLs in it. */
  static String withoutLogins(String text) {
    var others = LOGIN_FOR_HTTP.matcher(text).replaceAll("$1[secret]@");
    return LOGIN.matcher(others).replaceAll("$1[secret]@");
  }
}
