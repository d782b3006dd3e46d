package sparkstack.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.exceptions.RunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;
import sparkstack.config.SettingsReader;
import sparkstack.kubernetes.Ownership;
import sparkstack.preflight.LiveCluster.LiveObject;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.preflight.LiveCluster.LookupException.Failure;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.KubernetesAccess;
import sparkstack.settings.Settings;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

class PreflightTest {
  /** The owners of the cluster's objects; null for an object without a mark. */
  private final Map<String, String> owners = new HashMap<>();

  /** The UIDs in the stack's state. */
  private final Map<String, String> state = new HashMap<>();

  private KubernetesAccess access = context("first");
  private Answer answer = this::find;
  private boolean isPreview = true;
  private StorageClass storageClass = () -> true;
  private ApiGroups apiGroups = () -> Set.of("apps", "cilium.io");
  private List<String> warnings = List.of();

  @Test
  void nothingIsRefusedInAnEmptyCluster() {
    assertEquals(List.of(), errors(Map.of()));
  }

  @Test
  void aNamespaceWithoutAnOwnerIsRefusedWithEachWayOut() {
    owners.put("Namespace spark-dev", null);
    // The object is in another owner's namespace: only the namespace is an error.
    owners.put("Deployment spark-dev/spark-master", null);

    assertEquals(
        List.of(
            """
            spark:namespace: Namespace spark-dev already exists and belongs to no stack of this program. Nothing was changed.
              To keep it unchanged, set spark:namespace to another name.
              To use it without owning it, set spark:createNamespace to false, and spark:clusterName to another name than spark.
              To take over, set spark:adopt to unowned. pulumi destroy of this stack then deletes it and everything in it."""),
        errors(Map.of()));
  }

  /** The name spark is not allowed in a namespace that the stack does not create. */
  @Test
  void anotherClusterNameIsKept() {
    owners.put("Namespace spark-dev", null);

    assertTrue(
        errors(Map.of("clusterName", "etl"))
            .get(0)
            .contains("set spark:createNamespace to false.\n"));
  }

  @Test
  void objectsOfAnotherStackAreRefusedAndTheStackIsNamed() {
    owners.put("Namespace shared", "other/prod");
    owners.put("ConfigMap shared/etl-owner", "other/prod");
    owners.put("Service shared/etl-ui", "other/prod");

    assertEquals(
        List.of(
            """
            spark:clusterName: ConfigMap shared/etl-owner, Service shared/etl-ui already exist and belong to the stack other/prod. Nothing was changed.
              To keep them unchanged, set spark:clusterName or spark:namespace to another name.
              To take over, set spark:adopt to other/prod. pulumi destroy of this stack then deletes them."""),
        errors(Map.of("namespace", "shared", "clusterName", "etl", "createNamespace", false)));
  }

  @Test
  void aNamedOwnerIsAdoptedAndNoOther() {
    owners.put("Namespace spark-dev", "other/prod");

    assertEquals(List.of(), errors(Map.of("adopt", "other/prod")));
    assertEquals(1, errors(Map.of("adopt", "unowned")).size());
    assertEquals(1, errors(Map.of("adopt", "other/staging")).size());
  }

  @Test
  void aCreationThatWasInterruptedGoesOn() {
    owners.put("Namespace spark-dev", "spark/dev");
    owners.put("ConfigMap spark-dev/spark-owner", "spark/dev");

    assertEquals(List.of(), errors(Map.of()));
  }

  @Test
  void objectsInTheStacksStateAreItsOwnWithoutAMark() {
    owners.put("Namespace spark-dev", null);
    owners.put("Deployment spark-dev/spark-master", null);
    state.put("Namespace spark-dev", "1");
    state.put("Deployment spark-dev/spark-master", "2");

    assertEquals(List.of(), errors(Map.of()));
  }

  /** The other cluster has a namespace with the same name. */
  @Test
  void inAnotherClusterTheStateProvesNothing() {
    owners.put("Namespace spark-dev", null);
    state.put("Namespace spark-dev", "of the first cluster");
    access = context("second");

    var errors = errors(Map.of());

    assertEquals(1, errors.size());
    assertTrue(errors.get(0).contains("Namespace spark-dev already exists"), errors.get(0));
  }

  /** For example, the context has another name on another machine. */
  @Test
  void anotherWayToTheSameClusterChangesNothing() {
    owners.put("Namespace spark-dev", null);
    state.put("Namespace spark-dev", uid("Namespace spark-dev"));
    access = context("renamed");

    assertEquals(List.of(), errors(Map.of()));
  }

  /** A client of Kubernetes would make each preview slower. */
  @Test
  void aPreviewOfAStackWithoutNewObjectsAsksTheClusterNothing() {
    for (var config : List.of(Map.<String, Object>of(), Recording.EVERYTHING)) {
      objects(config).forEach(object -> state.put(object.toString(), uid(object.toString())));
      answer =
          object -> {
            throw new AssertionError("Asked for " + object);
          };
      assertEquals(List.of(), errors(config));
    }
  }

  /** The config selects no cluster, and the user changed the current context of the kubeconfig. */
  @Test
  void anUpdateNoticesAnotherClusterBehindTheSameSettings() {
    isPreview = false;
    objects(Map.of()).forEach(object -> state.put(object.toString(), "of the first cluster"));
    owners.put("Namespace spark-dev", null);
    owners.put("ConfigMap spark-dev/spark-owner", null);

    var errors = errors(Map.of());

    assertEquals(1, errors.size());
    assertTrue(errors.get(0).contains("Namespace spark-dev already exists"), errors.get(0));
  }

  @Test
  void anUpdateInTheSameClusterAsksForOneObject() {
    isPreview = false;
    objects(Map.of())
        .forEach(
            object -> {
              state.put(object.toString(), uid(object.toString()));
              owners.put(object.toString(), null);
            });
    var asked = new ArrayList<String>();
    answer =
        object -> {
          asked.add(object.toString());
          return find(object);
        };

    assertEquals(List.of(), errors(Map.of()));
    assertEquals(List.of("ConfigMap spark-dev/spark-owner"), asked);
  }

  /** The plugin reports the cluster. */
  @Test
  void aPreviewWorksWithoutACluster() {
    answer = failing(Failure.NO_RESPONSE, "no route");

    assertEquals(List.of(), errors(Map.of()));
    assertEquals(List.of(), warnings);
  }

  @Test
  void anUpdateWithoutAClusterFails() {
    isPreview = false;
    answer = failing(Failure.NO_RESPONSE, "no route");

    assertEquals(
        List.of(
            """
            spark:namespace: the API server does not respond, so the program cannot check who owns Namespace spark-dev. no route. Nothing was changed.
              Run the command again when kubectl can get these objects in the stack's cluster."""),
        errors(Map.of()));
  }

  /** For example, the API server is overloaded. The other objects are checked. */
  @Test
  void aFailedLookupIsAWarningInAPreviewAndAnErrorInAnUpdate() {
    var config = Map.<String, Object>of("namespace", "shared", "clusterName", "etl");
    owners.put("Service shared/etl-ui", "other/prod");
    answer = failing(Failure.REFUSED, "Too Many Requests.", "ConfigMap");

    assertEquals(1, errors(with(config, "createNamespace", false)).size());
    owners.clear();
    assertEquals(List.of(), errors(with(config, "createNamespace", false)));
    assertEquals(
        List.of(
            "spark:namespace: the API server responds with an error, so the program cannot check"
                + " who owns ConfigMap shared/etl-owner. Too Many Requests."),
        warnings);
    isPreview = false;
    assertTrue(
        errors(with(config, "createNamespace", false)).get(0).contains("Nothing was changed"));
  }

  @Test
  void aConnectionThatFailsAfterTheFirstLookupIsAWarningInAPreview() {
    owners.put("Namespace spark-dev", "spark/dev");
    answer = failing(Failure.NO_RESPONSE, "timeout", "ConfigMap");

    assertEquals(List.of(), errors(Map.of()));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("ConfigMap spark-dev/spark-owner"), warnings.get(0));
  }

  @Test
  void anObjectThatMayNotBeReadIsAWarningAndTheOthersAreChecked() {
    owners.put("Namespace shared", "other/prod");
    owners.put("Service shared/etl-ui", "other/prod");
    answer = failing(Failure.FORBIDDEN, "forbidden", "ConfigMap");
    var config = Map.<String, Object>of("namespace", "shared", "clusterName", "etl");

    assertEquals(1, errors(with(config, "createNamespace", false)).size());
    owners.remove("Service shared/etl-ui");
    assertEquals(List.of(), errors(with(config, "createNamespace", false)));
    isPreview = false;
    assertEquals(List.of(), errors(with(config, "createNamespace", false)));
    assertEquals(
        List.of(
            """
            spark:namespace: the program may not read ConfigMap shared/etl-owner, so it cannot check who owns them. \
            If another stack of this program owns them, the update fails before it changes them. \
            If no stack owns them, the update takes them over, and pulumi destroy deletes them. \
            Let the user of the kubeconfig get these objects."""),
        warnings);
  }

  /** Many users may only read the objects in a namespace. */
  @Test
  void theObjectsInANamespaceThatMayNotBeReadAreChecked() {
    owners.put("Deployment spark-dev/spark-master", "other/prod");
    answer = failing(Failure.FORBIDDEN, "forbidden", "Namespace");

    var errors = errors(Map.of());

    assertEquals(1, errors.size());
    assertTrue(errors.get(0).contains("Deployment spark-dev/spark-master"), errors.get(0));
  }

  /** Lookups of these kinds fail, or all lookups. */
  private Answer failing(Failure failure, String message, String... kinds) {
    return object -> {
      if (kinds.length == 0 || List.of(kinds).contains(object.kind())) {
        throw new LookupException(failure, new IllegalStateException(message));
      }
      return find(object);
    };
  }

  @Test
  void newClaimsWithoutADefaultStorageClassAreWarnings() {
    storageClass = () -> false;

    assertEquals(List.of(), errors(Map.of("dataVolumeSize", "1Gi")));
    assertEquals(
        List.of(
            """
            spark:masterRecovery: the cluster has no default storage class, so the pods that use the claim spark-recovery would wait for a volume. \
            Set spark:masterRecoveryStorageClass, or set spark:masterRecovery to none.""",
            """
            spark:dataVolumeSize: the cluster has no default storage class, so the pods that use the claim spark-data would wait for a volume. \
            Set spark:dataVolumeStorageClass."""),
        warnings);
    owners.put("StorageClass fast", null);
    errors(Map.of("masterRecoveryStorageClass", "fast"));
    assertEquals(List.of(), warnings);
    errors(Map.of("masterRecovery", "none"));
    assertEquals(List.of(), warnings);
    state.put("PersistentVolumeClaim spark-dev/spark-recovery", "1");
    errors(Map.of());
    assertEquals(List.of(), warnings);
  }

  /** A claim on a class that an administrator creates later is valid, so this is no error. */
  @Test
  void newClaimsWithAnUnknownStorageClassAreWarnings() {
    owners.put("StorageClass fast", null);

    assertEquals(
        List.of(),
        errors(
            Map.of(
                "masterRecoveryStorageClass",
                "fast",
                "dataVolumeSize",
                "1Gi",
                "dataVolumeStorageClass",
                "fsat")));
    assertEquals(
        List.of(
            """
            spark:dataVolumeStorageClass: the cluster has no storage class "fsat", so the pods that use the claim spark-data would wait for a volume. \
            kubectl get storageclass lists the cluster's classes."""),
        warnings);
  }

  @Test
  void anUnknownStorageClassOfTheWorkersIsAWarning() {
    owners.put("StorageClass fast", null);

    assertEquals(List.of(), errors(Map.of("masterRecovery", "none", "workerStorageClass", "fsat")));
    assertEquals(
        List.of(
            """
            spark:workerStorageClass: the cluster has no storage class "fsat", so the workers would wait for a volume. \
            kubectl get storageclass lists the cluster's classes."""),
        warnings);
    errors(Map.of("masterRecovery", "none", "workerStorageClass", "fast"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void storageClassesThatMayNotBeListedAreNoWarning() {
    storageClass =
        () -> {
          throw new LookupException(Failure.FORBIDDEN, new IllegalStateException("forbidden"));
        };
    assertEquals(List.of(), errors(Map.of()));
    assertEquals(List.of(), warnings);
  }

  /** Kubernetes does not tell whether somebody enforces the policies. */
  @Test
  void newNetworkPoliciesWithoutAKnownPluginAreAWarningUntilTheUserConfirmsThem() {
    apiGroups = () -> Set.of("apps", "networking.k8s.aws", "vpcresources.k8s.aws");

    assertEquals(List.of(), errors(Map.of()));
    assertEquals(
        List.of(
            """
            spark:networkPolicy: NetworkPolicies protect the Spark cluster only if the network plugin of the Kubernetes cluster enforces them, \
            and the program sees no plugin that is known to. \
            Set spark:networkPolicy to true to confirm that yours does, or to false to make no policies."""),
        warnings);
    for (var answer : List.of("true", "false")) {
      assertEquals(List.of(), errors(Map.of("networkPolicy", answer)));
      assertEquals(List.of(), warnings, answer);
    }
    state.put("NetworkPolicy spark-dev/spark", "1");
    errors(Map.of());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aPluginThatEnforcesNetworkPoliciesIsNoWarning() {
    for (var group :
        List.of(
            "crd.projectcalico.org",
            "projectcalico.org",
            "cilium.io",
            "crd.antrea.io",
            "k8s.ovn.org",
            "kubeovn.io")) {
      apiGroups = () -> Set.of("apps", group);
      assertEquals(List.of(), errors(Map.of()));
      assertEquals(List.of(), warnings, group);
    }
  }

  @Test
  void apiGroupsThatMayNotBeListedAreNoPluginAndNoError() {
    apiGroups =
        () -> {
          throw new LookupException(Failure.FORBIDDEN, new IllegalStateException("forbidden"));
        };

    assertEquals(List.of(), errors(Map.of()));
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith("spark:networkPolicy: "), warnings::toString);
  }

  /** The program would take over an object that the check does not know. */
  @Test
  void everyObjectWithAFixedNameIsAskedFor() {
    var recorded =
        Recording.of(new ProjectFolder(Path.of(".")), Recording.EVERYTHING)
            .kubernetesObjects()
            .stream()
            .filter(it -> !it.kind().equals("ConfigMap") || it.at("immutable") == null)
            .map(PreflightTest::nameOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        recorded,
        objects(Recording.EVERYTHING).stream()
            .map(it -> it.apiVersion() + " " + it)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String nameOf(Manifest object) {
    var namespace = object.at("metadata.namespace") instanceof String it ? it : "";
    var name = (String) object.at("metadata.name");
    var apiVersion = object.type().replaceFirst("^kubernetes:(core/)?", "").replaceFirst(":.*", "");
    if (apiVersion.contains("networking")) {
      apiVersion = "networking.k8s.io/v1";
    }
    return apiVersion + " " + new ObjectName(apiVersion, object.kind(), namespace, name);
  }

  private List<String> errors(Map<String, Object> config) {
    var settings = dev(config);
    var check = Preflight.in(new Cluster(), state(), isPreview);
    var drivers = new HashMap<String, DriverSettings>();
    settings.driver().ifPresent(it -> drivers.put("spark", it));
    try {
      warnings = check.check(Map.of("spark", settings.cluster()), drivers);
      return List.of();
    } catch (RunException e) {
      return List.of(e.getMessage());
    }
  }

  private static Map<String, Object> with(Map<String, Object> config, String key, Object value) {
    var with = new HashMap<>(config);
    with.put(key, value);
    return with;
  }

  private static List<ObjectName> objects(Map<String, Object> config) {
    var settings = dev(config);
    return ClusterObjects.of(settings.cluster(), settings.driver());
  }

  /** The engine's answer for a stack that was last updated through the context {@code first}. */
  private StackState state() {
    var resources = new HashMap<String, Object>();
    resources.put(
        "urn:pulumi:dev::spark::pulumi:providers:kubernetes::kubernetes",
        Map.of(
            "type",
            "pulumi:providers:kubernetes",
            "outputs",
            Map.of("kubeconfig", "", "context", "first")));
    state.forEach((name, uid) -> resources.put(name, Map.of("outputs", outputs(name, uid))));
    return StackState.of(Map.of("outputs", resources));
  }

  private static Map<String, Object> outputs(String object, String uid) {
    var kind = object.substring(0, object.indexOf(' '));
    var name = object.substring(object.lastIndexOf(object.contains("/") ? '/' : ' ') + 1);
    var namespace = object.contains("/") ? object.replaceFirst(".* (.*)/.*", "$1") : "";
    return Map.of(
        "kind", kind, "metadata", Map.of("name", name, "namespace", namespace, "uid", uid));
  }

  private Optional<LiveObject> find(ObjectName object) {
    var name = object.toString();
    if (!owners.containsKey(name)) {
      return Optional.empty();
    }
    var owner = owners.get(name);
    return Optional.of(
        new LiveObject(uid(name), owner == null ? Map.of() : Map.of(Ownership.OWNER, owner)));
  }

  private static String uid(String object) {
    return "uid of " + object;
  }

  private static KubernetesAccess context(String name) {
    return new KubernetesAccess(Optional.empty(), Optional.of(name), Optional.empty());
  }

  private final class Cluster implements LiveCluster {
    @Override
    public KubernetesAccess access() {
      return access;
    }

    @Override
    public Optional<LiveObject> find(ObjectName object) throws LookupException {
      return answer.find(object);
    }

    @Override
    public boolean hasDefaultStorageClass() throws LookupException {
      return storageClass.exists();
    }

    @Override
    public Set<String> apiGroups() throws LookupException {
      return apiGroups.get();
    }
  }

  private interface StorageClass {
    boolean exists() throws LookupException;
  }

  private interface ApiGroups {
    Set<String> get() throws LookupException;
  }

  private interface Answer {
    Optional<LiveObject> find(ObjectName object) throws LookupException;
  }

  private static Settings dev(Map<String, Object> config) {
    return SettingsReader.read(Recording.passed(config), "dev", Path.of("."));
  }
}
