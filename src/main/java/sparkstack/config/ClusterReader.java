package sparkstack.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.DataVolumeSettings;
import sparkstack.settings.ExecutorSettings;
import sparkstack.settings.MasterSettings;
import sparkstack.settings.NamespaceSettings;
import sparkstack.settings.Owner;
import sparkstack.settings.PullSettings;
import sparkstack.settings.WorkerSettings;

/**
 * Reads what the cluster is: its namespace, its master, its workers, its data.
 *
 * @param defaultName of the cluster; with the stack's name after it, of its namespace
 * @param owner stack that the cluster belongs to
 */
record ClusterReader(ConfigValues values, String defaultName, Owner owner) {
  private static final int MASTER_CORES = 1;
  private static final int DAY_OF_MINUTES = 24 * 60;
  private static final String ACCESS_MODE = "ReadWriteMany";

  /** Every cluster has them, and not for one stack. */
  private static final Set<String> KUBERNETES_NAMESPACES =
      Set.of("default", "kube-node-lease", "kube-public", "kube-system");

  ClusterSettings read(ImageReader.Result image) {
    values.section("Cluster");
    var name = values.required("clusterName", defaultName, Syntax.CLUSTER_NAME);
    var namespace = namespace();
    checkName(name, namespace);
    var adopted = values.optional("adopt", Syntax.OWNER);
    var metadata = new MetadataReader(values);
    var labels = metadata.labels();
    var podStart =
        values.required(
            "podStartTimeoutMinutes",
            "10",
            Syntax.wholeNumber(1, DAY_OF_MINUTES).in("minutes").like("20"));
    values.list("notSecret", List.of(), Syntax.ARGUMENT_NAME);
    var pull = pull(image);
    var serviceAccount = values.optional("serviceAccount", Syntax.OBJECT_NAME.like("spark-jobs"));
    var accountAnnotations =
        metadata.annotations(
            "serviceAccountAnnotations",
            "eks.amazonaws.com/role-arn",
            "arn:aws:iam::123456789012:role/spark");
    if (serviceAccount.isPresent() && !accountAnnotations.isEmpty()) {
      values.reject(
          "serviceAccountAnnotations",
          "must be left out with %s: the stack annotates only an account that it creates"
              .formatted(values.name("serviceAccount")));
    }
    var podUser = values.required("podUser", "image", Syntax.POD_USER);
    values.section("Master");
    var master = master(image.sparkVersion());
    values.section("Workers");
    var workers = workers(image.sparkVersion());
    var executors = executors(workers);
    checkLimit(workers, executors);
    values.section("Web UI");
    var ui = new UiReader(values).read();
    values.section("Data");
    return new ClusterSettings(
        name,
        namespace,
        owner,
        adopted,
        labels,
        Duration.ofMinutes(podStart),
        image.sparkVersion(),
        master,
        workers,
        executors,
        ui,
        pull,
        serviceAccount,
        accountAnnotations,
        podUser,
        dataVolume());
  }

  private NamespaceSettings namespace() {
    var name = values.optional("namespace", Syntax.NAMESPACE).orElseGet(this::defaultNamespace);
    var created = values.required("createNamespace", "true", Syntax.BOOLEAN.like("false"));
    if (created && KUBERNETES_NAMESPACES.contains(name) && values.areRight("createNamespace")) {
      values.reject(
          "namespace",
          name,
          "another name, or %s false: the stack would own a namespace of Kubernetes' own, and delete it"
              .formatted(values.name("createNamespace")));
    }
    return new NamespaceSettings(name, created);
  }

  /** Stacks may have names that namespaces may not. */
  private String defaultNamespace() {
    var name = defaultName + "-" + owner.stack();
    if (!values.isSet("namespace") && Syntax.NAMESPACE.read(name).isEmpty()) {
      values.reject(
          "namespace",
          name,
          Syntax.NAMESPACE.allowed() + "; set it, since the stack's name gives none");
    }
    return name;
  }

  /** The program's own pods have no service links, but in a namespace with others' it matters. */
  private void checkName(String name, NamespaceSettings namespace) {
    if (name.equals("spark") && !namespace.created() && values.areRight("clusterName")) {
      values.reject(
          "clusterName",
          name,
          "another name in a namespace that others use too: for the Service spark-master, Kubernetes"
              + " sets SPARK_MASTER_PORT=tcp://… in their pods, which Spark takes for its port");
    }
  }

  private PullSettings pull(ImageReader.Result image) {
    return new PullSettings(
        image.registry(),
        image.credentials(),
        values.required("imagePullPolicy", "IfNotPresent", Syntax.PULL_POLICY),
        values.list(
            "imagePullSecrets", List.of(), Syntax.OBJECT_NAME.like("registry-credentials")));
  }

  private MasterSettings master(String sparkVersion) {
    var role = new RoleReader(values, "master", sparkVersion);
    return new MasterSettings(
        values.required("masterMemory", "512m", Syntax.DAEMON_HEAP.like("2g")),
        role.read(
            role.cpuRequest("100m"),
            RoleReader.limitFor(MASTER_CORES),
            "1Gi",
            new PropertiesReader.Key("masterConf", "spark.deploy.spreadOutApps", "false")));
  }

  private WorkerSettings workers(String sparkVersion) {
    var replicas =
        values.required("workerReplicas", "2", Syntax.wholeNumber(0, 10_000).in("workers"));
    var cores = values.required("workerCores", "1", Syntax.wholeNumber(1, 1024).in("cores"));
    var role = new RoleReader(values, "worker", sparkVersion);
    var autoscalingReader = new AutoscalingReader(values);
    var autoscaling = autoscalingReader.read(replicas, cores);
    var workers =
        new WorkerSettings(
            replicas,
            autoscaling,
            cores,
            values.required("workerMemory", "1g", Syntax.HEAP.like("8g")),
            values.required("workerDaemonMemory", "256m", Syntax.DAEMON_HEAP),
            values.optional("workerMemoryOverhead", Syntax.MEMORY.like("1g")),
            values.optional("workerMemoryLimit", Syntax.MEMORY.like("2g")),
            role.read(
                role.cpuRequest(CpuQuantity.ofCores(cores)),
                RoleReader.limitFor(cores),
                "10Gi",
                new PropertiesReader.Key(
                    "workerConf", "spark.worker.cleanup.appDataTtl", "86400")));
    autoscaling.ifPresent(
        it -> autoscalingReader.checkTarget(it, cores, workers.role().cpuLimit()));
    return workers;
  }

  /** One that is as large as a worker always fits. */
  private ExecutorSettings executors(WorkerSettings workers) {
    var cores = values.optional("executorCores", Syntax.wholeNumber(1, 1024).in("cores").like("2"));
    var memory = values.optional("executorMemory", Syntax.HEAP.like("4g"));
    cores
        .filter(it -> it > workers.cores())
        .filter(it -> values.areRight("workerCores"))
        .ifPresent(
            it ->
                values.reject(
                    "executorCores",
                    String.valueOf(it),
                    "at most %s, %d: no worker could run an executor"
                        .formatted(values.name("workerCores"), workers.cores())));
    memory
        .filter(it -> it.mebibytes() > workers.memory().mebibytes())
        .filter(it -> values.areRight("workerMemory"))
        .ifPresent(
            it ->
                values.reject(
                    "executorMemory",
                    values.typed("executorMemory"),
                    "at most %s, %s: no worker could run an executor"
                        .formatted(values.name("workerMemory"), values.typed("workerMemory"))));
    return new ExecutorSettings(cores.orElse(workers.cores()), memory.orElse(workers.memory()));
  }

  private void checkLimit(WorkerSettings workers, ExecutorSettings executors) {
    var needed = ContainerMemory.neededByWorker(workers, executors);
    var count = workers.executorsPerWorker(executors);
    workers
        .memoryLimit()
        .filter(limit -> limit.mebibytes() < needed.mebibytes())
        .filter(
            limit ->
                values.areRight(
                    "workerCores",
                    "workerMemory",
                    "workerDaemonMemory",
                    "workerMemoryOverhead",
                    "executorCores",
                    "executorMemory"))
        .ifPresent(
            limit ->
                values.reject(
                    "workerMemoryLimit",
                    values.typed("workerMemoryLimit"),
                    "at least %s, what the worker's own JVM and %s need"
                        .formatted(
                            needed.toSpark(), count == 1 ? "its executor" : count + " executors")));
  }

  private Optional<DataVolumeSettings> dataVolume() {
    var size = values.optional("dataVolumeSize", Syntax.STORAGE_SIZE);
    var storageClass =
        values.optional("dataVolumeStorageClass", Syntax.OBJECT_NAME.like("shared-files"));
    var accessMode = values.required("dataVolumeAccessMode", ACCESS_MODE, Syntax.ACCESS_MODE);
    values.requireFor("dataVolumeSize", "dataVolumeStorageClass");
    if (!accessMode.equals(ACCESS_MODE)) {
      values.requireFor("dataVolumeSize", "dataVolumeAccessMode");
    }
    return size.map(bytes -> new DataVolumeSettings(bytes, storageClass, accessMode));
  }
}
