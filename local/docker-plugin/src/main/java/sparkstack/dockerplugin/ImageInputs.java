package sparkstack.dockerplugin;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An Image's inputs with their defaults.
 *
 * @param unknown the paths, like {@code build.context}, whose values only the deployment will tell;
 *     their fields hold the defaults
 */
record ImageInputs(
    String imageName,
    Build build,
    Registry registry,
    boolean skipPush,
    boolean buildOnPreview,
    Set<String> unknown) {

  /**
   * @param context the folder sent to the engine, relative to the Pulumi project
   * @param dockerfile relative to the Pulumi project too, not to the context
   */
  record Build(
      String context,
      String dockerfile,
      Optional<String> platform,
      Optional<String> target,
      Map<String, String> args,
      List<String> cacheFrom,
      boolean buildKit) {}

  record Registry(Optional<String> server, Optional<Login> login) {}

  record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]"; // keeps the password out of any message
    }
  }

  static ImageInputs parse(Struct inputs) {
    Reader image = new Reader("", Properties.plain(inputs), new HashSet<>());
    return new ImageInputs(
        image.text("imageName").orElse(""),
        build(image.object("build")),
        registry(image.object("registry")),
        image.flag("skipPush"),
        image.flag("buildOnPreview"),
        image.unknown);
  }

  private static Build build(Reader build) {
    String context = build.text("context").orElse(".");
    return new Build(
        context,
        build.text("dockerfile").orElseGet(() -> defaultDockerfile(context)),
        build.text("platform"),
        build.text("target"),
        build.texts("args"),
        cacheFrom(build),
        !build.choice("builderVersion", "BuilderBuildKit", "BuilderV1").equals("BuilderV1"));
  }

  private static String defaultDockerfile(String context) {
    return Path.of(context, "Dockerfile").normalize().toString();
  }

  private static List<String> cacheFrom(Reader build) {
    if (!build.has("cacheFrom")) {
      return List.of();
    }
    Reader cacheFrom = build.object("cacheFrom");
    if (!cacheFrom.has("images") && !cacheFrom.isUnknown("images")) {
      throw new UserError(
          "build.cacheFrom needs `images`: the list of images whose layers may be reused");
    }
    return cacheFrom.list("images");
  }

  private static Registry registry(Reader registry) {
    Optional<Login> login =
        registry
            .text("username")
            .flatMap(name -> registry.text("password").map(word -> new Login(name, word)));
    return new Registry(registry.text("server"), login);
  }

  boolean isUnknown(String path) {
    return unknown.contains(path);
  }

  /** Whether what a build reads and makes is known already. */
  boolean canBuild() {
    return unknown.stream().noneMatch(path -> path.equals("imageName") || path.startsWith("build"));
  }

  /** Reads fields, and says of a wrong one where it is and what it should be. */
  private record Reader(String path, Map<String, Value> fields, Set<String> unknown) {

    boolean has(String key) {
      return fields.containsKey(key) && !isUnknown(key);
    }

    boolean isUnknown(String key) {
      boolean isUnknown = fields.containsKey(key) && Properties.isUnknown(fields.get(key));
      if (isUnknown) {
        unknown.add(path + key);
      }
      return isUnknown;
    }

    Optional<String> text(String key) {
      return has(key)
          ? Optional.of(text(key, fields.get(key))).filter(text -> !text.isEmpty())
          : Optional.empty();
    }

    private String text(String key, Value value) {
      require(value.hasStringValue(), key, "a string");
      return value.getStringValue();
    }

    String choice(String key, String preset, String other) {
      String choice = text(key).orElse(preset);
      require(choice.equals(preset) || choice.equals(other), key, preset + " or " + other);
      return choice;
    }

    boolean flag(String key) {
      if (!has(key)) {
        return false;
      }
      require(fields.get(key).hasBoolValue(), key, "true or false");
      return fields.get(key).getBoolValue();
    }

    Reader object(String key) {
      if (!has(key)) {
        return new Reader(path + key + ".", Map.of(), unknown);
      }
      require(fields.get(key).hasStructValue(), key, "an object");
      return new Reader(path + key + ".", fields.get(key).getStructValue().getFieldsMap(), unknown);
    }

    Map<String, String> texts(String key) {
      Reader object = object(key);
      Map<String, String> texts = new LinkedHashMap<>();
      object.fields.forEach(
          (name, value) -> {
            if (!object.isUnknown(name)) {
              texts.put(name, object.text(name, value));
            }
          });
      return texts;
    }

    List<String> list(String key) {
      if (!has(key)) {
        return List.of();
      }
      require(fields.get(key).hasListValue(), key, "a list of strings");
      List<Value> items = fields.get(key).getListValue().getValuesList();
      if (items.stream().anyMatch(Properties::isUnknown)) {
        unknown.add(path + key);
        return List.of();
      }
      return items.stream().map(item -> text(key, item)).toList();
    }

    private void require(boolean holds, String key, String wanted) {
      if (!holds) {
        throw new UserError("%s%s must be %s".formatted(path, key, wanted));
      }
    }
  }
}
