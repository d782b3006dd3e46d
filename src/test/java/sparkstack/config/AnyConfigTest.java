package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.pulumi.exceptions.RunException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.yaml.snakeyaml.Yaml;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

/** For any config, the program either makes resources or reports config errors. */
class AnyConfigTest {
  private static final List<String> KEYS = StackKeys.ALL.stream().map(Key::name).toList();

  /** Makes the tries the same each time, so that a build fails only because of its change. */
  private static final String SEED = "4300";

  /** Strings with a meaning in the config, in YAML or in JSON, and strings at limits. */
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          ".",
          "0",
          "1",
          "-1",
          "4",
          "1e9",
          "1e400",
          "99999999999999999999",
          "2147483648",
          "0.30000000000000000000000000000000000001",
          "true",
          "null",
          "NaN",
          "512m",
          "1g",
          "2gb",
          "9999999999t",
          "10Gi",
          "999999999999Pi",
          "{",
          "[",
          "[]",
          "{}",
          "[[]]",
          "[1e400, -0, 1e-999999999]",
          "{a: 1, a: 2}",
          "spark",
          "default",
          "local:///a.jar",
          "local:///a\u0000.jar",
          "a/b.jar",
          "a\u0000.jar",
          "\u00fc/\u65e5\u672c.jar",
          "../../b.jar",
          "a.b.C",
          "a..b",
          "/",
          "/opt/../tmp",
          "NodePort",
          "2.4.8",
          "3.5.9",
          "4.3.0",
          "9999.9999.9999-x",
          "%s %d %1$s",
          "\\ $1 \\u",
          "$(POD_IP)",
          "registry.example.com/spark:latest",
          "\u0000",
          "\u0085\u2028\r\n",
          "\uD800",
          "\u00fcn\u00efc\u00f6d\u00e9 \uD83D\uDE80");

  /** A valid pod with most of the fields that the user can set. */
  private static final String POD =
      new Gson()
          .toJson(
              new Yaml()
                  .<Object>load(
                      """
      {labels: {team: data, app.kubernetes.io/part-of: lakehouse},
       annotations: {"example.org/owner": me},
       nodeSelector: {disk: ssd, node.kubernetes.io/instance-type: m5.2xlarge, "example.org/Spark": ""},
       priorityClassName: high,
       tolerations: [{operator: Exists}, {key: example.org/gpu, effect: NoSchedule},
         {key: spot, operator: Equal, value: "1", effect: NoExecute, tolerationSeconds: 9}],
       affinity: {
         nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [
           {matchExpressions: [{key: disk, operator: In, values: [ssd]},
             {key: cores, operator: Gt, values: ["8"]}, {key: gpu, operator: DoesNotExist}]},
           {matchFields: [{key: metadata.name, operator: NotIn, values: [node-1.example.org]}]}]}},
         podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [
           {weight: 1, podAffinityTerm: {topologyKey: host, labelSelector: {matchLabels: {a: b}}}},
           {weight: 100, podAffinityTerm: {topologyKey: kubernetes.io/hostname, namespaces: [data],
             labelSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b, ""]}]}}}]}},
       topologySpreadConstraints: [
         {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 1,
           nodeTaintsPolicy: Honor, labelSelector: {matchExpressions: [{key: a, operator: Exists}]}}],
       volumes: [
         {name: scratch, emptyDir: {medium: Memory, sizeLimit: 1Gi}},
         {name: rest, emptyDir: {medium: "", sizeLimit: 1.5e9}}, {name: huge, emptyDir: {medium: HugePages-2Mi}},
         {name: plain, emptyDir: {sizeLimit: 1048576}}, {name: claim, persistentVolumeClaim: {claimName: a.b-1}},
         {name: keys, secret: {secretName: a.keys, defaultMode: 0400, optional: true}},
         {name: files, configMap: {name: files, items: [{key: a, path: b/..c, mode: 420}]}},
         {name: all, projected: {sources: [{secret: {name: s}}, {downwardAPI: {items: [
           {path: labels, fieldRef: {fieldPath: metadata.labels}}]}}]}},
         {name: fast, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce],
           resources: {requests: {storage: 1Gi}}, dataSourceRef: {kind: PersistentVolumeClaim, name: b}}}}},
         {name: driver, csi: {driver: d, readOnly: true, volumeAttributes: {a: b}}}],
       volumeMounts: [{name: scratch, mountPath: /scratch, subPath: a/b, readOnly: false,
         mountPropagation: HostToContainer}],
       env: [{name: TZ, value: UTC}, {name: KEY, valueFrom: {secretKeyRef: {name: s.a, key: _K.k-1}}},
         {name: MIB, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}},
         {name: EMPTY, value: "", valueFrom: {configMapKeyRef: {name: c, key: .k}}},
         {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: "1"}}}],
       envFrom: [{prefix: A_, configMapRef: {name: files, optional: true}}],
       initContainers: [
         {name: fetch, image: "registry.example.com/fetch:1", imagePullPolicy: Always, command: [fetch], args: [/scratch, 1],
           env: [{name: N, value: 1}], resources: {limits: {cpu: 1, memory: 64Mi}}, workingDir: /,
           volumeMounts: [{name: scratch, mountPath: /in}, {name: tmp, mountPath: /tmp}, {name: config, mountPath: /etc/spark}],
           securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}},
         {name: ship, restartPolicy: Always, command: [sleep, infinity], ports: [{containerPort: 9100, name: metrics}],
           lifecycle: {preStop: {exec: {command: [sleep, "1"]}}}, volumeDevices: [{name: claim, devicePath: /dev/b}],
           readinessProbe: {httpGet: {path: /, port: metrics, scheme: HTTP}, periodSeconds: 5},
           startupProbe: {tcpSocket: {port: 9100}, failureThreshold: 9}, livenessProbe: {grpc: {port: 9100}},
           securityContext: {allowPrivilegeEscalation: false, runAsUser: 1234, seccompProfile: {type: RuntimeDefault},
             readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}}],
       hostAliases: [{ip: 192.0.2.10, hostnames: [db, db.example.org]}, {ip: "2001:db8::1", hostnames: [six]}],
       dnsPolicy: None,
       dnsConfig: {nameservers: [192.0.2.53], searches: [example.org], options: [{name: ndots, value: "2"}, {name: edns0}]},
       hostname: spark, subdomain: pods, setHostnameAsFQDN: false, hostUsers: true, shareProcessNamespace: true,
       hostNetwork: false, hostPID: false, hostIPC: false, os: {name: linux}, nodeName: node-1.example.org,
       preemptionPolicy: Never, priority: 10, runtimeClassName: gvisor, schedulerName: my-scheduler,
       overhead: {cpu: 10m, memory: 10Mi}, terminationGracePeriodSeconds: 60,
       readinessGates: [{conditionType: example.org/ready}], schedulingGates: [{name: example.org/gate}],
       resourceClaims: [{name: gpu, resourceClaimTemplateName: gpus}, {name: old, source: {resourceClaimName: one}}],
       resources: {limits: {nvidia.com/gpu: 1, hugepages-2Mi: 64Mi}, requests: {nvidia.com/gpu: 1}, claims: [{name: gpu}]},
       resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}],
       securityContext: {runAsUser: 2000, runAsGroup: 2000, fsGroup: 0, fsGroupChangePolicy: Always, runAsNonRoot: true,
         supplementalGroups: [3000], seLinuxOptions: {level: "s0:c123,c456", type: container_t},
         seccompProfile: {type: Localhost, localhostProfile: spark.json},
         sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "80"}],
         allowPrivilegeEscalation: false, privileged: false, procMount: Default, readOnlyRootFilesystem: false,
         capabilities: {add: [NET_BIND_SERVICE]}},
       command: [/usr/bin/tini, --, /scratch/wrap], workingDir: /tmp, stdin: false, stdinOnce: false, tty: false,
       lifecycle: {postStart: {exec: {command: [touch, /tmp/started]}}, preStop: {httpGet: {port: http, path: /}}},
       volumeDevices: [{name: claim, devicePath: /dev/a}]}
      """));

  private static final int POD_PARTS = parts(JsonParser.parseString(POD));

  @Example
  void aPodWithMostFieldsIsAccepted() {
    var config = new HashMap<String, Object>();
    config.put("workerDecommissionSeconds", 0); // it uses the hook preStop
    for (var role : List.of("master", "worker", "driver")) {
      config.put(role + "Pod", POD);
    }
    assertEquals("", Recording.errorOf(new ProjectFolder(Path.of(".")), "dev", config));
  }

  @Property(tries = 600, seed = SEED, edgeCases = EdgeCasesMode.NONE)
  void anyConfigIsAcceptedOrHasErrors(@ForAll("configs") StackConfig config) {
    try {
      SettingsReader.read(config, "dev", Path.of("."));
    } catch (RunException e) {
      assertReportsConfigErrors(e.getMessage(), "spark:");
    }
  }

  @Property(tries = 150, seed = SEED, edgeCases = EdgeCasesMode.NONE)
  void anyConfigOfSeveralClustersIsAcceptedOrHasErrors(@ForAll("clusters") StackConfig config) {
    try {
      new ClustersReader(config, "app", "dev", Path.of(".")).read("one", "other");
    } catch (RunException e) {
      assertReportsConfigErrors(e.getMessage(), "app:");
    }
  }

  /** A config without errors makes resources. */
  @Property(tries = 60, seed = SEED, edgeCases = EdgeCasesMode.NONE)
  void aConfigWithoutErrorsMakesResources(@ForAll("plausible") Map<String, Object> config) {
    var error = Recording.errorOf(new ProjectFolder(Path.of(".")), "dev", config);
    if (!error.isEmpty()) {
      assertReportsConfigErrors(error, "spark:");
    }
  }

  private static void assertReportsConfigErrors(String message, String prefix) {
    var lines = message.lines().toList();
    assertTrue(lines.get(0).equals("The stack's config is wrong:"), message);
    assertTrue(lines.size() > 1, message);
    for (var line : lines.subList(1, lines.size())) {
      assertTrue(line.startsWith("  " + prefix), message);
    }
  }

  @Provide
  Arbitrary<StackConfig> configs() {
    var unknown = Arbitraries.strings().ofMinLength(1).ofMaxLength(12);
    var keys = Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(KEYS)), Tuple.of(1, unknown));
    var values = Arbitraries.maps(keys.map(key -> "spark:" + key), values()).ofMaxSize(12);
    var pods =
        Arbitraries.maps(
                Arbitraries.of("spark:masterPod", "spark:workerPod", "spark:driverPod"), pods())
            .ofMaxSize(2);
    return Combinators.combine(values, pods)
        .as(AnyConfigTest::together)
        .flatMap(AnyConfigTest::withSecrets);
  }

  /** Maps for an image and two clusters, and other values in their place. */
  @Provide
  Arbitrary<StackConfig> clusters() {
    var settings =
        Arbitraries.maps(Arbitraries.of(KEYS), Arbitraries.oneOf(values(), pods()).asGeneric())
            .ofMaxSize(8)
            .map(new Gson()::toJson);
    var values =
        Arbitraries.frequencyOf(
            Tuple.of(6, settings),
            Tuple.of(1, json(3).map(new Gson()::toJson)),
            Tuple.of(1, values()));
    return Combinators.combine(values, values, values)
        .as((image, one, other) -> Map.of("app:image", image, "app:one", one, "app:other", other))
        .flatMap(AnyConfigTest::withSecrets);
  }

  private static Arbitrary<StackConfig> withSecrets(Map<String, String> values) {
    return Arbitraries.of(true, false)
        .list()
        .ofSize(values.size())
        .map(
            secret -> {
              var keys = new TreeSet<String>();
              var which = secret.iterator();
              // Sorted, so that the seed determines which keys are secret.
              new TreeSet<>(values.keySet())
                  .stream().filter(key -> which.next()).forEach(keys::add);
              return new StackConfig(values, keys);
            });
  }

  private static Map<String, String> together(Map<String, String> one, Map<String, String> other) {
    var all = new TreeMap<>(one);
    all.putAll(other);
    return all;
  }

  /** Strings and other values of a stack's file, as Pulumi passes them on. */
  private static Arbitrary<String> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.of(WORDS)),
        Tuple.of(2, Arbitraries.strings().ofMaxLength(20)),
        Tuple.of(2, Arbitraries.strings().ascii().ofMaxLength(20)),
        Tuple.of(1, repeated("a.", "a/", "a-", "a", "9", " ", "\u00fc", "[", "{a:", "a:/")),
        Tuple.of(1, nested()),
        Tuple.of(6, json(3).map(new Gson()::toJson)));
  }

  private static Arbitrary<String> repeated(String... parts) {
    return Combinators.combine(
            Arbitraries.of(parts),
            Arbitraries.integers().between(1, 20_000),
            Arbitraries.of("", "a", ".jar", "]"))
        .as((part, times, end) -> part.repeat(times) + end);
  }

  private static Arbitrary<String> nested() {
    return Combinators.combine(
            Arbitraries.of("[", "{\"spark.a\":", "{\"affinity\":[", "{\"tolerations\":"),
            Arbitraries.of(1, 10, 31, 32, 33, 100, 250, 1000, 10_000))
        .as(
            (open, levels) ->
                open.repeat(levels)
                    + "1"
                    + open.replaceAll("[^\\[{]", "")
                        .replace("{[", "]}")
                        .replace('[', ']')
                        .replace('{', '}')
                        .repeat(levels));
  }

  private static Arbitrary<Object> json(int depth) {
    var leaf =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS).asGeneric(),
            Arbitraries.integers().asGeneric(),
            Arbitraries.bigDecimals().asGeneric(),
            Arbitraries.of(new BigDecimal("1e400"), new BigDecimal("1e-400")).asGeneric(),
            Arbitraries.of(true, false).asGeneric(),
            Arbitraries.just((Object) null));
    if (depth == 0) {
      return leaf;
    }
    var names =
        Arbitraries.of(
            "tolerations",
            "affinity",
            "labels",
            "env",
            "volumes",
            "volumeMounts",
            "name",
            "value",
            "mountPath",
            "podSelector",
            "ipBlock",
            "cidr",
            "except",
            "ports",
            "endPort",
            "spark.a",
            "spark.executor.memory",
            "spark.hadoop.secret",
            "root",
            "org.apache.spark",
            "",
            ".",
            "\u0000",
            "x");
    return Arbitraries.oneOf(
        leaf,
        json(depth - 1).list().ofMaxSize(3).asGeneric(),
        Arbitraries.maps(names, json(depth - 1)).ofMaxSize(3).asGeneric());
  }

  /** {@link #POD} with one of its parts replaced. */
  private static Arbitrary<String> pods() {
    return Combinators.combine(
            Arbitraries.integers().between(0, POD_PARTS), json(2).map(new Gson()::toJsonTree))
        .as(
            (part, other) ->
                replaced(JsonParser.parseString(POD), new AtomicInteger(part), other).toString());
  }

  private static int parts(JsonElement json) {
    return 1 + inner(json).stream().mapToInt(AnyConfigTest::parts).sum();
  }

  private static List<JsonElement> inner(JsonElement json) {
    if (json.isJsonObject()) {
      return List.copyOf(json.getAsJsonObject().asMap().values());
    }
    return json.isJsonArray() ? json.getAsJsonArray().asList() : List.of();
  }

  /** Replaces the part that comes after {@code others} other parts. */
  private static JsonElement replaced(JsonElement json, AtomicInteger others, JsonElement other) {
    if (others.getAndDecrement() == 0) {
      return other;
    }
    if (json.isJsonObject()) {
      json.getAsJsonObject().asMap().replaceAll((name, it) -> replaced(it, others, other));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().asList().replaceAll(it -> replaced(it, others, other));
    }
    return json;
  }

  /** Mostly valid configs: examples of the reference, defaults and other values. */
  @Provide
  Arbitrary<Map<String, Object>> plausible() {
    var entries =
        Arbitraries.of(StackKeys.ALL)
            .flatMap(
                setting ->
                    Arbitraries.oneOf(
                            example(setting), Arbitraries.just(setting.form().defaultText()))
                        .map(value -> Map.entry(setting.name(), value)));
    return entries.list().ofMaxSize(14).map(AnyConfigTest::together);
  }

  private static Arbitrary<Object> example(Key<?> setting) {
    if (setting.name().endsWith("Pod")) {
      return Arbitraries.oneOf(Arbitraries.just(POD), pods()).asGeneric();
    } else if (setting.name().equals("labels")) {
      return entries(List.of("team", "example.org/team"), List.of("", "data", "a_B.c-1", "a b"));
    } else if (setting.name().endsWith("LogLevels")) {
      return entries(List.of("root", "a.B", "$x"), List.of("off", "info", "all"));
    } else if (setting.form().type().equals("map")) {
      return entries(
          List.of("spark.a", "spark.executor.extraJavaOptions", "spark.-_."),
          List.of(
              "",
              "1",
              " a=b #c ",
              "$(POD_IP) ${x}",
              "\\u0041 \\",
              "\u00fc \uD83D\uDE80",
              "\u0000"));
    }
    if (setting.form() instanceof Form.Objects) {
      return Arbitraries.of("[]", setting.form().example())
          .map(text -> new Gson().toJson(new Yaml().<Object>load(text)));
    }
    return Arbitraries.just(
        switch (setting.form().type()) {
          case "list" -> List.of(setting.form().example().replaceAll("[\\[\\]]", ""));
          case "secret" -> "secret s3cret";
          default -> setting.form().example();
        });
  }

  private static Arbitrary<Object> entries(List<String> names, List<String> values) {
    return Arbitraries.maps(Arbitraries.of(names), Arbitraries.of(values)).asGeneric();
  }

  private static Map<String, Object> together(List<Map.Entry<String, Object>> entries) {
    var config = new TreeMap<String, Object>();
    entries.forEach(entry -> config.put(entry.getKey(), entry.getValue()));
    return config;
  }
}
