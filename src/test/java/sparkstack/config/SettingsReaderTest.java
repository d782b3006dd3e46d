package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

/** Settings, errors and warnings for a user's config. */
class SettingsReaderTest extends ProjectTest {

  private String error(Map<String, ?> config) {
    return Recording.errorOf(project, "dev", config);
  }

  @Test
  void aConfigMayBeEmpty() {
    assertEquals("", error(Map.of()));
  }

  @Test
  void anEmptyStringIsNotSet() {
    var empty = new HashMap<String, Object>();
    for (var key :
        List.of("namespace", "workerCpuRequest", "driverJar", "driverClass", "dataVolumeSize")) {
      empty.put(key, "");
    }
    assertEquals(Recording.of(project, Map.of()).all(), Recording.of(project, empty).all());
  }

  @Test
  void aTooLongValueIsAnError() {
    var name = "a.".repeat(5000) + "a";
    var config =
        Map.of(
            "driverClass",
            name,
            "driverJar",
            name.replace('.', '/') + ".jar",
            "driverLogLevels",
            Map.of(name, "info"),
            "repository",
            name);

    var lines = error(config).lines().skip(1).toList();
    assertEquals(4, lines.size(), lines::toString);
    for (var line : lines) {
      assertTrue(line.endsWith(", at most 253 characters long"), line);
      assertTrue(line.length() < 500, line);
    }
  }

  @Test
  void aTooDeepValueIsAnError() {
    // Gson does not parse the first. The others have overflowed the stack in other code.
    for (var levels : List.of(5000, 250, 40)) {
      var deep = "[".repeat(levels) + "]".repeat(levels);
      for (var key : List.of("workerPod", "sparkConf", "mirrors", "workerLogLevels")) {
        var value = key.equals("mirrors") ? deep : "{\"spark.a\":" + deep + "}";
        var lines = error(Map.of(key, value)).lines().toList();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(1).startsWith("  spark:" + key + ": \""), lines::toString);
      }
    }
  }

  @Test
  void theErrorTellsHowToBuildAMissingJar() {
    var error =
        error(Map.of("driverJar", "examples/other/target/other.jar", "driverClass", "Main"));

    assertTrue(
        error.contains(
            "spark:driverJar: \"examples/other/target/other.jar\" must be a file that exists:"
                + " build it first (mvn package in examples/other)"),
        error);
  }

  @Test
  void theErrorTellsHowToLetAJarIntoTheBuild() throws IOException {
    project.writeJar("examples/other/target/other.jar", "Main");
    var config = Map.of("driverJar", "examples/other/target/other.jar", "driverClass", "Main");

    var error = error(config);
    assertTrue(
        error.contains(
            "spark:driverJar: \"examples/other/target/other.jar\" must be a file that"
                + " docker/Dockerfile.dockerignore lets in: add the line"
                + " !examples/other/target/other.jar to it"),
        error);

    project.write("docker/Dockerfile.dockerignore", "*\n!docker\n!examples/other/target\n");
    assertEquals("", error(config));
  }

  @Test
  void warnsOfAMainClassThatTheJarLacks() {
    assertEquals(List.of(), warningsOfClass("example.Main"));
    var warning = "spark:driverClass: " + ProjectFolder.JAR + " has no class ";
    assertEquals(
        List.of(warning + "example.Mian; did you mean example.Main?"),
        warningsOfClass("example.Mian"));
    assertEquals(
        List.of(warning + "com.example.other.Main; did you mean example.Main?"),
        warningsOfClass("com.example.other.Main"));
    assertEquals(
        List.of(warning + "org.apache.spark.sql.Server"),
        warningsOfClass("org.apache.spark.sql.Server"));
  }

  private List<String> warningsOfClass(String name) {
    var config = Recording.passed(Map.of("driverJar", ProjectFolder.JAR, "driverClass", name));
    return SettingsReader.read(config, "dev", folder).warnings();
  }

  @Test
  void aFileThatIsNoJarIsAnError() throws IOException {
    project.write(ProjectFolder.JAR, "text");

    var error = error(ProjectFolder.WITH_DRIVER);

    assertTrue(
        error.contains("spark:driverJar: \"" + ProjectFolder.JAR + "\" must be a jar (zip "),
        error);
  }

  @Test
  void errorsShowNoSecret() {
    var error =
        error(
            Map.of(
                "registryUsername",
                "robot",
                "registryPassword",
                "secret s3cret",
                "workerCores",
                0));
    assertFalse(error.contains("s3cret"), error);
    assertFalse(error(Map.of("workerCores", "secret s3cret")).contains("s3cret"));
  }

  @Test
  void acceptsValuesWhoseNameOnlyLooksLikeASecret() {
    var properties =
        properties(
            "spark.hadoop.fs.s3a.aws.credentials.provider",
            "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider",
            "spark.hadoop.hadoop.security.credential.provider.path",
            "jceks://file/opt/keys.jceks",
            "spark.hadoop.fs.azure.account.keyprovider.acme.dfs.core.windows.net",
            "example.KeyProvider",
            "spark.hadoop.fs.s3a.secret.key",
            "${env.AWS_SECRET_ACCESS_KEY}",
            "spark.ssl.keyPassword",
            "${env:KEY_PASSWORD}",
            "spark.authenticate.secret.file",
            "/secrets/authentication",
            "spark.authenticate.secretBitLength",
            "256",
            "spark.hadoop.fs.s3a.delegation.tokens.enabled",
            "true",
            "spark.sql.warehouse.dir",
            "abfss://data@acme.dfs.core.windows.net/warehouse",
            "spark.hadoop.javax.jdo.option.ConnectionURL",
            "jdbc:postgresql://hive:${env.PASSWORD}@db.example.com/hive",
            "spark.kafka.clusters.events.sasl.token.mechanism",
            "SCRAM-SHA-512",
            "spark.hadoop.fs.azure.account.oauth2.token.file.acme.dfs.core.windows.net",
            "/secrets/token",
            "spark.app.tokenizer",
            "wordpiece",
            "spark.app.oauth.token.url",
            "https://login.example.com/token?audience=robot@example.com",
            "spark.sql.catalog.rest.credential",
            "env:CREDENTIAL",
            "spark.jars.repositories",
            "https://robot:${env:TOKEN}@maven.example.com,https://${env:TOKEN}@maven.example.org",
            "spark.app.database",
            "jdbc:mysql://db:3306?user=a@b",
            "spark.app.otherDatabase",
            "jdbc:mysql://${env:USER_OF_DB}:${env:KEY_OF_DB}@db:3306/app");
    var env =
        List.of(
            Map.of("name", "AWS_WEB_IDENTITY_TOKEN_FILE", "value", "/var/run/token"),
            Map.of("name", "GOOGLE_APPLICATION_CREDENTIALS", "value", "/secrets/key.json"),
            Map.of("name", "COMPASS", "value", "north"),
            Map.of("name", "TOKENIZERS_PARALLELISM", "value", "false"),
            Map.of("name", "MAX_TOKENS", "value", "4096"),
            Map.of("name", "SECRET_NAME", "value", "database"),
            Map.of("name", "SECRET_ARN", "value", "arn:aws:secretsmanager:eu-west-1:1:secret:a"),
            Map.of("name", "TOKEN_URL", "value", "https://login.example.com/token"),
            Map.of("name", "PGPASSWORD", "value", "$(DB_KEY)"),
            Map.of("name", "HTTPS_PROXY", "value", "http://robot:$(PROXY_KEY)@proxy:3128"));

    assertEquals(
        "",
        error(
            Map.of(
                "authentication",
                false,
                "sparkConf",
                properties,
                "driverPod",
                Map.of("env", env))));
  }

  private static Map<String, String> properties(String... namesAndValues) {
    var properties = new HashMap<String, String>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  @Test
  void ignoresOtherNamespaces() {
    assertEquals(
        "", error(Map.of("pulumi:tags", Map.of("team", "data"), "aws:region", "eu-west-1")));
    for (var name :
        List.of("stack", "share", "space", "start", "smart", "slack", "worker", "dockerhub")) {
      assertEquals("", error(Map.of(name + ":region", "eu-west-1")));
    }
  }

  /** Secrets of any type in any place where a user may put them. */
  @Test
  void errorsShowNoSecretInAWrongPlace() {
    for (var name :
        List.of(
            "DB_PASSWORD",
            "DB_PASS",
            "API_KEY",
            "spark.hadoop.fs.s3a.secret.key",
            "spark.sql.catalog.c.credential")) {
      for (var value :
          List.of(
              "'hunter2'", "['hunter2']", "[['hunter2']]", "{'a': 'hunter2'}", "'hunter2\\n'")) {
        for (var config :
            List.of(
                "{'NAME': VALUE}",
                "[{'NAME': VALUE}]",
                "{'NAME': {'NAME': VALUE}}",
                "{'env': {'NAME': VALUE}}",
                "{'env': {'NAME': {'value': VALUE}}}",
                "{'env': [{'NAME': VALUE}]}",
                "{'env': [{'name': 'NAME', 'value': VALUE}]}",
                "{'env': [[{'name': 'NAME', 'value': VALUE}]]}",
                "{'env': ['NAME=hunter2']}",
                "{'envFrom': {'NAME': VALUE}}",
                "{'labels': {'NAME': VALUE}}",
                "{'annotations': {'NAME': VALUE}}",
                "{'annotations': [{'NAME': VALUE}]}")) {
          var text = config.replace("NAME", name).replace("VALUE", value).replace('\'', '"');
          for (var key : List.of("sparkConf", "workerConf", "driverPod", "workerPod")) {
            var error = error(Map.of(key, text));
            assertFalse(error.contains("hunter2"), () -> key + ": " + text + "\n" + error);
          }
        }
      }
    }
  }

  @Test
  void acceptsPropertiesThatHaveRoomInThePods() {
    assertEquals(
        "",
        error(
            Map.of(
                "workerMemoryOverhead", "3g",
                "sparkConf",
                    "{\"spark.memory.offHeap.enabled\": true, \"spark.memory.offHeap.size\": \"2g\", \"spark.executor.pyspark.memory\": \"1g\"}")));
    assertEquals(
        "",
        error(
            Map.of(
                "workerMemoryLimit",
                "4g",
                "sparkConf",
                "{\"spark.memory.offHeap.enabled\": true, \"spark.memory.offHeap.size\": \"2g\"}")));
    assertEquals(
        "",
        error(withDriver("workerCores", "2", "sparkConf", "{\"spark.cores.max\": 2147483647}")));
    assertEquals(
        "", error(withDriver("workerCores", "2", "sparkConf", "{\"spark.cores.max\": 2}")));
    // The stack does not know how many cores the executors of other applications have.
    assertEquals(
        "", error(Map.of("workerCores", "8", "masterConf", "{\"spark.deploy.defaultCores\": 4}")));
    // The application's own value takes precedence over the master's default.
    assertEquals(
        "",
        error(
            withDriver(
                "workerCores", "2",
                "sparkConf", "{\"spark.cores.max\": 4}",
                "masterConf", "{\"spark.deploy.defaultCores\": 1}")));
  }

  private static Map<String, String> withDriver(String... keysAndValues) {
    var config =
        new HashMap<>(Map.of("driverJar", "local:///opt/app.jar", "driverClass", "example.App"));
    for (var i = 0; i < keysAndValues.length; i += 2) {
      config.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return config;
  }

  /** Names that only look like secrets, and a name in notSecret. */
  @Test
  void acceptsArgumentsThatAreNotSecrets() {
    assertEquals(
        "",
        error(
            withDriver(
                "driverArguments",
                "[\"--token-column=user_token\", \"--secret-scope=prod\", \"--password-policy=strict\"]")));
    assertEquals(
        "",
        error(
            withDriver(
                "driverArguments",
                "[\"--api-token\", \"word\"]",
                "notSecret",
                "[\"--api-token\"]")));
  }

  @Test
  void acceptsJavaOptionsThatAreNotSecrets() {
    for (var options :
        List.of(
            "-Xss4m -Dtoken.file=/etc/token -Dapp.secretBitLength=256",
            "-XX:VMOptionsFile=/run/secrets/options",
            "-Dpassword=${env:PASSWORD}")) {
      assertEquals(
          "",
          error(
              Map.of(
                  "sparkConf",
                  "{\"spark.executor.extraJavaOptions\": \"%s\"}".formatted(options))));
    }
  }

  /** Only master and worker have probes, which filters and TLS would break. */
  @Test
  void acceptsFiltersAndTlsOfTheDriversUi() {
    assertEquals("", error(Map.of("sparkConf", "{\"spark.ui.filters\": \"org.example.Login\"}")));
    assertEquals("", error(Map.of("sparkConf", "{\"spark.ssl.enabled\": true}")));
    assertEquals("", error(Map.of("workerConf", "{\"spark.ssl.enabled\": false}")));
    assertEquals(
        "",
        error(
            Map.of(
                "workerConf",
                "{\"spark.ssl.enabled\": true, \"spark.ssl.standalone.enabled\": false}")));
    assertEquals("", error(Map.of("masterConf", "{\"spark.ssl.fs.enabled\": true}")));
  }

  @Test
  void errorsShowNoSecretAndNoLongPartOfAPod() {
    var tolerations = "{\"tolerations\": \"%s\"}";
    var encrypted = error(Map.of("workerPod", "secret " + tolerations.formatted("s3cret")));
    assertTrue(
        encrypted.contains("  spark:workerPod.tolerations: \"[secret]\" must be a list"),
        encrypted);
    assertFalse(encrypted.contains("s3cret"), encrypted);
    assertEquals(
        "  spark:workerPod.tolerations: \"%s…\" must be a list".formatted("a".repeat(120)),
        error(Map.of("workerPod", tolerations.formatted("a".repeat(500)))).lines().toList().get(1));
  }

  @Test
  void warnsOfAnImageWithATag() {
    var config = Recording.passed(Map.of("imageReference", "registry.example.com/spark:4.3.0"));
    var settings = SettingsReader.read(config, "dev", folder);
    assertEquals(1, settings.warnings().size());
    assertTrue(settings.warnings().get(0).startsWith("spark:imageReference: "));
  }

  @Test
  void warnsOfAnArgumentBelowDataWithoutTheDataVolume() {
    var warning =
        "spark:driverArguments[1]: %s is on no volume: spark:dataVolumeSize, which mounts a volume at"
            + " /data, is not set";
    for (var path : List.of("/data/months", "file:/data/months", "file:///data/months")) {
      var local = path.replaceFirst("file:/+", "/");
      assertEquals(List.of(warning.formatted(local)), warningsFor("--output", path));
    }
    assertEquals(
        List.of(warning.formatted("/data/months")), warningsFor("1", "--output=/data/months"));
    assertEquals(List.of(), warningsFor("/database", "s3a://data/months", "data/months", "/"));
  }

  @Test
  void warnsOfNoArgumentOnAnotherVolumeOrFileSystem() {
    var pod =
        """
        {"volumes": [{"name": "orders", "configMap": {"name": "orders"}}],
         "volumeMounts": [{"name": "orders", "mountPath": "/data/in", "readOnly": true}]}""";
    assertEquals(List.of(), warningsWith("driverPod", pod, "/data/in/may.csv"));
    assertEquals(1, warningsWith("driverPod", pod, "/data/out").size());
    var conf = Map.of("spark.hadoop.fs.defaultFS", "hdfs://names.example.com");
    assertEquals(List.of(), warningsWith("sparkConf", conf, "/data/months"));
    assertEquals(1, warningsWith("sparkConf", conf, "file:/data/months").size());
  }

  private List<String> warningsFor(String... arguments) {
    return warningsWith("driverTimeoutMinutes", 60, arguments);
  }

  private List<String> warningsWith(String key, Object value, String... arguments) {
    var config =
        Map.<String, Object>of(
            "imageReference",
            "registry.example.com/spark@sha256:" + "0".repeat(64),
            "driverJar",
            "local:///app.jar",
            "driverClass",
            "example.Main",
            "driverArguments",
            List.of(arguments),
            key,
            value);
    return SettingsReader.read(Recording.passed(config), "dev", folder).warnings();
  }

  @Test
  void warnsOfPasswordsThatBrowsersSendInPlainText() {
    var warning =
        "spark:uiUsers: browsers send the passwords in plain text: set spark:tls or"
            + " spark:uiIngressTlsSecret, unless TLS ends at a load balancer";
    var ingress = Map.<String, Object>of("uiIngressHost", "spark.example.com");
    for (var plain : List.of(Map.<String, Object>of(), ingress)) {
      assertTrue(warningsWithUsers(plain).contains(warning), plain.toString());
    }
    for (var encrypted :
        List.of(
            Map.<String, Object>of("tls", "certificate"),
            Map.<String, Object>of(
                "uiIngressHost", "spark.example.com", "uiIngressTlsSecret", "certificate"),
            Map.<String, Object>of("uiServiceType", "ClusterIP"))) {
      assertFalse(warningsWithUsers(encrypted).contains(warning), encrypted.toString());
    }
  }

  private List<String> warningsWithUsers(Map<String, Object> config) {
    var all = new HashMap<>(config);
    all.put("uiUsers", "team");
    return SettingsReader.read(Recording.passed(all), "dev", folder).warnings();
  }

  @Test
  void warnsOfACertificateThatAMasterWithoutRecoveryKeeps() {
    var warnings = warningsWithUsers(Map.of("tls", "certificate", "masterRecovery", "none"));
    assertTrue(
        warnings.contains(
            "spark:tls: with spark:masterRecovery none, the master does not restart when the"
                + " certificate is renewed: delete its pod when no application runs"),
        warnings.toString());
  }

  @Test
  void warnsOfALoginForAnotherRegistry() {
    for (var registry : List.of("registry.example.com", "other.example.com:5000")) {
      var config =
          Recording.passed(
              Map.of(
                  "imageReference",
                  "registry.example.com/spark@sha256:" + "0".repeat(64),
                  "registry",
                  registry,
                  "registryUsername",
                  "robot",
                  "registryPassword",
                  "secret s3cret"));
      assertEquals(
          registry.startsWith("other")
              ? List.of(
                  "spark:registry: \"other.example.com:5000\" has no effect: the program uses"
                      + " spark:registryUsername to log in to registry.example.com, the registry of"
                      + " spark:imageReference")
              : List.of(),
          SettingsReader.read(config, "dev", folder).warnings());
    }
  }

  @Test
  void warnsOfKeysWithoutEffect() {
    var config =
        Recording.passed(
            Map.of(
                "dynamicAllocationMinExecutors",
                20,
                "dynamicAllocationMaxExecutors",
                4,
                "uiHost",
                "node-1.example.com"));
    assertEquals(
        List.of(
            "spark:uiHost: has no effect without spark:uiServiceType: NodePort",
            "spark:dynamicAllocationMinExecutors: has no effect without spark:dynamicAllocation: true",
            "spark:dynamicAllocationMaxExecutors: has no effect without spark:dynamicAllocation: true"),
        SettingsReader.read(config, "dev", folder).warnings());
  }

  @Test
  void warnsOfDriverKeysWithoutADriver() {
    var config =
        Recording.passed(
            Map.of(
                "driverMemory",
                "2g",
                "driverCpuRequest",
                "1",
                "driverStorage",
                "4Gi",
                "driverArguments",
                List.of(),
                "sparkConf",
                Map.of("spark.speculation", true)));
    assertEquals(
        List.of(
            "spark:driverMemory: has no effect: spark:driverJar is not set",
            "spark:driverCpuRequest: has no effect: spark:driverJar is not set",
            "spark:sparkConf: has no effect: spark:driverJar is not set"),
        SettingsReader.read(config, "dev", folder).warnings());
  }

  @Test
  void warnsOfWhatNoAuthenticationCosts() {
    assertEquals(
        List.of(
            "spark:authentication: with false, everybody who can connect to the master runs programs in the cluster's pods, and nothing is encrypted"),
        SettingsReader.read(Recording.passed(Map.of("authentication", false)), "dev", folder)
            .warnings());
  }

  @Test
  void warnsOfAVersionWhoseAesGcmIsFaulty() {
    assertEquals(
        List.of(
            "spark:sparkVersion: in this version, AES-GCM loses messages (SPARK-56227), so connections have AES-CTR, which does not find bytes that somebody changes on the way: use 4.0.4, 4.1.3 or a later version"),
        warningsOf(Map.of("sparkVersion", "4.1.2")));
    assertEquals(List.of(), warningsOf(Map.of("sparkVersion", "4.1.3")));
    assertEquals(List.of(), warningsOf(Map.of("sparkVersion", "4.1.2", "encryption", false)));
  }

  private List<String> warningsOf(Map<String, ?> config) {
    return SettingsReader.read(Recording.passed(config), "dev", folder).warnings();
  }

  @Test
  void aStackNameThatIsNoNamespaceIsAnError() {
    var error = Recording.errorOf(project, "Team_A", Map.of());
    assertTrue(error.contains("spark:namespace: \"spark-Team_A\" must be "), error);
  }
}
