package sparkstack.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.settings.AuthenticationSettings;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.DataVolumeSettings;
import sparkstack.settings.ExecutorSettings;
import sparkstack.settings.KeyNames;
import sparkstack.settings.MasterSettings;
import sparkstack.settings.NamespaceSettings;
import sparkstack.settings.Owner;
import sparkstack.settings.PullSettings;
import sparkstack.settings.SparkVersion;
import sparkstack.settings.WorkerSettings;

/**
 * Reads the settings of the cluster: its namespace, master, workers, web UI and data volume.
 *
 * @param defaultName default of the cluster's name; with - and the stack's name, default of the
 *     namespace
 * @param owner stack that owns the cluster
 */
record ClusterReader(ConfigValues values, String defaultName, Owner owner) {
  private static final int MASTER_CORES = 1;
  private static final String ACCESS_MODE = "ReadWriteMany";

  /** Namespaces that every Kubernetes cluster has and no stack may own. */
  private static final Set<String> KUBERNETES_NAMESPACES =
      Set.of("default", "kube-node-lease", "kube-public", "kube-system");

  ClusterSettings read(ImageReader.Result image) {
    var name =
        values.get(
            ClusterKeys.NAME.with(Form.required(KubernetesSyntax.CLUSTER_NAME, defaultName)));
    var namespace = namespace();
    checkName(name, namespace);
    var adopted = values.get(ClusterKeys.ADOPT);
    var metadata = new MetadataReader(values);
    var labels = metadata.labels();
    var podStart = values.get(ClusterKeys.POD_START_TIMEOUT_MINUTES);
    values.get(ClusterKeys.NOT_SECRET);
    var pull = pull(image);
    var serviceAccount = values.get(ClusterKeys.SERVICE_ACCOUNT);
    var accountAnnotations = accountAnnotations(metadata, serviceAccount);
    var podUser = values.get(ClusterKeys.POD_USER);
    var master = master(image.sparkVersion());
    var workers = workers(image.sparkVersion());
    var executors = executors(workers);
    checkLimit(workers, executors);
    var ui = new UiReader(values).read();
    var networkPolicy = new NetworkPolicyReader(values).read();
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
        authentication(image.sparkVersion()),
        networkPolicy,
        dataVolume(),
        keys(image));
  }

  private Optional<AuthenticationSettings> authentication(String sparkVersion) {
    var isOn = values.get(ClusterKeys.AUTHENTICATION);
    var encryption = values.get(ClusterKeys.ENCRYPTION);
    var rotation = values.get(ClusterKeys.SECRET_ROTATION);
    if (!isOn && encryption.orElse(false) && values.areRight(ClusterKeys.AUTHENTICATION)) {
      values.reject(
          ClusterKeys.ENCRYPTION,
          "true",
          "false without %s".formatted(values.name(ClusterKeys.AUTHENTICATION)));
    }
    if (!isOn && values.areRight(ClusterKeys.AUTHENTICATION)) {
      values.warn(
          ClusterKeys.AUTHENTICATION,
          "with false, everybody who can connect to the master runs programs in the cluster's pods, and nothing is encrypted");
    }
    if (!isOn) {
      return Optional.empty();
    }
    var settings = new AuthenticationSettings(encryption.orElse(true), rotation);
    warnOfCipher(settings, SparkVersion.of(sparkVersion));
    return Optional.of(settings);
  }

  /** Spark 3 never had another cipher; the manual says so. */
  private void warnOfCipher(AuthenticationSettings settings, SparkVersion version) {
    if (settings.encryption() && !version.isBefore4() && !version.hasAesGcm()) {
      values.warn(
          ImageKeys.SPARK_VERSION,
          "in this version, AES-GCM loses messages (SPARK-56227), so connections have AES-CTR, which does not find bytes that somebody changes on the way: use 4.0.4, 4.1.3 or a later version");
    }
  }

  private Map<String, String> accountAnnotations(
      MetadataReader metadata, Optional<String> serviceAccount) {
    var annotations = metadata.annotations(ClusterKeys.SERVICE_ACCOUNT_ANNOTATIONS);
    if (serviceAccount.isPresent() && !annotations.isEmpty()) {
      values.reject(
          ClusterKeys.SERVICE_ACCOUNT_ANNOTATIONS,
          "must be left out with %s: the stack annotates only a ServiceAccount that it creates"
              .formatted(values.name(ClusterKeys.SERVICE_ACCOUNT)));
    }
    return annotations;
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
          "another name unless %s is false: the stack would own and delete a namespace of Kubernetes"
              .formatted(values.name(ClusterKeys.CREATE_NAMESPACE)));
    }
    return new NamespaceSettings(name, created);
  }

  /** Reports an error if the stack's name is not valid in the name of a namespace. */
  private String defaultNamespace() {
    var name = defaultName + "-" + owner.stack();
    if (!values.isSet(ClusterKeys.NAMESPACE) && KubernetesSyntax.NAMESPACE.read(name).isEmpty()) {
      values.reject(
          ClusterKeys.NAMESPACE,
          name,
          KubernetesSyntax.NAMESPACE.allowed()
              + "; set it, because the stack's name gives no valid default");
    }
    return name;
  }

  /** The program's own pods have no service links, but other pods in the namespace may have. */
  private void checkName(String name, NamespaceSettings namespace) {
    if (name.equals("spark") && !namespace.created() && values.areRight(ClusterKeys.NAME)) {
      values.reject(
          ClusterKeys.NAME,
          name,
          "another name with %s false: for the Service spark-master, Kubernetes sets SPARK_MASTER_PORT=tcp://… in other pods of the namespace, and Spark reads it as a port"
              .formatted(values.name(ClusterKeys.CREATE_NAMESPACE)));
    }
  }

  private KeyNames keys(ImageReader.Result image) {
    return new KeyNames(
        values.name(ClusterKeys.NAME),
        values.name(ClusterKeys.NAMESPACE),
        values.name(ClusterKeys.CREATE_NAMESPACE),
        values.name(ClusterKeys.ADOPT),
        values.name(ClusterKeys.POD_START_TIMEOUT_MINUTES),
        values.name(ClusterKeys.IMAGE_PULL_SECRETS),
        image.usernameKey(),
        image.passwordKey(),
        values.name(MasterKeys.MEMORY),
        values.name(MasterKeys.STORAGE),
        values.name(DriverKeys.TIMEOUT_MINUTES),
        values.name(DriverKeys.MEMORY),
        values.name(DriverKeys.MEMORY_OVERHEAD),
        values.name(DriverKeys.STORAGE),
        values.name(NetworkKeys.NETWORK_POLICY),
        values.name(MasterKeys.RECOVERY),
        values.name(MasterKeys.RECOVERY_STORAGE_CLASS),
        values.name(WorkerKeys.STORAGE_CLASS),
        values.name(ClusterKeys.DATA_VOLUME_SIZE),
        values.name(ClusterKeys.DATA_VOLUME_STORAGE_CLASS));
  }

  private PullSettings pull(ImageReader.Result image) {
    return new PullSettings(
        image.registry(),
        image.credentials(),
        values.get(ClusterKeys.IMAGE_PULL_POLICY),
        values.get(ClusterKeys.IMAGE_PULL_SECRETS));
  }

  private MasterSettings master(String sparkVersion) {
    var role =
        new RoleReader(values, MasterKeys.ROLE, sparkVersion)
            .read(values.get(MasterKeys.CPU_REQUEST), RoleReader.limitFor(MASTER_CORES));
    return new MasterSettings(
        values.get(MasterKeys.MEMORY),
        new RecoveryReader(values, sparkVersion, role.properties()).read(),
        role);
  }

  private WorkerSettings workers(String sparkVersion) {
    var replicas = values.get(WorkerKeys.REPLICAS);
    var cores = values.get(WorkerKeys.CORES);
    var autoscalingReader = new AutoscalingReader(values);
    var autoscaling = autoscalingReader.read(replicas, cores);
    var role =
        new RoleReader(values, WorkerKeys.ROLE, sparkVersion)
            .read(
                values.get(WorkerKeys.CPU_REQUEST).orElse(CpuQuantity.ofCores(cores)),
                RoleReader.limitFor(cores));
    var workers =
        new WorkerSettings(
            replicas,
            autoscaling,
            cores,
            values.get(WorkerKeys.MEMORY),
            values.get(WorkerKeys.DAEMON_MEMORY),
            values.get(WorkerKeys.MEMORY_OVERHEAD),
            values.get(WorkerKeys.MEMORY_LIMIT),
            new DecommissionReader(values).read(role.pod()),
            values.get(WorkerKeys.MAX_UNAVAILABLE),
            values.get(WorkerKeys.DISRUPTION_BUDGET),
            role);
    autoscaling.ifPresent(
        it -> autoscalingReader.checkTarget(it, cores, workers.role().cpuLimit()));
    return workers;
  }

  /** An executor has the size of a worker by default, because that always fits. */
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
                    "at most %s (%d): otherwise, no worker has room for an executor"
                        .formatted(values.name(WorkerKeys.CORES), workers.cores())));
    memory
        .filter(it -> it.mebibytes() > workers.memory().mebibytes())
        .filter(it -> values.areRight(WorkerKeys.MEMORY))
        .ifPresent(
            it ->
                values.reject(
                    WorkerKeys.EXECUTOR_MEMORY,
                    values.typed(WorkerKeys.EXECUTOR_MEMORY),
                    "at most %s (%s): otherwise, no worker has room for an executor"
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
                    "at least %s, the memory that the worker's own JVM and %s need"
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
