package sparkstack.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.UiTls;

/**
 * Reads and checks the Spark properties of a role.
 *
 * @param sparkVersion Spark release of the image
 */
record PropertiesReader(ConfigValues values, RoleKeys role, String sparkVersion) {
  private static final String TLS_OF_PAGE = "spark.ssl.standalone.enabled";

  private static final String REDACTION = "spark.redaction.regex";

  /** Properties with regular expressions that find secrets. */
  private static final Set<String> REDACTIONS =
      Set.of(
          REDACTION,
          "spark.redaction.string.regex",
          "spark.sql.redaction.options.regex",
          "spark.sql.redaction.string.regex");

  private static final List<String> RECOVERY_MODES =
      List.of("NONE", "FILESYSTEM", "ROCKSDB", "ZOOKEEPER", "CUSTOM");

  Map<String, String> read() {
    var key = role.properties();
    var properties = values.get(key);
    properties.forEach(
        (property, value) -> {
          var path = key.entry(property);
          ManagedProperties.insteadOf(property, role, values)
              .ifPresentOrElse(
                  instead -> values.reject(path, "is set by the program: " + instead),
                  () ->
                      PropertyTypes.insteadOf(property, value, sparkVersion)
                          .or(() -> insteadOf(property, properties))
                          .ifPresent(allowed -> values.reject(path, value, allowed)));
        });
    // An encrypted map has an error that says what to do with secrets.
    if (values.areRight(key)) {
      properties.forEach((property, value) -> checkSecrets(key.entry(property), property, value));
    }
    return properties;
  }

  private void checkSecrets(String path, String property, String value) {
    if (REDACTIONS.contains(property) && !Secrets.hasForm(value)) {
      // An expression such as password=\S+ is the form of secrets, and not one.
      return;
    }
    new SecretChecks(values)
        .check(
            path,
            property,
            value,
            Secrets.isOne(property, value),
            instead(property),
            Secrets.javaOptionIn(property, value),
            podOf(property));
  }

  /** The allowed values if Spark accepts this one but the role's pods do not support it. */
  private Optional<String> insteadOf(String property, Map<String, String> properties) {
    var value = properties.get(property);
    return switch (property) {
      case "spark.shuffle.service.enabled" ->
          only(PropertyValues.isTrue(value), noShuffleService());
      case "spark.driver.memoryOverhead", "spark.driver.memoryOverheadFactor" ->
          Optional.of(noOverheadOf(DriverKeys.MEMORY_OVERHEAD));
      case "spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor" ->
          Optional.of(noOverheadOf(WorkerKeys.MEMORY_OVERHEAD));
      case "spark.memory.offHeap.enabled" ->
          only(
              PropertyValues.isTrue(value) && hasNoOverhead(),
              roomFor("the off-heap memory of executors"));
      case "spark.executor.pyspark.memory" ->
          only(hasNoOverhead(), roomFor("the Python processes of executors"));
      // spark.ssl.standalone is for the web UI of a daemon and takes precedence over spark.ssl.
      case "spark.ssl.enabled" ->
          only(
              isProbed() && PropertyValues.isTrue(value) && !properties.containsKey(TLS_OF_PAGE),
              plainPage());
      case TLS_OF_PAGE -> only(isProbed() && PropertyValues.isTrue(value), plainPage());
      // Masters and workers would drop the query of their redirects (ReverseProxy).
      case "spark.ui.proxyRedirectUri" ->
          only(isProbed(), "left out: only drivers need it. Use " + values.name(DriverKeys.CONF));
      case "spark.ui.filters" -> only(isProbed() && !value.isBlank(), plainPage());
      case REDACTION -> insteadOfRedaction(value);
      // Spark treats every other value as NONE.
      case "spark.deploy.recoveryMode" ->
          only(!RECOVERY_MODES.contains(value), Syntax.either(RECOVERY_MODES));
      default -> Optional.empty();
    };
  }

  /** Spark finds the expression anywhere in the name of a property. */
  private Optional<String> insteadOfRedaction(String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      return Optional.of("a regular expression of Java");
    }
    var shown = secretsOfStack().stream().filter(it -> !pattern.matcher(it).find()).toList();
    return only(
        !shown.isEmpty(),
        "a regular expression that finds %s too: otherwise, pages and logs show the secret"
            .formatted(String.join(" and ", shown)));
  }

  /** The properties with secrets that the stack sets for the role. */
  private List<String> secretsOfStack() {
    var secrets = new ArrayList<String>();
    if (values.get(ClusterKeys.AUTHENTICATION)) {
      secrets.add(Authentication.SECRET_PROPERTY);
    }
    if (role.isMaster() && values.isSet(UiKeys.TLS)) {
      secrets.add(UiTls.PASSWORD_PROPERTY);
    }
    return secrets;
  }

  private static Optional<String> only(boolean isWrong, String allowed) {
    return isWrong ? Optional.of(allowed) : Optional.empty();
  }

  private String noShuffleService() {
    return "left out: workers have no memory for a shuffle service, and %s does not need one"
        .formatted(values.name(DriverKeys.DYNAMIC_ALLOCATION));
  }

  /** Only Spark on Kubernetes and on YARN reads these properties, to size containers. */
  private String noOverheadOf(Key<?> key) {
    return "left out: it has no effect in a standalone cluster. Use " + values.name(key);
  }

  private boolean hasNoOverhead() {
    return !values.isSet(WorkerKeys.MEMORY_OVERHEAD) && !values.isSet(WorkerKeys.MEMORY_LIMIT);
  }

  private String roomFor(String memory) {
    return "left out unless %s is set and has room for %s"
        .formatted(values.name(WorkerKeys.MEMORY_OVERHEAD), memory);
  }

  /** A driver has no probes. */
  private boolean isProbed() {
    return !role.isDriver();
  }

  private String plainPage() {
    return "left out: the probes request the %s's web UI over HTTP and without a login. For TLS and logins, use %s and %s, or an Ingress in front of the UI (%s)"
        .formatted(
            role.role(),
            values.name(UiKeys.TLS),
            values.name(UiKeys.USERS),
            values.name(UiKeys.INGRESS_HOST));
  }

  private String instead(String property) {
    if (property.startsWith("spark.executorEnv.")) {
      return "set that variable in %s.env from a secretKeyRef"
          .formatted(values.name(WorkerKeys.POD));
    }
    // Each JVM resolves the reference in its own environment.
    var pods =
        role.isDriver()
            ? "%s.env and, for executors, %s.env"
                .formatted(values.name(DriverKeys.POD), values.name(WorkerKeys.POD))
            : values.name(role.pod()) + ".env";
    return "set it to %s, and set that variable in %s from a secretKeyRef"
        .formatted(Secrets.referenceIn(property), pods);
  }

  /** The key of the pods whose JVM gets the options in a property. */
  private String podOf(String property) {
    return values.name(property.startsWith("spark.executor.") ? WorkerKeys.POD : role.pod());
  }
}
