package sparkstack.dockerplugin;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.function.Supplier;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc.ResourceProviderImplBase;

/**
 * What the Pulumi engine calls. What is not overridden answers UNIMPLEMENTED, which the engine
 * copes with.
 */
final class DockerProvider extends ResourceProviderImplBase {
  private static final String VERSION = "4.5.1";
  private static final String IMAGE = "docker:index/image:Image";

  /**
   * Where the state keeps what it was made from; all of it secret, because of the registry's
   * password.
   */
  private static final String OLD_INPUTS = "__inputs";

  private final EngineLog log;
  private final Map<String, String> environment;
  private volatile DockerEngine docker;

  DockerProvider(EngineLog log, Map<String, String> environment) {
    this.log = log;
    this.environment = environment;
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<PluginInfo> observer) {
    answer(observer, () -> PluginInfo.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(observer, () -> CheckResponse.newBuilder().setInputs(request.getNews()).build());
  }

  @Override
  public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, DiffResponse::getDefaultInstance);
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> observer) {
    answer(
        observer,
        () -> {
          docker =
              DockerEngine.connect(DockerCli.find(environment), request.getArgs(), environment);
          // Without acceptSecrets the engine opens secrets before it sends them, and marks the
          // results itself.
          return ConfigureResponse.newBuilder().setSupportsPreview(true).build();
        });
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(
        observer,
        () -> {
          requireImage(request.getUrn());
          Struct inputs =
              new ImageCheck(message -> log.info(request.getUrn(), message))
                  .check(request.getNews());
          return CheckResponse.newBuilder().setInputs(inputs).build();
        });
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, () -> ImageDiff.diff(oldInputs(request.getOlds()), request.getNews()));
  }

  private static Struct oldInputs(Struct state) {
    return Properties.plainStruct(state)
        .getFieldsOrDefault(OLD_INPUTS, Value.getDefaultInstance())
        .getStructValue();
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
    answer(
        observer,
        () -> {
          requireImage(request.getUrn());
          ImageInputs inputs = ImageInputs.parse(request.getProperties());
          CreateResponse.Builder response =
              CreateResponse.newBuilder()
                  .setProperties(
                      deploy(
                          request.getUrn(), inputs, request.getProperties(), request.getPreview()));
          return request.getPreview()
              ? response.build()
              : response.setId(inputs.imageName()).build();
        });
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
    answer(
        observer,
        () -> {
          ImageInputs inputs = ImageInputs.parse(request.getNews());
          return UpdateResponse.newBuilder()
              .setProperties(
                  deploy(request.getUrn(), inputs, request.getNews(), request.getPreview()))
              .build();
        });
  }

  private Struct deploy(String urn, ImageInputs inputs, Struct properties, boolean preview) {
    if (preview && !(inputs.buildOnPreview() && inputs.canBuild())) {
      return properties; // what is missing in it counts as not known yet
    }
    BuildContext context = BuildContext.open(inputs.build().context(), inputs.build().dockerfile());
    ImageReference image = ImageReference.parse(inputs.imageName());
    try (RegistryAuth auth = RegistryAuth.of(image, inputs.registry(), environment)) {
      ImageBuilder builder = new ImageBuilder(docker(), log, urn, inputs, auth);
      builder.build();
      boolean pushes = !preview && !inputs.skipPush();
      return outputs(inputs, context, pushes ? builder.push() : builder.imageId(), properties);
    }
  }

  private static Struct outputs(
      ImageInputs inputs, BuildContext context, String repoDigest, Struct properties) {
    return Struct.newBuilder()
        .putFields("imageName", Properties.of(inputs.imageName()))
        .putFields("baseImageName", Properties.of(inputs.imageName()))
        .putFields("repoDigest", Properties.of(repoDigest))
        .putFields("registryServer", Properties.of(inputs.registry().server().orElse("")))
        .putFields("context", Properties.of(inputs.build().context()))
        .putFields("dockerfile", Properties.of(context.dockerfileInContext()))
        .putFields(OLD_INPUTS, Properties.secret(Properties.plainStruct(properties)))
        .build();
  }

  /** The image is what it was; nobody else builds under this name. */
  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> observer) {
    answer(
        observer,
        () ->
            ReadResponse.newBuilder()
                .setId(request.getId())
                .setProperties(request.getProperties())
                .setInputs(request.getInputs())
                .build());
  }

  /** Images stay where they are, as others may use them. */
  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> observer) {
    answer(observer, Empty::getDefaultInstance);
  }

  @Override
  public void cancel(Empty request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          stop();
          return Empty.getDefaultInstance();
        });
  }

  void stop() {
    DockerEngine engine = docker;
    if (engine != null) {
      engine.cli().stopAll();
    }
  }

  private DockerEngine docker() {
    if (docker == null) {
      throw new UserError("the docker provider has not been configured");
    }
    return docker;
  }

  private static void requireImage(String urn) {
    if (!urn.contains("::" + IMAGE + "::") && !urn.contains("$" + IMAGE + "::")) {
      throw new UserError(
          "%s: this stand-in for Pulumi's docker plugin knows %s only; use Pulumi's own plugin for the rest"
              .formatted(urn, IMAGE));
    }
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    try {
      observer.onNext(work.get());
      observer.onCompleted();
    } catch (UserError e) {
      observer.onError(Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
    } catch (RuntimeException | Error e) {
      e.printStackTrace(); // the engine keeps it for its debug log
      observer.onError(
          Status.INTERNAL
              .withDescription(
                  "unexpected error in the docker plugin: %s: %s"
                      .formatted(e.getClass().getName(), e.getMessage()))
              .asRuntimeException());
    }
  }
}
