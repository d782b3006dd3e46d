package sparkstack.dockerplugin;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Completes an Image's inputs with their defaults and the digest of its build context, and says
 * what is wrong.
 */
final class ImageCheck {
  private final Consumer<String> info;

  ImageCheck(Consumer<String> info) {
    this.info = info;
  }

  Struct check(Struct news) {
    ImageInputs inputs = ImageInputs.parse(news);
    requireNames(inputs);
    if (inputs.isUnknown("build")) {
      return withDefaults(news).build();
    }
    Struct.Builder checked = withDefaults(news);
    Value build =
        Properties.changed(
            checked.getFieldsOrDefault("build", Properties.of(Struct.getDefaultInstance())),
            struct -> completed(struct, inputs));
    return checked.putFields("build", build).build();
  }

  private static Struct.Builder withDefaults(Struct news) {
    Struct.Builder inputs = Struct.newBuilder();
    news.getFieldsMap()
        .forEach(
            (key, value) -> {
              if (!Properties.isNull(value)) {
                inputs.putFields(key, value);
              }
            });
    if (!inputs.containsFields("buildOnPreview")) {
      inputs.putFields("buildOnPreview", Properties.of(false));
    }
    return inputs;
  }

  private Struct completed(Struct given, ImageInputs inputs) {
    ImageInputs.Build build = inputs.build();
    Struct.Builder completed = given.toBuilder();
    setIfMissing(completed, "context", build.context());
    if (!inputs.isUnknown("build.context")) {
      setIfMissing(completed, "dockerfile", build.dockerfile());
    }
    if (setIfMissing(completed, "platform", hostPlatform())) {
      info.accept(
          "building for %s, this machine's platform: set build.platform to choose it"
              .formatted(hostPlatform()));
    }
    digest(inputs).ifPresent(digest -> completed.putFields("contextDigest", Properties.of(digest)));
    return completed.build();
  }

  private static boolean setIfMissing(Struct.Builder struct, String key, String text) {
    boolean missing = Properties.isNull(struct.getFieldsOrDefault(key, Value.getDefaultInstance()));
    if (missing) {
      struct.putFields(key, Properties.of(text));
    }
    return missing;
  }

  /** Known as soon as both places are, so that a changed file shows in the preview. */
  private static Optional<String> digest(ImageInputs inputs) {
    if (inputs.isUnknown("build.context") || inputs.isUnknown("build.dockerfile")) {
      return Optional.empty();
    }
    ImageInputs.Build build = inputs.build();
    return Optional.of(BuildContext.open(build.context(), build.dockerfile()).digest());
  }

  private static void requireNames(ImageInputs inputs) {
    inputs
        .build()
        .cacheFrom()
        .forEach(name -> ImageReference.parse(name).requireHost("build.cacheFrom image"));
    if (inputs.isUnknown("imageName")) {
      return;
    }
    if (inputs.imageName().isEmpty()) {
      throw new UserError("imageName is missing");
    }
    ImageReference image = ImageReference.parse(inputs.imageName());
    boolean pushes = !inputs.skipPush() && !inputs.isUnknown("skipPush");
    if (pushes || !inputs.build().cacheFrom().isEmpty()) {
      image.requireHost("imageName");
    }
  }

  static String hostPlatform() {
    String architecture = System.getProperty("os.arch");
    return "linux/"
        + switch (architecture) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> architecture;
        };
  }
}
