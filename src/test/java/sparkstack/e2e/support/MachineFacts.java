package sparkstack.e2e.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Values that are specific to this machine or to the shell of the tests. */
public final class MachineFacts {
  private MachineFacts() {}

  /** The values by their descriptions. */
  static Map<String, String> all() throws IOException {
    var facts = new TreeMap<String, String>();
    facts.put("home", System.getProperty("user.home"));
    facts.put("user", System.getProperty("user.name"));
    facts.put("checkout", TestProject.CHECKOUT.toString());
    facts.put("host name", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    for (var variable : Set.of("DOCKER_HOST", "KUBECONFIG", "PULUMI_HOME", "PULUMI_BACKEND_URL")) {
      var value = System.getenv(variable);
      if (value != null && !value.isEmpty()) {
        facts.put(variable, value);
      }
    }
    return facts;
  }

  /**
   * The environment variables that plugins read, with other values for the same Docker engine and
   * the same cluster.
   *
   * @param folder folder that the other values point to
   */
  public static Map<String, String> ofAnotherShell(Path folder) throws IOException {
    var variables = new TreeMap<String, String>();
    variables.put("USER", "somebody-else");
    variables.put("PULUMI_K8S_DELETE_UNREACHABLE", "false");
    variables.put("PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", "true");
    variables.put("PULUMI_K8S_SUPPRESS_DEPRECATION_WARNINGS", "true");
    var kubeconfig = System.getenv("KUBECONFIG");
    if (kubeconfig != null) {
      var copy = Files.copy(Path.of(kubeconfig), folder.resolve("kubeconfig"));
      variables.put("KUBECONFIG", copy.toString());
    }
    var docker = URI.create(System.getenv("DOCKER_HOST"));
    if (docker.getScheme().equals("unix")) {
      var link = Files.createSymbolicLink(folder.resolve("s"), Path.of(docker.getPath()));
      variables.put("DOCKER_HOST", "unix://" + link);
    }
    return variables;
  }

  /**
   * The facts that a stack's state contains, each with the value that contains it.
   *
   * @param state output of {@code pulumi stack export --show-secrets}
   * @param config config of the stack; the user chooses its values, so they are not reported
   */
  public static Set<String> in(String state, String config) throws IOException {
    var found = new TreeSet<String>();
    for (var fact : all().entrySet()) {
      var word = Pattern.compile("(?<![\\w-])" + Pattern.quote(fact.getValue()) + "(?![\\w-])");
      if (!word.matcher(config).find()) {
        find(fact.getKey(), word, "", JsonParser.parseString(state), found);
      }
    }
    return found;
  }

  private static void find(
      String fact, Pattern word, String path, JsonElement value, Set<String> found) {
    if (value.isJsonObject()) {
      value
          .getAsJsonObject()
          .entrySet()
          .forEach(it -> find(fact, word, path + "." + it.getKey(), it.getValue(), found));
    } else if (value.isJsonArray()) {
      for (var i = 0; i < value.getAsJsonArray().size(); i++) {
        find(fact, word, path + "." + i, value.getAsJsonArray().get(i), found);
      }
    } else if (value.isJsonPrimitive() && word.matcher(value.getAsString()).find()) {
      found.add("%s in %s: %s".formatted(fact, path, value.getAsString()));
    }
  }
}
