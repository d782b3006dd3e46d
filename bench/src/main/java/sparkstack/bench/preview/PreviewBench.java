package sparkstack.bench.preview;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import sparkstack.bench.BenchException;
import sparkstack.bench.Commands;
import sparkstack.bench.Figure;
import sparkstack.bench.Progress;
import sparkstack.bench.Turns;

/** Measures how long Pulumi takes with the packaged program, with Maven, and with Pulumi YAML. */
public final class PreviewBench {
  private static final Duration DELETION_LIMIT = Duration.ofMinutes(5);

  private static final String NOTES =
      """
      Medians of %d runs, in turn, after one run that was not measured. The stack is deployed, and no run changes
      it: preview is `pulumi preview`, up is `pulumi up --skip-preview`. Pulumi YAML has the same %d resources, with the
      inputs, providers, order and timeouts in Pulumi's export of the Java program's stack.""";

  private final Options options;
  private final Pulumi pulumi;
  private final Workspace workspace;
  private final Times times = new Times();

  private PreviewBench(Options options, Pulumi pulumi, Workspace workspace) {
    this.options = options;
    this.pulumi = pulumi;
    this.workspace = workspace;
  }

  public static void main(String[] arguments) {
    try {
      run(Options.parse(arguments));
    } catch (BenchException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options) {
    Progress.tell("Removing leftovers of an earlier bench");
    removeNamespaces();
    Workspace workspace = Workspace.create(options);
    Commands commands =
        new Commands(
            Map.of(
                "PULUMI_BACKEND_URL", workspace.backend(),
                "PULUMI_CONFIG_PASSPHRASE", "bench",
                "PULUMI_SKIP_UPDATE_CHECK", "true"));
    // The hook also runs at the normal end and after a failure.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(commands, workspace)));
    new PreviewBench(options, new Pulumi(commands, workspace), workspace).run();
  }

  /** Stops the bench's commands before the cleanup; otherwise they would create new objects. */
  private static void end(Commands commands, Workspace workspace) {
    commands.stop();
    Progress.tell("Removing the bench's stacks");
    try {
      removeNamespaces();
    } catch (BenchException e) {
      System.err.println("error: " + e.getMessage());
    }
    workspace.close();
  }

  /**
   * All objects of a stack are in its namespace, so this needs neither the stack's state nor
   * Pulumi.
   */
  private static void removeNamespaces() {
    List<String> command = new ArrayList<>(List.of("kubectl", "delete", "namespace"));
    command.addAll(Arrays.stream(Way.values()).map(Way::namespace).distinct().toList());
    command.addAll(List.of("--ignore-not-found"));
    Commands.Result result = new Commands(Map.of()).run(command, DELETION_LIMIT);
    if (!result.succeeded()) {
      throw new BenchException("cannot delete the bench's namespaces: " + result.errors());
    }
  }

  private void run() {
    Progress.tell("Deploying the Java program's stack");
    pulumi.deploy(Way.PACKAGED);
    YamlProgram yaml =
        YamlProgram.of(pulumi.export(Way.PACKAGED, Way.PACKAGED.namespace(), Way.YAML.namespace()));
    workspace.writeYamlProgram(yaml.text());
    Progress.tell("Deploying the same in Pulumi YAML");
    pulumi.deploy(Way.YAML);
    Progress.tell("Running each once, without measurement");
    measure(List.of(Way.values()), new Times());
    for (int run = 1; run <= options.runs(); run++) {
      Progress.tell("Run %d of %d".formatted(run, options.runs()));
      measure(Turns.ofRun(run, List.of(Way.values())), times);
    }
    print(yaml);
  }

  private void measure(List<Way> ways, Times into) {
    for (Operation operation : Operation.values()) {
      for (Way way : ways) {
        into.add(operation, way, pulumi.time(way, operation));
      }
    }
  }

  private void print(YamlProgram yaml) {
    System.out.println(times.table());
    System.out.println();
    System.out.println(NOTES.formatted(options.runs(), yaml.size()));
    System.out.println();
    times.figures().stream().map(Figure::line).forEach(System.out::println);
    System.out.flush();
  }
}
