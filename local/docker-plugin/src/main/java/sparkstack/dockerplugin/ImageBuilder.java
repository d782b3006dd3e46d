package sparkstack.dockerplugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds, tags and pushes one image. */
final class ImageBuilder {
  /** Older docker commands print every step's digest on a line of its own. */
  private static final Pattern NOISE = Pattern.compile("\\s*|#\\d+ sha256:[0-9a-f]{64}");

  private static final Pattern PUSHED_DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

  private final DockerEngine engine;
  private final EngineLog log;
  private final String urn;
  private final ImageInputs inputs;
  private final ImageReference image;
  private final RegistryAuth auth;

  ImageBuilder(
      DockerEngine engine, EngineLog log, String urn, ImageInputs inputs, RegistryAuth auth) {
    this.engine = engine;
    this.log = log;
    this.urn = urn;
    this.inputs = inputs;
    this.image = ImageReference.parse(inputs.imageName());
    this.auth = auth;
  }

  /**
   * No label tells builds apart: the real plugin adds {@code pulumi.com/build-id}, a new one every
   * time, and so every build has another image ID. Here the same inputs give the same image.
   */
  void build() {
    ImageInputs.Build build = inputs.build();
    if (build.buildKit()) {
      engine.cli().requireBuildKit();
    } else {
      prepareClassicBuild(build);
    }
    log.info(urn, "building " + inputs.imageName());
    BuildOutput output = new BuildOutput();
    int exitCode =
        engine.cli().stream(
            buildArguments(build),
            environment(build.buildKit()),
            line -> {
              output.add(line);
              status(line);
            });
    if (exitCode != 0) {
      throw new UserError(
          "build of %s from %s failed\n%s"
              .formatted(inputs.imageName(), build.dockerfile(), output.failure()));
    }
  }

  private List<String> buildArguments(ImageInputs.Build build) {
    List<String> arguments = new ArrayList<>(List.of("build"));
    if (build.buildKit()) {
      arguments.add("--progress=plain"); // the classic builder knows no such option
    }
    arguments.addAll(List.of("--file", build.dockerfile(), "--tag", inputs.imageName()));
    build.target().ifPresent(target -> arguments.addAll(List.of("--target", target)));
    build.platform().ifPresent(platform -> arguments.addAll(List.of("--platform", platform)));
    // Not through the environment: an argument called PATH or HTTP_PROXY would change the docker
    // command itself. The
    // command line is printed nowhere; and as the image's history shows the values, secrets don't
    // belong here anyway.
    build
        .args()
        .forEach((key, value) -> arguments.addAll(List.of("--build-arg", key + "=" + value)));
    build.cacheFrom().forEach(image -> arguments.addAll(List.of("--cache-from", image)));
    arguments.add(build.context());
    return arguments;
  }

  private void prepareClassicBuild(ImageInputs.Build build) {
    BuildContext.open(build.context(), build.dockerfile())
        .ignoreFile()
        .filter(file -> !file.endsWith(".dockerignore"))
        .ifPresent(file -> log.warning(urn, "BuilderV1 does not read " + file));
    // BuildKit fetches what it needs of a cache; the classic builder uses what is there. Neither
    // minds a missing one.
    for (String cached : build.cacheFrom()) {
      log.status(urn, "pulling " + cached);
      engine.cli().stream(List.of("pull", cached), environment(false), this::status);
    }
  }

  /** Where the image can be pulled from, with its digest. */
  String push() {
    log.info(urn, "pushing " + inputs.imageName());
    List<String> lines = new ArrayList<>();
    int exitCode =
        engine.cli().stream(
            List.of("push", inputs.imageName()),
            environment(false),
            line -> {
              lines.add(line);
              status(line);
            });
    String answer = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    if (exitCode != 0) {
      throw new UserError(
          "push of %s was refused: %s\n%s"
              .formatted(inputs.imageName(), answer, pushAdvice(answer)));
    }
    String digest = repoDigest(String.join("\n", lines));
    log.info(urn, "pushed " + digest);
    return digest;
  }

  private String pushAdvice(String answer) {
    String server = RegistryAuth.server(image, inputs.registry());
    if (answer.contains("HTTP response to HTTPS client")) {
      return "the registry speaks plain HTTP: list it under insecure-registries in the Docker engine's configuration";
    }
    if (answer.contains("dial tcp") || answer.contains("lookup ")) {
      return "does a registry listen at %s, as seen from the Docker engine (%s)?"
          .formatted(image.host().orElse(server), engine.host());
    }
    return inputs.registry().login().isPresent()
        ? "check the image's registry.username and registry.password, used for %s, and that this user may push"
            .formatted(server)
        : "run `docker login %s`, or set registry.username and registry.password on the image"
            .formatted(server);
  }

  private String repoDigest(String pushOutput) {
    Matcher matcher = PUSHED_DIGEST.matcher(pushOutput);
    Optional<String> pushed = matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    List<String> digests =
        inspect("{{range .RepoDigests}}{{println .}}{{end}}")
            .lines()
            .map(String::strip)
            .filter(line -> line.contains("@sha256:"))
            .filter(line -> ImageReference.parse(line).sameRepository(image))
            .toList();
    // An image pushed before in another form keeps that digest too.
    return digests.stream()
        .filter(line -> pushed.isPresent() && line.endsWith(pushed.get()))
        .findFirst()
        .or(() -> digests.stream().findFirst())
        .orElseThrow(
            () ->
                new UserError(
                    "%s was pushed, but the Docker engine knows no digest for it in its repository"
                        .formatted(inputs.imageName())));
  }

  String imageId() {
    return inspect("{{.Id}}");
  }

  private String inspect(String format) {
    DockerCli.Result result =
        engine
            .cli()
            .run(
                List.of("image", "inspect", "--format", format, inputs.imageName()),
                engine.environment());
    if (!result.succeeded()) {
      throw new UserError(
          "%s was built, but the Docker engine does not have it: %s"
              .formatted(inputs.imageName(), result.errors()));
    }
    return result.output();
  }

  private Map<String, String> environment(boolean buildKit) {
    Map<String, String> environment = new HashMap<>(engine.environment());
    environment.putAll(auth.environment());
    environment.put("DOCKER_BUILDKIT", buildKit ? "1" : "0");
    // With buildx: the engine's own builder, whose result is in the engine, and a plain image
    // without attestations.
    environment.put("BUILDX_BUILDER", "default");
    environment.put("BUILDX_NO_DEFAULT_ATTESTATIONS", "1");
    return environment;
  }

  private void status(String line) {
    if (!NOISE.matcher(line).matches()) {
      log.status(urn, line);
    }
  }
}
