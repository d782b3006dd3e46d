package sparkstack;

import com.google.gson.Gson;
import com.pulumi.test.Mocks.ResourceArgs;
import com.pulumi.test.Mocks.ResourceResult;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One run of the program: the resources that it asked for, and its outputs. */
public final class Recording {
  private final List<Manifest> manifests;
  private final Map<String, Object> outputs;

  private Recording(List<Manifest> manifests, Map<String, Object> outputs) {
    this.manifests = manifests;
    this.outputs = outputs;
  }

  /** Runs the program as stack {@code dev}; config values that are not texts become JSON. */
  public static Recording of(ProjectFolder project, Map<String, ?> config) {
    var mocks = new RecordingMocks();
    try {
      var result =
          program(config, options(project).stackName("dev"))
              .mocks(mocks)
              .build()
              .runTest(SparkStack::define)
              .throwOnError();
      var outputs = new HashMap<String, Object>();
      result.outputs().forEach((name, value) -> outputs.put(name, PulumiTest.extractValue(value)));
      return new Recording(inOrder(mocks.recorded), outputs);
    } finally {
      PulumiTest.cleanup();
    }
  }

  /**
   * The names of the outputs that a first preview knows.
   *
   * @throws RuntimeException if the program fails because something is not known yet
   */
  public static Set<String> outputsKnownToAFirstPreview(
      ProjectFolder project, Map<String, ?> config) {
    try {
      var result =
          program(config, options(project).stackName("dev").preview(true))
              .mocks(Recording::dryRun)
              .build()
              .runTest(SparkStack::define)
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

  /** What a user reads when the program ends with an error; empty if it does not. */
  public static String errorOf(ProjectFolder project, String stack, Map<String, ?> config) {
    try {
      var result =
          program(config, options(project).stackName(stack))
              .mocks(new RecordingMocks())
              .standardLogger(silent())
              .build()
              .runTest(SparkStack::define);
      return String.join("\n", result.errors());
    } finally {
      PulumiTest.cleanup();
    }
  }

  private static TestOptions.Builder options(ProjectFolder project) {
    return TestOptions.builder().projectName("spark").rootDirectory(project.root().toString());
  }

  /** Pulumi's public test interface has no way to set a config: the internal one is used here. */
  private static PulumiTestInternal.Builder program(
      Map<String, ?> config, TestOptions.Builder options) {
    return PulumiTestInternal.builder()
        .options(options.build())
        .config(asThePulumiCliPassesIt(config));
  }

  /** A new object, without an id or anything else that it only has once it exists. */
  private static CompletableFuture<ResourceResult> dryRun(ResourceArgs resource) {
    var state = new HashMap<String, Object>(resource.inputs);
    state.put("status", Map.of("loadBalancer", Map.of()));
    return CompletableFuture.completedFuture(ResourceResult.of(Optional.empty(), state));
  }

  private static Logger silent() {
    var logger = Logger.getAnonymousLogger();
    logger.setLevel(Level.OFF);
    return logger;
  }

  private static Map<String, String> asThePulumiCliPassesIt(Map<String, ?> config) {
    var passed = new HashMap<String, String>();
    config.forEach(
        (key, value) ->
            passed.put(
                "spark:" + key, value instanceof List<?> ? new Gson().toJson(value) : "" + value));
    return passed;
  }

  /** Resources are registered concurrently, in an order that means nothing. */
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

  /** The Kubernetes object of that kind and name. */
  public Manifest object(String kind, String name) {
    return kubernetesObjects().stream()
        .filter(manifest -> manifest.kind().equals(kind))
        .filter(manifest -> name.equals(manifest.at("metadata.name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + kind + " " + name + " in " + manifests));
  }

  /** The docker image. */
  public Manifest image() {
    return manifests.stream()
        .filter(manifest -> manifest.type().equals("docker:index/image:Image"))
        .findFirst()
        .orElseThrow();
  }

  public Object output(String name) {
    return outputs.get(name);
  }

  public Map<String, Object> outputs() {
    return outputs;
  }
}
