package sparkstack.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pod like that of the stack's driver, in which tests start one application after the other.
 *
 * @param submit command that starts Spark's SQL shell
 */
public record SparkClient(SparkNamespace namespace, Pod pod, List<String> submit)
    implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  /** How long an application may take, with its driver's start, on a busy machine. */
  private static final Duration APPLICATION = Duration.ofMinutes(2);

  private static final String END = "end of application";

  /**
   * Runs an application for each of its last arguments. Its first argument is the length of the
   * command before them. A failed application has the last lines of its log in its output.
   */
  private static final String LOOP =
      """
      set -u
      length=$1
      shift
      submit=("${@:1:length}")
      shift "$length"
      for statements; do
        "${submit[@]}" -e "$statements" 2>/tmp/client.log || tail --lines=40 /tmp/client.log
        echo '%s'
      done
      """
          .formatted(END);

  /**
   * Starts the pod.
   *
   * @param conf more arguments of spark-submit
   */
  public static SparkClient start(SparkNamespace namespace, String... conf) {
    var driver = namespace.driver();
    var created = namespace.create(driver.withArgs(List.of("sleep", "infinity")).named("client"));
    var pod =
        Await.until(
            "a running client in " + namespace.name(),
            START,
            () -> namespace.pod(created),
            it -> it.getStatus().getPhase().equals("Running"));
    // Kubernetes expands the reference in a pod's own arguments only.
    var address = pod.getStatus().getPodIP();
    var submit =
        driver.submitSql(conf).stream().map(it -> it.replace("$(POD_IP)", address)).toList();
    return new SparkClient(namespace, pod, submit);
  }

  /**
   * Runs applications one after the other.
   *
   * @param statements SQL statements of each application
   * @return the standard output of each application
   */
  public List<String> run(List<String> statements) throws Exception {
    var command = new ArrayList<>(List.of("bash", "-c", LOOP, "client"));
    command.add(String.valueOf(submit.size()));
    command.addAll(submit);
    command.addAll(statements);
    var output =
        namespace.exec(
            pod, APPLICATION.multipliedBy(statements.size()), command.toArray(String[]::new));
    var outputs = Arrays.asList(output.split(END + "\n", -1));
    return outputs.subList(0, outputs.size() - 1);
  }

  @Override
  public void close() {
    namespace.delete(pod);
  }
}
