package sparkstack;

import com.google.gson.Gson;
import com.pulumi.Context;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import pulumirpc.Resource.RegisterResourceRequest;
import sparkstack.await.Readiness;
import sparkstack.config.StackConfig;
import sparkstack.preflight.Preflight;

/** One run of the program: the resources that it registered, and its outputs. */
public final class Recording {
  /** A config with which the program creates each optional object. */
  public static final Map<String, Object> EVERYTHING =
      Map.of(
          "imageReference", "registry.example.com/spark:4.3.0",
          "registryUsername", "robot",
          "registryPassword", "secret s3cret",
          "dataVolumeSize", "1Gi",
          "masterRecoveryStorageClass", "fast",
          "uiIngressHost", "spark.example.com",
          "workerMaxReplicas", 3,
          "driverJar", "local:///app.jar",
          "driverClass", "example.Main");

  private static final String SECRET = "secret ";

  private final List<Manifest> manifests;
  private final List<RegisterResourceRequest> registrations;
  private final Map<String, Object> outputs;

  private Recording(
      List<Manifest> manifests,
      List<RegisterResourceRequest> registrations,
      Map<String, Object> outputs) {
    this.manifests = manifests;
    this.registrations = registrations;
    this.outputs = outputs;
  }

  /**
   * Runs the program as stack {@code dev}. Config values that are not strings become JSON.
   *
   * @param config keys without a namespace are the program's own
   */
  public static Recording of(ProjectFolder project, Map<String, ?> config) {
    return of(
        options(project),
        context -> SparkStack.define(context, passed(config), Preflight.none(), Readiness.none()));
  }

  /** Runs the program as the given stack. */
  public static Recording of(ProjectFolder project, String stack, StackConfig config) {
    return run(
        options(project).stackName(stack),
        context -> SparkStack.define(context, config, Preflight.none(), Readiness.none()));
  }

  /**
   * Runs any program as stack {@code dev}.
   *
   * @param options project name and root folder
   */
  public static Recording of(TestOptions.Builder options, Consumer<Context> program) {
    return run(options.stackName("dev"), program);
  }

  private static Recording run(TestOptions.Builder options, Consumer<Context> program) {
    var mocks = new RecordingMocks();
    var monitor = new RecordingMonitor(mocks);
    try {
      var result =
          program(options)
              .mocks(mocks)
              .monitorDecorator(original -> monitor)
              .build()
              .runTest(program)
              .throwOnError();
      var outputs = new HashMap<String, Object>();
      result.outputs().forEach((name, value) -> outputs.put(name, PulumiTest.extractValue(value)));
      return new Recording(inOrder(mocks.recorded), monitor.registrations, outputs);
    } finally {
      PulumiTest.cleanup();
    }
  }

  /**
   * The names of the outputs that are known in a first preview.
   *
   * @throws RuntimeException if the program fails because a value is unknown
   */
  public static Set<String> outputsKnownToAFirstPreview(
      ProjectFolder project, Map<String, ?> config) {
    try {
      var result =
          program(options(project).stackName("dev").preview(true))
              .mocks(new DryRunMocks())
              .build()
              .runTest(
                  context ->
                      SparkStack.define(
                          context, passed(config), Preflight.none(), Readiness.none()))
              .throwOnError();
      var known = new TreeSet<String>();
      result
          .outputs()
          .forEach(
              (name, value) -> {
                if (PulumiTestInternal.extractOutputData(value).isKnown()) {
                  known.add(name);
                }
              });
      return known;
    } finally {
      PulumiTest.cleanup();
    }
  }

  /** The error message of the program for the user; empty if the program succeeds. */
  public static String errorOf(ProjectFolder project, String stack, Map<String, ?> config) {
    return errorOf(
        options(project).stackName(stack),
        context -> SparkStack.define(context, passed(config), Preflight.none(), Readiness.none()));
  }

  /**
   * The error message of any program for the user; empty if the program succeeds.
   *
   * @param options names of project and stack, and the root folder
   */
  public static String errorOf(TestOptions.Builder options, Consumer<Context> program) {
    return String.join("\n", errorsOf(options, new RecordingMocks(), program));
  }

  /** The error messages of the stack {@code dev}, whose engine answers like the mocks. */
  static List<String> errorsOf(ProjectFolder project, Mocks mocks, Consumer<Context> program) {
    return errorsOf(options(project).stackName("dev"), mocks, program);
  }

  private static List<String> errorsOf(
      TestOptions.Builder options, Mocks mocks, Consumer<Context> program) {
    try {
      return program(options)
          .mocks(mocks)
          .standardLogger(silent())
          .build()
          .runTest(program)
          .errors();
    } finally {
      PulumiTest.cleanup();
    }
  }

  private static TestOptions.Builder options(ProjectFolder project) {
    return TestOptions.builder().projectName("spark").rootDirectory(project.root().toString());
  }

  /** Only Pulumi's internal test interface can silence its logger. */
  private static PulumiTestInternal.Builder program(TestOptions.Builder options) {
    return PulumiTestInternal.builder().options(options.build());
  }

  private static Logger silent() {
    var logger = Logger.getAnonymousLogger();
    logger.setLevel(Level.OFF);
    return logger;
  }

  /**
   * A config as the Pulumi CLI passes it.
   *
   * @param config values by keys without namespace; a value that starts with "secret " is a secret
   */
  public static StackConfig passed(Map<String, ?> config) {
    var values = new HashMap<String, String>();
    var secretKeys = new HashSet<String>();
    config.forEach(
        (name, value) -> {
          var key = name.contains(":") ? name : "spark:" + name;
          var text =
              value instanceof List<?> || value instanceof Map<?, ?>
                  ? new Gson().toJson(value)
                  : String.valueOf(value);
          if (text.startsWith(SECRET)) {
            secretKeys.add(key);
          }
          values.put(key, text.startsWith(SECRET) ? text.substring(SECRET.length()) : text);
        });
    return new StackConfig(values, secretKeys);
  }

  /** Sorts the resources, which are registered concurrently and in random order. */
  private static List<Manifest> inOrder(List<Manifest> manifests) {
    return manifests.stream()
        .sorted(Comparator.comparing(Manifest::type).thenComparing(Manifest::name))
        .toList();
  }

  public List<Manifest> all() {
    return manifests;
  }

  /** Every Kubernetes object, without the providers. */
  public List<Manifest> kubernetesObjects() {
    return manifests.stream().filter(Manifest::isKubernetesObject).toList();
  }

  /** Every object with a pod template. */
  public List<Manifest> workloads() {
    return manifests.stream()
        .filter(manifest -> manifest.at("spec.template.spec") != null)
        .toList();
  }

  /** The Kubernetes object of the given kind and name. */
  public Manifest object(String kind, String name) {
    return kubernetesObjects().stream()
        .filter(manifest -> manifest.kind().equals(kind))
        .filter(manifest -> name.equals(manifest.at("metadata.name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + kind + " " + name + " in " + manifests));
  }

  /** The registration of a resource: its parent, its aliases and its other options. */
  public RegisterResourceRequest registration(String type, String name) {
    return registrations.stream()
        .filter(it -> it.getType().equals(type) && it.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + type + " " + name));
  }

  /** A file of a role's ConfigMap. The name of the ConfigMap depends on its content. */
  public String file(String component, String file) {
    var configMap =
        kubernetesObjects().stream()
            .filter(manifest -> manifest.kind().equals("ConfigMap"))
            .filter(
                manifest -> ((String) manifest.at("metadata.name")).contains("-" + component + "-"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No ConfigMap of " + component));
    return (String) Manifest.object(configMap.at("data")).get(file);
  }

  /** The lines of a role's properties file. */
  public List<String> properties(String component) {
    return file(component, "spark.conf").lines().toList();
  }

  /** The docker image. */
  public Manifest image() {
    return manifests.stream()
        .filter(manifest -> manifest.type().equals("docker:index/image:Image"))
        .findFirst()
        .orElseThrow();
  }

  /** The URNs of the resources. */
  public Urns urns() {
    return Urns.of(registrations);
  }

  public Object output(String name) {
    return outputs.get(name);
  }

  public Map<String, Object> outputs() {
    return outputs;
  }
}
