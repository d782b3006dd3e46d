package sparkstack.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A pod of the stack's image that does not belong to the cluster and does not have its secret. It
 * runs Spark's programs, and Java programs of the tests.
 */
public record ForeignPod(SparkNamespace namespace, Pod pod) {
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final String CLASSES = "/tmp/classes";
  private static final String WIRE = "/tmp/wire";

  private static final String SAVE =
      "mkdir -p \"$(dirname \"$0\")\" && base64 --decode <<<\"$1\" >\"$0\"";

  /** The command ends at once, because the program has no input and output of it. */
  private static final String START =
      "\"$@\" >\"/tmp/$0.log\" 2>&1 </dev/null & echo $! >\"/tmp/$0.pid\"";

  private static final String KILL = "kill \"$(</tmp/$0.pid)\"";

  /** Sends a request without a body, and prints the status line of the answer. */
  private static final String POST =
      """
      (
        exec 3<>"/dev/tcp/$0/$1" &&
          printf 'POST %s HTTP/1.0\\r\\nHost: %s:%s\\r\\nContent-Length: 0\\r\\n\\r\\n' "$2" "$0" "$1" >&3 &&
          head -n 1 <&3
      ) || echo 'no connection'
      """;

  /** Prints a page with its headers. */
  private static final String GET =
      """
      exec 3<>"/dev/tcp/$0/$1"
      printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "$2" >&3
      cat <&3
      """;

  private static final String HAS =
      "if grep -qaF -e \"$1\" \"$0\"; then echo yes; else echo no; fi";

  /** Starts the pod, and gives it the programs. */
  public static ForeignPod start(SparkNamespace namespace, String image) throws Exception {
    var pod = namespace.startClient(image, Map.of("app", "foreign"));
    var foreign = new ForeignPod(namespace, pod);
    for (var program : List.of(ForeignPeer.class, WireTap.class)) {
      var name = program.getName().replace('.', '/') + ".class";
      foreign.bash(SAVE, CLASSES + "/" + name, base64(program, name));
    }
    return foreign;
  }

  private static String base64(Class<?> program, String name) throws IOException {
    try (var file = program.getClassLoader().getResourceAsStream(name)) {
      return Base64.getEncoder().encodeToString(file.readAllBytes());
    }
  }

  public String address() {
    return namespace.address(pod);
  }

  /** Asks a process for a block, and returns the answer of {@link ForeignPeer}. */
  public String readBlock(String host, int port, String block) throws Exception {
    return ask(host, port, "block", block);
  }

  /** Asks a driver for a file that it serves, and returns the answer of {@link ForeignPeer}. */
  public String readFile(String host, int port, String path) throws Exception {
    return ask(host, port, "file", path);
  }

  private String ask(String host, int port, String kind, String name) throws Exception {
    return namespace.exec(
        pod,
        COMMAND,
        "java",
        "-cp",
        CLASSES,
        ForeignPeer.class.getName(),
        host,
        String.valueOf(port),
        kind,
        name);
  }

  /** Asks for a page, and returns it with its headers. */
  public String get(String host, int port, String path) throws Exception {
    return bash(GET, host, String.valueOf(port), path);
  }

  /** Sends a request to a page, and returns the status line of the answer, if there is one. */
  public String post(String host, int port, String path) throws Exception {
    return bash(POST, host, String.valueOf(port), path);
  }

  /** Starts a {@link WireTap} to a process, and waits until it listens. */
  public void tap(int port, String host, int targetPort) throws Exception {
    start(
        "tap",
        "java",
        "-cp",
        CLASSES,
        WireTap.class.getName(),
        String.valueOf(port),
        host,
        String.valueOf(targetPort),
        WIRE);
    Await.until(
        "the tap", COMMAND, () -> namespace.listeningPorts(pod), ports -> ports.contains(port));
  }

  /** Whether a text has passed the tap in plain text. */
  public boolean tapHas(String text) throws Exception {
    return bash(HAS, WIRE, text).strip().equals("yes");
  }

  /** Starts a program in the background. */
  public void start(String name, String... command) throws Exception {
    var arguments = new String[command.length + 1];
    arguments[0] = name;
    System.arraycopy(command, 0, arguments, 1, command.length);
    bash(START, arguments);
  }

  /** What a started program has printed. */
  public String output(String name) throws Exception {
    return bash("cat \"/tmp/$0.log\"", name);
  }

  public void kill(String name) throws Exception {
    bash(KILL, name);
  }

  /**
   * @param arguments {@code $0}, {@code $1} and so on of the script
   */
  private String bash(String script, String... arguments) throws Exception {
    var command = new String[arguments.length + 3];
    command[0] = "bash";
    command[1] = "-c";
    command[2] = script;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    return namespace.exec(pod, COMMAND, command);
  }
}
