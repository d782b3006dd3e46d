package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;

/**
 * Builds and pushes real images, with the Docker engine of DOCKER_HOST and the registry of
 * -Dregistry.
 */
class DockerPluginIT {
  private static final String REGISTRY = System.getProperty("registry");
  private static final String BASE_IMAGE = System.getProperty("baseImage");

  @TempDir Path project;
  @TempDir Path dockerConfig;

  private final String repository = "docker-plugin-test/" + UUID.randomUUID();
  private final String imageName = REGISTRY + "/" + repository + ":1";
  private Plugin plugin;

  @BeforeEach
  void aProject() throws IOException {
    write("docker/Dockerfile", "FROM scratch\nCOPY data /data\n");
    write("data", repository); // so that no test finds its image built already
    plugin = Plugin.start(project, Map.of("DOCKER_CONFIG", dockerConfig.toString()));
  }

  @AfterEach
  void stop() {
    plugin.close();
  }

  @Test
  void introducesItselfAsThePluginItStandsInFor() {
    assertEquals("4.5.1", plugin.calls().getPluginInfo(Empty.getDefaultInstance()).getVersion());
    assertTrue(configured().getSupportsPreview());
    assertFalse(configured().getAcceptSecrets());
  }

  @Test
  void pushesWhatItBuilt() throws Exception {
    configured();
    CreateResponse created = plugin.create(plugin.check(image()));
    Struct outputs = created.getProperties();

    assertEquals(imageName, created.getId());
    assertEquals(imageName, text(outputs, "imageName"));
    assertEquals(imageName, text(outputs, "baseImageName"));
    assertEquals(".", text(outputs, "context"));
    assertEquals("docker/Dockerfile", text(outputs, "dockerfile"));
    assertEquals("", text(outputs, "registryServer"));
    String digest = digest(outputs);
    HttpResponse<String> manifest = Registry.manifest(REGISTRY, repository, digest);
    assertEquals(200, manifest.statusCode(), manifest.body());
    assertEquals(digest, manifest.headers().firstValue("Docker-Content-Digest").orElseThrow());
  }

  @Test
  void streamsTheBuildToTheEngine() {
    configured();
    plugin.create(plugin.check(image()));

    assertTrue(
        plugin.statuses().stream().anyMatch(line -> line.contains("COPY data /data")),
        plugin.statuses().toString());
    assertTrue(plugin.messages().contains("building " + imageName));
    assertTrue(plugin.messages().contains("pushing " + imageName));
    assertTrue(plugin.logs().stream().allMatch(log -> log.getUrn().equals(Plugin.URN)));
  }

  @Test
  void givesTheSameInputsTheSameImage() {
    configured();
    Struct first = plugin.check(image());
    Struct second = plugin.check(image());
    Struct state = plugin.create(first).getProperties();

    assertEquals(first, second);
    assertEquals(DiffResponse.DiffChanges.DIFF_NONE, diff(state, second).getChanges());
    assertEquals(
        text(state, "repoDigest"), text(plugin.create(second).getProperties(), "repoDigest"));
  }

  @Test
  void updatesWhenAFileOfTheContextChanges() throws Exception {
    configured();
    Struct state = plugin.create(plugin.check(image())).getProperties();

    write("data", repository + " changed");
    Struct news = plugin.check(image());

    assertEquals(List.of("build"), List.copyOf(diff(state, news).getDetailedDiffMap().keySet()));
    UpdateResponse updated =
        plugin
            .calls()
            .update(
                UpdateRequest.newBuilder()
                    .setId(imageName)
                    .setUrn(Plugin.URN)
                    .setOlds(state)
                    .setNews(news)
                    .build());
    assertFalse(digest(updated.getProperties()).equals(digest(state)));
    assertEquals(
        DiffResponse.DiffChanges.DIFF_NONE, diff(updated.getProperties(), news).getChanges());
  }

  @Test
  void readsAndDeletesWithoutTouchingTheImage() throws Exception {
    configured();
    Struct state = plugin.create(plugin.check(image())).getProperties();

    ReadResponse read =
        plugin
            .calls()
            .read(
                ReadRequest.newBuilder()
                    .setId(imageName)
                    .setUrn(Plugin.URN)
                    .setProperties(state)
                    .build());
    plugin
        .calls()
        .delete(
            DeleteRequest.newBuilder()
                .setId(imageName)
                .setUrn(Plugin.URN)
                .setProperties(state)
                .build());

    assertEquals(state, read.getProperties());
    assertEquals(200, Registry.manifest(REGISTRY, repository, digest(state)).statusCode());
  }

  @Test
  void previewsWithoutBuilding() throws Exception {
    configured();
    Struct inputs = plugin.check(image());
    CreateResponse previewed = plugin.preview(inputs);

    assertEquals(inputs, previewed.getProperties());
    assertTrue(plugin.statuses().isEmpty(), plugin.statuses().toString());
    assertEquals(1, docker("image", "inspect", imageName).exitCode());
  }

  @Test
  void buildsInAPreviewOnRequestButDoesNotPush() throws Exception {
    configured();
    Map<String, Object> image = image();
    image.put("buildOnPreview", true);
    CreateResponse previewed = plugin.preview(plugin.check(image));

    assertTrue(text(previewed.getProperties(), "repoDigest").startsWith("sha256:"));
    assertEquals(404, Registry.manifest(REGISTRY, repository, "1").statusCode());
  }

  @Test
  void leavesTheImageInTheEngineWhenNotToPush() throws Exception {
    configured();
    Map<String, Object> image = image();
    image.put("skipPush", true);
    Struct outputs = plugin.create(plugin.check(image)).getProperties();

    assertEquals(
        docker("image", "inspect", "--format", "{{.Id}}", imageName).output(),
        text(outputs, "repoDigest"));
    assertEquals(404, Registry.manifest(REGISTRY, repository, "1").statusCode());
  }

  @Test
  void passesTargetAndArgumentsOn() throws Exception {
    write(
        "docker/Dockerfile",
        """
        FROM scratch AS wanted
        ARG FIRST
        ARG SECOND=no
        COPY ${FIRST}${SECOND} /data
        FROM wanted
        COPY missing /
        """);
    configured();
    Map<String, Object> build = build();
    build.put("target", "wanted");
    build.put("args", Map.of("FIRST", "da", "SECOND", "ta"));
    build.put("platform", "linux/arm64");
    Map<String, Object> image = image(build);

    plugin.create(plugin.check(image));

    assertEquals(
        "arm64", docker("image", "inspect", "--format", "{{.Architecture}}", imageName).output());
  }

  @Test
  void buildsWithTheClassicBuilderToo() throws Exception {
    configured();
    Map<String, Object> build = build();
    build.put("builderVersion", "BuilderV1");

    Struct outputs = plugin.create(plugin.check(image(build))).getProperties();

    assertEquals(200, Registry.manifest(REGISTRY, repository, digest(outputs)).statusCode());
    assertTrue(plugin.statuses().contains("Step 1/2 : FROM scratch"));
  }

  @Test
  void showsTheFailingStepAndItsLastLines() throws Exception {
    write(
        "docker/Dockerfile",
        "FROM %s AS tools\nRUN echo compiling && echo broken && exit 3\n".formatted(BASE_IMAGE));
    for (String builder : List.of("BuilderBuildKit", "BuilderV1")) {
      configured();
      Map<String, Object> build = build();
      build.put("builderVersion", builder);
      Struct inputs = plugin.check(image(build));

      String message = failure(() -> plugin.create(inputs));

      assertContains("build of " + imageName + " from docker/Dockerfile failed\n", message);
      assertContains("2/2", message);
      assertContains("RUN echo compiling && echo broken && exit 3\n", message);
      assertContains("\n  compiling\n  broken\n", message);
      assertContains("code: 3", message);
    }
  }

  @Test
  void saysWhatIsWrongInADockerfile() throws Exception {
    write("docker/Dockerfile", "FRM scratch\n");
    configured();
    Struct inputs = plugin.check(image());

    assertContains("unknown instruction: FRM", failure(() -> plugin.create(inputs)));
  }

  @Test
  void saysWhereTheDockerfileShouldBe() throws Exception {
    Files.delete(project.resolve("docker/Dockerfile"));
    configured();

    String message = failure(() -> plugin.check(image()));

    assertContains(project.toRealPath().resolve("docker/Dockerfile").toString(), message);
    assertContains("relative to the folder of the Pulumi project", message);
  }

  @Test
  void saysWhichEngineDoesNotAnswer() {
    String message = failure(() -> plugin.configure(Map.of("host", "unix:///no/such/docker.sock")));

    assertEquals("failed to connect to any docker daemon", message.lines().findFirst().get());
    assertContains("tried unix:///no/such/docker.sock", message);
    assertContains("DOCKER_HOST", message);
  }

  @Test
  void takesTheEngineOfTheEnvironment() throws Exception {
    try (Plugin other =
        Plugin.start(project, Map.of("DOCKER_HOST", "unix:///no/such/docker.sock"))) {
      assertContains("tried unix:///no/such/docker.sock", failure(() -> other.configure(Map.of())));
    }
  }

  @Test
  void saysThatNoRegistryListens() throws Exception {
    String nobody = "localhost:" + Registry.freePort();
    configured();
    Map<String, Object> image = image();
    image.put("imageName", nobody + "/" + repository + ":1");
    Struct inputs = plugin.check(image);

    String message = failure(() -> plugin.create(inputs));

    assertContains("push of " + nobody + "/" + repository + ":1 was refused", message);
    assertContains("connection refused", message);
    assertContains("does a registry listen at " + nobody, message);
  }

  @Test
  void logsInToTheRegistry(@TempDir Path folder) throws Exception {
    try (Registry registry = Registry.start(folder)) {
      configured();
      Struct right = plugin.check(privateImage(registry, Registry.PASSWORD));
      Struct outputs = plugin.create(right).getProperties();
      assertTrue(text(outputs, "repoDigest").startsWith(registry.address() + "/spark@sha256:"));
      assertEquals(registry.address(), text(outputs, "registryServer"));
      assertFalse(plugin.logs().toString().contains(Registry.PASSWORD));

      Struct wrong = plugin.check(privateImage(registry, "close sesame"));
      String refused = failure(() -> plugin.create(wrong));
      assertContains("registry.username and registry.password", refused);
      assertContains("unauthorized", refused);
      assertFalse(refused.contains("close sesame"), refused);

      Map<String, Object> anonymous = image();
      anonymous.put("imageName", registry.address() + "/spark:1");
      Struct nobody = plugin.check(anonymous);
      assertContains("docker login " + registry.address(), failure(() -> plugin.create(nobody)));
    }
    try (Stream<Path> left = Files.list(dockerConfig)) {
      assertEquals(0, left.filter(file -> file.endsWith("config.json")).count());
    }
  }

  @Test
  void usesTheLoginOfTheUser(@TempDir Path folder) throws Exception {
    try (Registry registry = Registry.start(folder)) {
      Files.writeString(
          dockerConfig.resolve("config.json"),
          RegistryAuth.withLogin(
                  new JsonObject(),
                  registry.address(),
                  new ImageInputs.Login(Registry.USER, Registry.PASSWORD))
              .toString());
      configured();
      Map<String, Object> image = image();
      image.put("imageName", registry.address() + "/spark:1");

      Struct outputs = plugin.create(plugin.check(image)).getProperties();

      assertTrue(text(outputs, "repoDigest").startsWith(registry.address() + "/spark@sha256:"));
    }
  }

  @Test
  void cancelsARunningBuild() throws Exception {
    write("docker/Dockerfile", "FROM %s\nRUN echo asleep; sleep 100\n".formatted(BASE_IMAGE));
    configured();
    Struct inputs = plugin.check(image());
    CompletableFuture<CreateResponse> build =
        CompletableFuture.supplyAsync(() -> plugin.create(inputs));
    await(() -> plugin.statuses().stream().anyMatch(line -> line.endsWith(" asleep")));

    plugin.calls().cancel(Empty.getDefaultInstance());

    CompletionException error =
        assertThrows(
            CompletionException.class, () -> build.orTimeout(120, TimeUnit.SECONDS).join());
    assertContains("cancelled", error.getCause().getMessage());
  }

  @Test
  void endsWithAKilledEngineAndLeavesNothingBehind(@TempDir Path temporary) throws Exception {
    write("docker/Dockerfile", "FROM %s\nRUN echo asleep; sleep 100\n".formatted(BASE_IMAGE));
    plugin.close();
    plugin =
        Plugin.startFromShell(
            project,
            Map.of(
                "DOCKER_CONFIG",
                dockerConfig.toString(),
                "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=" + temporary));
    configured();
    Map<String, Object> image = image();
    image.put("registry", Map.of("username", Registry.USER, "password", Registry.PASSWORD));
    Struct inputs = plugin.check(image);
    CompletableFuture.runAsync(() -> plugin.create(inputs));
    await(() -> plugin.statuses().stream().anyMatch(line -> line.endsWith(" asleep")));
    List<ProcessHandle> processes = plugin.process().descendants().toList();
    assertTrue(processes.size() > 1, "the plugin and the docker command");

    plugin.process().destroyForcibly().waitFor();

    for (ProcessHandle process : processes) {
      process.onExit().get(120, TimeUnit.SECONDS);
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private ConfigureResponse configured() {
    return plugin.configure(Map.of());
  }

  private Map<String, Object> image() {
    return image(build());
  }

  private Map<String, Object> image(Map<String, Object> build) {
    return new HashMap<>(Map.of("imageName", imageName, "build", build, "skipPush", false));
  }

  private Map<String, Object> privateImage(Registry registry, String password) {
    Map<String, Object> image = image();
    image.put("imageName", registry.address() + "/spark:1");
    image.put(
        "registry",
        Map.of("server", registry.address(), "username", Registry.USER, "password", password));
    return image;
  }

  private static Map<String, Object> build() {
    return new HashMap<>(
        Map.of("context", ".", "dockerfile", "docker/Dockerfile", "platform", "linux/amd64"));
  }

  private DiffResponse diff(Struct state, Struct news) {
    return plugin
        .calls()
        .diff(
            DiffRequest.newBuilder()
                .setId(imageName)
                .setUrn(Plugin.URN)
                .setOlds(state)
                .setNews(news)
                .build());
  }

  private static DockerCli.Result docker(String... arguments) {
    return DockerCli.find(System.getenv()).run(List.of(arguments), Map.of());
  }

  private String digest(Struct outputs) {
    String[] parts = text(outputs, "repoDigest").split("@");
    assertEquals(REGISTRY + "/" + repository, parts[0]);
    return parts[1];
  }

  private static String text(Struct struct, String key) {
    return struct.getFieldsOrThrow(key).getStringValue();
  }

  private static String failure(Executable call) {
    StatusRuntimeException error = assertThrows(StatusRuntimeException.class, call);
    assertEquals(Status.Code.UNKNOWN, error.getStatus().getCode(), error.getMessage());
    return error.getStatus().getDescription();
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertTrue(condition.getAsBoolean());
  }

  private void write(String path, String content) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
