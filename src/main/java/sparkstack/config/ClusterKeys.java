package sparkstack.config;

import static sparkstack.config.Form.list;
import static sparkstack.config.Form.map;
import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Key.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.PodUser;

/** The keys of the cluster as a whole, and of its data volume. */
final class ClusterKeys {
  private static final int MOST_ROTATIONS = 1_000_000;
  private static final int DAY_OF_MINUTES = 24 * 60;

  static final Key<String> NAME =
      key(
          "clusterName",
          required(KubernetesSyntax.CLUSTER_NAME, "spark"),
          "First part of the names of the objects: CLUSTER-master, CLUSTER-worker, CLUSTER-driver,"
              + " CLUSTER-ui.");

  static final Key<Optional<String>> NAMESPACE =
      key(
          "namespace",
          optional(KubernetesSyntax.NAMESPACE),
          "Namespace of the cluster. If it is not set, it is spark- and the stack's name.");

  static final Key<Boolean> CREATE_NAMESPACE =
      key(
          "createNamespace",
          required(Syntax.BOOLEAN.like("false"), "true"),
          "Whether the stack creates the namespace, with the Pod Security level restricted, and"
              + " deletes it with everything in it. Set it to false for an existing namespace, and"
              + " clusterName to another name than spark.");

  static final Key<Optional<String>> ADOPT =
      key(
          "adopt",
          optional(KubernetesSyntax.OWNER),
          "Owner whose namespace and objects this stack takes over, PROJECT/STACK or unowned, as the"
              + " error names it. pulumi destroy then deletes them. If it is not set, the stack takes"
              + " over nothing.");

  static final Key<Map<String, String>> LABELS =
      key(
          "labels",
          map(KubernetesSyntax.LABEL_KEY.like("team"), KubernetesSyntax.LABEL_VALUE),
          "Labels of every object of the cluster and of its pods, for example for a policy that"
              + " requires them. Selectors do not use them. On pods, the labels of masterPod,"
              + " workerPod and driverPod take precedence. A change rolls the pods of master and"
              + " workers and runs the driver again.");

  static final Key<Integer> POD_START_TIMEOUT_MINUTES =
      key(
          "podStartTimeoutMinutes",
          required(Syntax.wholeNumber(1, DAY_OF_MINUTES).in("minutes").like("20"), "10"),
          "How long pulumi up waits for pods to start: for a node with room, such as one that a"
              + " cluster autoscaler adds, and for the image to be pulled. The time starts again when"
              + " a pod becomes ready. A pod that cannot start, for example because its image does not"
              + " exist, fails the update after one minute.");

  static final Key<List<String>> NOT_SECRET =
      key(
          "notSecret",
          list(SparkSyntax.ARGUMENT_NAME),
          "Names of arguments, properties, variables and JVM options that look like secrets and are"
              + " not. The program refuses secrets in plain text, and does not check the values of"
              + " these names.");

  static final Key<String> IMAGE_PULL_POLICY =
      key(
          "imagePullPolicy",
          required(KubernetesSyntax.PULL_POLICY, "IfNotPresent"),
          "When nodes pull the image.");

  static final Key<List<String>> IMAGE_PULL_SECRETS =
      key(
          "imagePullSecrets",
          list(KubernetesSyntax.OBJECT_NAME.like("registry-credentials")),
          "Names of Secrets in the namespace that nodes use to pull the image.");

  static final Key<Optional<String>> SERVICE_ACCOUNT =
      key(
          "serviceAccount",
          optional(KubernetesSyntax.OBJECT_NAME.like("spark-jobs")),
          "Existing ServiceAccount of all pods. If it is not set, the stack creates one without any"
              + " permissions. No pod gets the account's token.");

  static final Key<Map<String, String>> SERVICE_ACCOUNT_ANNOTATIONS =
      key(
          "serviceAccountAnnotations",
          map(
              KubernetesSyntax.ANNOTATION.like("eks.amazonaws.com/role-arn"),
              KubernetesSyntax.ANNOTATION_VALUE.like("arn:aws:iam::123456789012:role/spark")),
          "Annotations of the ServiceAccount that the stack creates, by which a cloud gives its pods"
              + " a role (workload identity).");

  static final Key<PodUser> POD_USER =
      key(
          "podUser",
          required(KubernetesSyntax.POD_USER, "image"),
          "Where the user and the groups of the pods come from: image for the image's own, 10000 and"
              + " 10000; assigned if the cluster assigns them. OpenShift's restricted-v2 needs"
              + " assigned.");

  static final Key<Boolean> AUTHENTICATION =
      key(
          "authentication",
          required(Syntax.BOOLEAN.like("false"), "true"),
          "Whether master, workers, drivers and executors need a common secret to connect to each"
              + " other. The stack generates it and keeps it in a Secret.");

  static final Key<Optional<Boolean>> ENCRYPTION =
      key(
          "encryption",
          optional(Syntax.BOOLEAN.like("false")),
          "Whether the connections between master, workers, drivers and executors are encrypted"
              + " (AES). It needs authentication. If it is not set, it is the same as"
              + " authentication.");

  static final Key<Integer> SECRET_ROTATION =
      key(
          "secretRotation",
          required(Syntax.wholeNumber(0, MOST_ROTATIONS).like("1"), "0"),
          "Number of the secret for authentication. A higher number makes the stack generate another"
              + " secret, and rolls all pods. Running applications fail.");

  static final Key<Optional<String>> DATA_VOLUME_SIZE =
      key(
          "dataVolumeSize",
          optional(QuantitySyntax.STORAGE_SIZE),
          "Size of a volume that workers and driver mount at /data, a Kubernetes quantity such as"
              + " 10Gi. If it is not set, there is no such volume.");

  static final Key<Optional<String>> DATA_VOLUME_STORAGE_CLASS =
      key(
          "dataVolumeStorageClass",
          optional(KubernetesSyntax.OBJECT_NAME.like("shared-files")),
          "Storage class of the data volume. If it is not set, it is the cluster's default.");

  static final Key<String> DATA_VOLUME_ACCESS_MODE =
      key(
          "dataVolumeAccessMode",
          required(KubernetesSyntax.ACCESS_MODE, "ReadWriteMany"),
          "Access mode of the data volume: ReadWriteMany, because driver and executors write to it"
              + " from several nodes, or ReadWriteOnce if all of them run on one node.");

  static final Section CLUSTER =
      Section.of(
          "Cluster",
          NAME,
          NAMESPACE,
          CREATE_NAMESPACE,
          ADOPT,
          LABELS,
          POD_START_TIMEOUT_MINUTES,
          NOT_SECRET,
          IMAGE_PULL_POLICY,
          IMAGE_PULL_SECRETS,
          SERVICE_ACCOUNT,
          SERVICE_ACCOUNT_ANNOTATIONS,
          POD_USER,
          AUTHENTICATION,
          ENCRYPTION,
          SECRET_ROTATION);

  static final Section DATA =
      Section.of("Data", DATA_VOLUME_SIZE, DATA_VOLUME_STORAGE_CLASS, DATA_VOLUME_ACCESS_MODE);

  private ClusterKeys() {}
}
