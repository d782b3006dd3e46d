package sparkstack.config;

import java.time.Duration;
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
  private static final String ACCESS_MODE = "ReadWriteMany";

  /** Every cluster has them, and not for one stack. */
  private static final Set<String> KUBERNETES_NAMESPACES =
      Set.of("default", "kube-node-lease", "kube-public", "kube-system");

  ClusterSettings read(ImageReader.Result image) {
    var name = values.get(ClusterKeys.NAME.with(Form.required(Syntax.CLUSTER_NAME, defaultName)));
    var namespace = namespace();
    checkName(name, namespace);
    var adopted = values.get(ClusterKeys.ADOPT);
    var metadata = new MetadataReader(values);
    var labels = metadata.labels();
    var podStart = values.get(ClusterKeys.POD_START_TIMEOUT_MINUTES);
    values.get(ClusterKeys.NOT_SECRET);
    var pull = pull(image);
    var serviceAccount = values.get(ClusterKeys.SERVICE_ACCOUNT);
    var accountAnnotations = metadata.annotations(ClusterKeys.SERVICE_ACCOUNT_ANNOTATIONS);
    if (serviceAccount.isPresent() && !accountAnnotations.isEmpty()) {
      values.reject(
          ClusterKeys.SERVICE_ACCOUNT_ANNOTATIONS,
          "must be left out with %s: the stack annotates only an account that it creates"
              .formatted(values.name(ClusterKeys.SERVICE_ACCOUNT)));
    }
    var podUser = values.get(ClusterKeys.POD_USER);
    var master = master(image.sparkVersion());
    var workers = workers(image.sparkVersion());
    var executors = executors(workers);
    checkLimit(workers, executors);
    var ui = new UiReader(values).read();
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
    var name = values.get(ClusterKeys.NAMESPACE).orElseGet(this::defaultNamespace);
    var created = values.get(ClusterKeys.CREATE_NAMESPACE);
    if (created
        && KUBERNETES_NAMESPACES.contains(name)
        && values.areRight(ClusterKeys.CREATE_NAMESPACE)) {
      values.reject(
          ClusterKeys.NAMESPACE,
          name,
          "another name, or %s false: the stack would own a namespace of Kubernetes' own, and delete it"
              .formatted(values.name(ClusterKeys.CREATE_NAMESPACE)));
    }
    return new NamespaceSettings(name, created);
  }

  /** Stacks may have names that namespaces may not. */
  private String defaultNamespace() {
    var name = defaultName + "-" + owner.stack();
    if (!values.isSet(ClusterKeys.NAMESPACE) && Syntax.NAMESPACE.read(name).isEmpty()) {
      values.reject(
          ClusterKeys.NAMESPACE,
          name,
          Syntax.NAMESPACE.allowed() + "; set it, since the stack's name gives none");
    }
    return name;
  }

  /** The program's own pods have no service links, but in a namespace with others' it matters. */
  private void checkName(String name, NamespaceSettings namespace) {
    if (name.equals("spark") && !namespace.created() && values.areRight(ClusterKeys.NAME)) {
      values.reject(
          ClusterKeys.NAME,
          name,
          "another name in a namespace that others use too: for the Service spark-master, Kubernetes"
              + " sets SPARK_MASTER_PORT=tcp://… in their pods, which Spark takes for its port");
    }
  }

  private PullSettings pull(ImageReader.Result image) {
    return new PullSettings(
        image.registry(),
        image.credentials(),
        values.get(ClusterKeys.IMAGE_PULL_POLICY),
        values.get(ClusterKeys.IMAGE_PULL_SECRETS));
  }

  private MasterSettings master(String sparkVersion) {
    return new MasterSettings(
        values.get(MasterKeys.MEMORY),
        new RoleReader(values, MasterKeys.ROLE, sparkVersion)
            .read(values.get(MasterKeys.CPU_REQUEST), RoleReader.limitFor(MASTER_CORES)));
  }

  private WorkerSettings workers(String sparkVersion) {
    var replicas = values.get(WorkerKeys.REPLICAS);
    var cores = values.get(WorkerKeys.CORES);
    var autoscalingReader = new AutoscalingReader(values);
    var autoscaling = autoscalingReader.read(replicas, cores);
    var workers =
        new WorkerSettings(
            replicas,
            autoscaling,
            cores,
            values.get(WorkerKeys.MEMORY),
            values.get(WorkerKeys.DAEMON_MEMORY),
            values.get(WorkerKeys.MEMORY_OVERHEAD),
            values.get(WorkerKeys.MEMORY_LIMIT),
            new RoleReader(values, WorkerKeys.ROLE, sparkVersion)
                .read(
                    values.get(WorkerKeys.CPU_REQUEST).orElse(CpuQuantity.ofCores(cores)),
                    RoleReader.limitFor(cores)));
    autoscaling.ifPresent(
        it -> autoscalingReader.checkTarget(it, cores, workers.role().cpuLimit()));
    return workers;
  }

  /** One that is as large as a worker always fits. */
  private ExecutorSettings executors(WorkerSettings workers) {
    var cores = values.get(WorkerKeys.EXECUTOR_CORES);
    var memory = values.get(WorkerKeys.EXECUTOR_MEMORY);
    cores
        .filter(it -> it > workers.cores())
        .filter(it -> values.areRight(WorkerKeys.CORES))
        .ifPresent(
            it ->
                values.reject(
                    WorkerKeys.EXECUTOR_CORES,
                    String.valueOf(it),
                    "at most %s, %d: no worker could run an executor"
                        .formatted(values.name(WorkerKeys.CORES), workers.cores())));
    memory
        .filter(it -> it.mebibytes() > workers.memory().mebibytes())
        .filter(it -> values.areRight(WorkerKeys.MEMORY))
        .ifPresent(
            it ->
                values.reject(
                    WorkerKeys.EXECUTOR_MEMORY,
                    values.typed(WorkerKeys.EXECUTOR_MEMORY),
                    "at most %s, %s: no worker could run an executor"
                        .formatted(
                            values.name(WorkerKeys.MEMORY), values.typed(WorkerKeys.MEMORY))));
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
                    WorkerKeys.CORES,
                    WorkerKeys.MEMORY,
                    WorkerKeys.DAEMON_MEMORY,
                    WorkerKeys.MEMORY_OVERHEAD,
                    WorkerKeys.EXECUTOR_CORES,
                    WorkerKeys.EXECUTOR_MEMORY))
        .ifPresent(
            limit ->
                values.reject(
                    WorkerKeys.MEMORY_LIMIT,
                    values.typed(WorkerKeys.MEMORY_LIMIT),
                    "at least %s, what the worker's own JVM and %s need"
                        .formatted(
                            needed.toSpark(), count == 1 ? "its executor" : count + " executors")));
  }

  private Optional<DataVolumeSettings> dataVolume() {
    var size = values.get(ClusterKeys.DATA_VOLUME_SIZE);
    var storageClass = values.get(ClusterKeys.DATA_VOLUME_STORAGE_CLASS);
    var accessMode = values.get(ClusterKeys.DATA_VOLUME_ACCESS_MODE);
    values.requireFor(ClusterKeys.DATA_VOLUME_SIZE, ClusterKeys.DATA_VOLUME_STORAGE_CLASS);
    if (!accessMode.equals(ACCESS_MODE)) {
      values.requireFor(ClusterKeys.DATA_VOLUME_SIZE, ClusterKeys.DATA_VOLUME_ACCESS_MODE);
    }
    return size.map(bytes -> new DataVolumeSettings(bytes, storageClass, accessMode));
  }
}
