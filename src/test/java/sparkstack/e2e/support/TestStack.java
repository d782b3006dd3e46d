package sparkstack.e2e.support;

import com.google.gson.Gson;
import com.pulumi.automation.AutomationException;
import com.pulumi.automation.DestroyOptions;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.PreviewOptions;
import com.pulumi.automation.StackDeployment;
import com.pulumi.automation.UpOptions;
import com.pulumi.automation.UpdateOptions;
import com.pulumi.automation.WorkspaceStack;
import com.pulumi.automation.events.DiagnosticEvent;
import com.pulumi.automation.events.EngineEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import sparkstack.Manifest;

/** A stack that tests use like its users: they edit its file and run Pulumi's commands. */
public final class TestStack {
  /**
   * The jobs of the tests end before code of the optimizing compiler pays off. Without it, driver
   * and executors use half of the CPU time.
   */
  private static final Map<String, String> SHORT_JOBS =
      Map.of(
          "spark.driver.defaultJavaOptions",
          "-XX:TieredStopAtLevel=1",
          "spark.executor.defaultJavaOptions",
          "-XX:TieredStopAtLevel=1");

  private final String name;
  private final TestProject project;
  private final Path file;
  private final Path log;
  private final WorkspaceStack stack;
  private final List<SparkNamespace> namespaces;

  /** The events of the last command. */
  private List<EngineEvent> events = List.of();

  private TestStack(
      TestProject project, String name, WorkspaceStack stack, List<SparkNamespace> namespaces) {
    this.project = project;
    this.name = name;
    this.file = project.stackFile(name);
    this.log = project.log(name);
    this.stack = stack;
    this.namespaces = namespaces;
  }

  /**
   * Creates a stack of the packaged program, with the config of the committed stack {@code dev} and
   * a {@code sparkConf} for short jobs, and deploys nothing.
   *
   * <p>Its namespace is {@code spark-NAME}. Leftovers of a killed run in it are deleted.
   */
  public static TestStack create(String name) throws AutomationException, IOException {
    return create(TestProject.current(), name, List.of("spark-" + name))
        .set("sparkConf", SHORT_JOBS);
  }

  /**
   * Creates a stack of any project, with the config of its committed stack {@code dev}.
   *
   * @param namespaces namespaces of the stack, which are deleted before and after the tests
   */
  public static TestStack create(TestProject project, String name, List<String> namespaces)
      throws AutomationException, IOException {
    var config = new TreeMap<>(project.devConfig());
    TestProject.writeYaml(project.stackFile(name), Map.of("config", config));
    var made = open(project, name, namespaces.stream().map(SparkNamespace::new).toList());
    made.namespaces.forEach(SparkNamespace::delete);
    return made;
  }

  /**
   * The same stack, with its state and a copy of its config, run by another version of the program.
   */
  TestStack runBy(TestProject other) throws AutomationException, IOException {
    TestProject.writeYaml(other.stackFile(name), TestProject.readYaml(file));
    return open(other, name, namespaces);
  }

  private static TestStack open(TestProject project, String name, List<SparkNamespace> namespaces)
      throws AutomationException {
    var options =
        LocalWorkspaceOptions.builder()
            // Replaces the backend and the stack of the local environment. Other variables are
            // inherited.
            .environmentVariables(
                Map.of("PULUMI_BACKEND_URL", project.backend(), "PULUMI_STACK", name))
            .build();
    var stack = LocalWorkspace.createOrSelectStack(name, project.folder(), options);
    return new TestStack(project, name, stack, namespaces);
  }

  public String name() {
    return name;
  }

  /** The first or only namespace. */
  public SparkNamespace namespace() {
    return namespaces.get(0);
  }

  List<SparkNamespace> namespaces() {
    return namespaces;
  }

  /** Sets a key of the program's config in the stack file. */
  public TestStack set(String key, Object value) {
    return edit(config -> config.put(project.name() + ":" + key, value));
  }

  /** Removes the data volume and the driver from the config: only master and workers remain. */
  public TestStack clusterOnly() {
    return set("dataVolumeSize", "").set("driverJar", "").set("driverClass", "");
  }

  /** Removes a key, like {@code pulumi config rm}. */
  public TestStack unset(String key) {
    return edit(config -> config.remove(project.name() + ":" + key));
  }

  /** Changes the config in the stack file, whose keys have the namespace of the project. */
  public TestStack edit(Consumer<Map<String, Object>> edit) {
    try {
      var content = TestProject.readYaml(file);
      var config = new TreeMap<>(Manifest.object(content.get("config")));
      edit.accept(config);
      content.put("config", config);
      TestProject.writeYaml(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Runs a command of the Pulumi CLI that the Automation API does not support; it must succeed. */
  public String pulumi(String... arguments) throws IOException, InterruptedException {
    return pulumiIn(Map.of(), arguments);
  }

  /** Runs a command of the Pulumi CLI with other values of environment variables. */
  public String pulumiIn(Map<String, String> shell, String... arguments)
      throws IOException, InterruptedException {
    append("$ pulumi " + String.join(" ", arguments));
    var output = command(shell, arguments).run();
    append(output);
    return output;
  }

  /** Starts the command that {@link #pulumi} runs, in a session of its own. */
  public Session start(String... arguments) throws IOException {
    append("$ pulumi " + String.join(" ", arguments));
    return Session.start(command(Map.of(), arguments), log);
  }

  private Command command(Map<String, String> shell, String... arguments) {
    var environment = new TreeMap<>(stack.workspace().environmentVariables());
    environment.putAll(shell);
    return Command.of("pulumi")
        .and(arguments)
        .and("--stack", name, "--cwd", file.getParent().toString())
        .and("--non-interactive", "--color", "never")
        .withEnvironment(environment);
  }

  /** Removes the locks of killed Pulumi processes, as the targets of the Makefile do. */
  public void removeDeadLocks() throws IOException, InterruptedException {
    append(DeadLocks.remove(project.data(), name));
  }

  /** The complete state, with secrets in plain text. */
  public String state() throws IOException, InterruptedException {
    return pulumi("stack", "export", "--show-secrets");
  }

  /** Replaces the state of the stack, with {@code pulumi stack import}. */
  public void setState(String state) throws IOException, InterruptedException {
    var exported = Files.createTempFile("state", ".json");
    try {
      Files.writeString(exported, state);
      pulumi("stack", "import", "--file", exported.toString());
    } finally {
      Files.delete(exported);
    }
  }

  /** The content of the stack file. */
  public String config() throws IOException {
    return Files.readString(file);
  }

  public Changes preview() throws AutomationException {
    stack.preview(logged("preview", PreviewOptions.builder()).build());
    return Changes.of(events);
  }

  public Changes up() throws AutomationException {
    stack.up(logged("up", UpOptions.builder()).build());
    return Changes.of(events);
  }

  /** Runs {@code pulumi preview --expect-no-changes}. */
  public void previewExpectingNoChanges() throws AutomationException {
    var options = PreviewOptions.builder().expectNoChanges(true);
    stack.preview(logged("preview --expect-no-changes", options).build());
  }

  /** Runs {@code pulumi up --expect-no-changes}. */
  public void upExpectingNoChanges() throws AutomationException {
    var options = UpOptions.builder().expectNoChanges(true);
    stack.up(logged("up --expect-no-changes", options).build());
  }

  /** Runs {@code pulumi up --target}, for the resources whose URN matches the pattern. */
  public void up(String target) throws AutomationException {
    var options = UpOptions.builder().targets(List.of(target));
    stack.up(logged("up --target " + target, options).build());
  }

  public void destroy() throws AutomationException {
    stack.destroy(logged("destroy", DestroyOptions.builder()).build());
  }

  /** The value of an output, as {@code pulumi stack output} prints it. */
  public String output(String name) throws AutomationException {
    var output = stack.getOutputs().get(name);
    if (output == null) {
      throw new AssertionError("The stack has no output " + name);
    }
    return String.valueOf(output.value());
  }

  /** The resources in the stack's state, without the stack itself. */
  public List<Map<String, Object>> resources() throws AutomationException {
    var resources = stack.exportStack().deployment().get("resources");
    return resources instanceof List<?> list
        ? list.stream()
            .map(Manifest::object)
            .filter(resource -> !"pulumi:pulumi:Stack".equals(resource.get("type")))
            .toList()
        : List.of();
  }

  /**
   * Operations that the state has as begun and not as ended, such as {@code "creating URN"}. Pulumi
   * forgets a pending operation with the next update, but keeps a pending creation.
   */
  public List<String> pendingOperations() throws AutomationException {
    var operations = stack.exportStack().deployment().get("pending_operations");
    return operations instanceof List<?> list
        ? list.stream()
            .map(Manifest::object)
            .map(it -> it.get("type") + " " + Manifest.object(it.get("resource")).get("urn"))
            .toList()
        : List.of();
  }

  /** Removes all resources from the stack's state, as if no update had ever written to it. */
  public void forgetResources() throws AutomationException {
    var exported = stack.exportStack();
    var deployment = new TreeMap<>(exported.deployment());
    deployment.put("resources", List.of());
    var emptied = Map.of("version", exported.version(), "deployment", deployment);
    stack.importStack(StackDeployment.fromJson(new Gson().toJson(emptied)));
  }

  /** The only resource of a type in the stack's state. */
  public Map<String, Object> resource(String type) throws AutomationException {
    return resources().stream()
        .filter(resource -> type.equals(resource.get("type")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("The stack has no " + type));
  }

  /** The error messages of the last command. */
  public List<String> errors() {
    return events.stream()
        .map(EngineEvent::diagnosticEvent)
        .filter(Objects::nonNull)
        .filter(diagnostic -> "error".equals(diagnostic.severity()))
        .map(DiagnosticEvent::message)
        .toList();
  }

  /** The reason of the driver's failure in the errors of the last command: its first line. */
  public String driverFailure() {
    var error =
        errors().stream()
            .filter(it -> it.startsWith("Job spark-driver in namespace"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No error of the Job in " + errors()));
    return error.lines().skip(1).findFirst().orElse("");
  }

  /** Pulumi's complete output. */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Destroys the stack if it has resources, and deletes its namespaces even if Pulumi fails. */
  public void clear() throws Exception {
    try {
      if (!resources().isEmpty()) {
        destroy();
      }
    } finally {
      namespaces.forEach(SparkNamespace::delete);
      stack.close();
    }
  }

  private <B extends UpdateOptions.Builder<B>> B logged(String command, B options) {
    events = Collections.synchronizedList(new ArrayList<>());
    append("$ pulumi " + command);
    return options
        .color("never")
        .onEvent(events::add)
        .onStandardOutput(this::append)
        .onStandardError(this::append);
  }

  private synchronized void append(String line) {
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
