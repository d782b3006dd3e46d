package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.CapabilitiesArgs;
import com.pulumi.kubernetes.core.v1.inputs.ConfigMapEnvSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ConfigMapKeySelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.ConfigMapProjectionArgs;
import com.pulumi.kubernetes.core.v1.inputs.ConfigMapVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerResizePolicyArgs;
import com.pulumi.kubernetes.core.v1.inputs.DownwardAPIVolumeFileArgs;
import com.pulumi.kubernetes.core.v1.inputs.DownwardAPIVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ExecActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.GRPCActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.HostAliasArgs;
import com.pulumi.kubernetes.core.v1.inputs.KeyToPathArgs;
import com.pulumi.kubernetes.core.v1.inputs.NodeSelectorRequirementArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodAffinityTermArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodDNSConfigArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodDNSConfigOptionArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodOSArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodReadinessGateArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodResourceClaimArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSchedulingGateArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PreferredSchedulingTermArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProjectedVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceFieldSelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.core.v1.inputs.SeccompProfileArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretEnvSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretKeySelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretProjectionArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.ServiceAccountTokenProjectionArgs;
import com.pulumi.kubernetes.core.v1.inputs.TCPSocketActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.TolerationArgs;
import com.pulumi.kubernetes.core.v1.inputs.TopologySpreadConstraintArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.core.v1.inputs.WeightedPodAffinityTermArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorRequirementArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IPBlockArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPortArgs;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sparkstack.kubernetes.KubernetesObjects;

/**
 * Checks the values of single fields in pods and in network policies against the rules of the API
 * server and of nodes.
 *
 * <p>A preview cannot rely on the API server's dry run: Pulumi makes none for a pod while the
 * digest of its image is unknown, and none for an object in a namespace that does not exist yet.
 */
record PodFields(ConfigValues values) implements KubernetesObjects.Check {
  private static final Syntax<String> LABEL_KEY = KubernetesSyntax.LABEL_KEY;

  /** Fields that Kubernetes reads as a number, so that another notation is the same value. */
  private static final Pattern QUANTITIES =
      Pattern.compile("[.](sizeLimit|divisor|(limits|requests|capacity)[.][^.]+)$");

  private static final Syntax<Integer> WEIGHT = Syntax.wholeNumber(1, 100);
  private static final Syntax<Integer> POSITIVE = Syntax.atLeast(1);
  private static final Syntax<Integer> NOT_NEGATIVE = Syntax.atLeast(0);
  private static final Syntax<Integer> PORT = Syntax.wholeNumber(1, 65535);
  private static final Syntax<String> PROTOCOL = Syntax.oneOf("TCP", "UDP", "SCTP");
  private static final Syntax<String> POLICY = Syntax.oneOf("Honor", "Ignore");

  /**
   * The fields by the class of their object. For a list or a map, the syntax is that of a value.
   */
  private static final Map<Class<?>, List<Field>> FIELDS =
      Map.ofEntries(
          of(
              PodSpecArgs.class,
              optional("activeDeadlineSeconds", POSITIVE),
              optional(
                  "dnsPolicy",
                  Syntax.oneOf("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")),
              optional("hostname", KubernetesSyntax.NAMESPACE),
              optional("nodeName", KubernetesSyntax.OBJECT_NAME),
              optional("nodeSelector", KubernetesSyntax.LABEL_VALUE),
              optional("overhead", QuantitySyntax.QUANTITY),
              optional("preemptionPolicy", Syntax.oneOf("Never", "PreemptLowerPriority")),
              optional("priorityClassName", KubernetesSyntax.OBJECT_NAME),
              optional("runtimeClassName", KubernetesSyntax.OBJECT_NAME),
              optional("schedulerName", KubernetesSyntax.OBJECT_NAME),
              optional("subdomain", KubernetesSyntax.NAMESPACE),
              optional("terminationGracePeriodSeconds", NOT_NEGATIVE)),
          // The image is a Linux image.
          of(PodOSArgs.class, required("name", Syntax.oneOf("linux"))),
          of(
              HostAliasArgs.class,
              required("ip", NetworkSyntax.ADDRESS),
              optional("hostnames", KubernetesSyntax.OBJECT_NAME)),
          of(PodDNSConfigArgs.class, optional("nameservers", NetworkSyntax.ADDRESS)),
          of(PodDNSConfigOptionArgs.class, required("name", SparkSyntax.ARGUMENT)),
          of(PodReadinessGateArgs.class, required("conditionType", LABEL_KEY)),
          of(PodSchedulingGateArgs.class, required("name", LABEL_KEY)),
          of(
              PodResourceClaimArgs.class,
              required("name", KubernetesSyntax.VOLUME_NAME),
              optional("resourceClaimName", KubernetesSyntax.OBJECT_NAME),
              optional("resourceClaimTemplateName", KubernetesSyntax.OBJECT_NAME)),
          // Containers.
          of(
              ContainerArgs.class,
              required("name", KubernetesSyntax.VOLUME_NAME),
              optional("image", ImageSyntax.IMAGE_REFERENCE),
              optional("imagePullPolicy", KubernetesSyntax.PULL_POLICY),
              optional("terminationMessagePolicy", Syntax.oneOf("File", "FallbackToLogsOnError"))),
          of(
              ContainerPortArgs.class,
              required("containerPort", PORT),
              optional("hostIP", NetworkSyntax.ADDRESS),
              optional("hostPort", Syntax.wholeNumber(0, 65535)),
              optional("name", KubernetesSyntax.PORT_NAME),
              optional("protocol", PROTOCOL)),
          of(
              ContainerResizePolicyArgs.class,
              required("resourceName", Syntax.oneOf("cpu", "memory")),
              required("restartPolicy", Syntax.oneOf("NotRequired", "RestartContainer"))),
          of(ExecActionArgs.class, required("command", SparkSyntax.ARGUMENT)),
          of(GRPCActionArgs.class, required("port", PORT)),
          of(
              HTTPGetActionArgs.class,
              required("port", KubernetesSyntax.PORT_OR_NAME),
              optional("scheme", Syntax.oneOf("HTTP", "HTTPS"))),
          of(TCPSocketActionArgs.class, required("port", KubernetesSyntax.PORT_OR_NAME)),
          of(
              ProbeArgs.class,
              optional("failureThreshold", NOT_NEGATIVE),
              optional("initialDelaySeconds", NOT_NEGATIVE),
              optional("periodSeconds", NOT_NEGATIVE),
              optional("successThreshold", NOT_NEGATIVE),
              optional("terminationGracePeriodSeconds", POSITIVE),
              optional("timeoutSeconds", NOT_NEGATIVE)),
          // Security.
          of(
              PodSecurityContextArgs.class,
              optional("fsGroup", NOT_NEGATIVE),
              optional("fsGroupChangePolicy", Syntax.oneOf("Always", "OnRootMismatch")),
              optional("runAsGroup", NOT_NEGATIVE),
              optional("runAsUser", NOT_NEGATIVE),
              optional("supplementalGroups", NOT_NEGATIVE)),
          of(
              SecurityContextArgs.class,
              optional("procMount", Syntax.oneOf("Default", "Unmasked")),
              optional("runAsGroup", NOT_NEGATIVE),
              optional("runAsUser", NOT_NEGATIVE)),
          of(
              CapabilitiesArgs.class,
              optional("add", KubernetesSyntax.CAPABILITY),
              optional("drop", KubernetesSyntax.CAPABILITY)),
          of(
              SeccompProfileArgs.class,
              required("type", Syntax.oneOf("Localhost", "RuntimeDefault", "Unconfined")),
              optional("localhostProfile", KubernetesSyntax.RELATIVE_PATH)),
          of(
              TolerationArgs.class,
              optional("effect", Syntax.oneOf("NoSchedule", "PreferNoSchedule", "NoExecute")),
              optional("operator", Syntax.oneOf("Exists", "Equal")),
              optional("key", LABEL_KEY),
              optional("value", KubernetesSyntax.LABEL_VALUE)),
          of(
              TopologySpreadConstraintArgs.class,
              required("maxSkew", POSITIVE),
              required("topologyKey", LABEL_KEY),
              required("whenUnsatisfiable", Syntax.oneOf("DoNotSchedule", "ScheduleAnyway")),
              optional("matchLabelKeys", LABEL_KEY),
              optional("minDomains", POSITIVE),
              optional("nodeAffinityPolicy", POLICY),
              optional("nodeTaintsPolicy", POLICY)),
          // Affinities.
          of(PreferredSchedulingTermArgs.class, required("weight", WEIGHT)),
          of(WeightedPodAffinityTermArgs.class, required("weight", WEIGHT)),
          of(
              PodAffinityTermArgs.class,
              required("topologyKey", LABEL_KEY),
              optional("namespaces", KubernetesSyntax.NAMESPACE)),
          of(LabelSelectorArgs.class, optional("matchLabels", KubernetesSyntax.LABEL_VALUE)),
          of(
              LabelSelectorRequirementArgs.class,
              required("key", LABEL_KEY),
              required("operator", Syntax.oneOf("In", "NotIn", "Exists", "DoesNotExist")),
              optional("values", KubernetesSyntax.LABEL_VALUE)),
          // No rule for values: they may be label values, node names or, in preferences, any
          // string.
          of(
              NodeSelectorRequirementArgs.class,
              required("key", LABEL_KEY),
              required(
                  "operator", Syntax.oneOf("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"))),
          // Volumes.
          of(
              EmptyDirVolumeSourceArgs.class,
              optional("medium", KubernetesSyntax.STORAGE_MEDIUM),
              optional("sizeLimit", QuantitySyntax.QUANTITY)),
          of(
              PersistentVolumeClaimVolumeSourceArgs.class,
              required("claimName", KubernetesSyntax.OBJECT_NAME)),
          of(
              SecretVolumeSourceArgs.class,
              required("secretName", KubernetesSyntax.OBJECT_NAME),
              optional("defaultMode", KubernetesSyntax.FILE_MODE)),
          of(
              ConfigMapVolumeSourceArgs.class,
              required("name", KubernetesSyntax.OBJECT_NAME),
              optional("defaultMode", KubernetesSyntax.FILE_MODE)),
          of(ProjectedVolumeSourceArgs.class, optional("defaultMode", KubernetesSyntax.FILE_MODE)),
          of(SecretProjectionArgs.class, required("name", KubernetesSyntax.OBJECT_NAME)),
          of(ConfigMapProjectionArgs.class, required("name", KubernetesSyntax.OBJECT_NAME)),
          of(
              ServiceAccountTokenProjectionArgs.class,
              required("path", KubernetesSyntax.RELATIVE_PATH),
              optional("expirationSeconds", Syntax.atLeast(600))),
          of(
              KeyToPathArgs.class,
              required("path", KubernetesSyntax.RELATIVE_PATH),
              optional("mode", KubernetesSyntax.FILE_MODE)),
          of(
              DownwardAPIVolumeSourceArgs.class,
              optional("defaultMode", KubernetesSyntax.FILE_MODE)),
          of(
              DownwardAPIVolumeFileArgs.class,
              required("path", KubernetesSyntax.RELATIVE_PATH),
              optional("mode", KubernetesSyntax.FILE_MODE)),
          of(
              PersistentVolumeClaimSpecArgs.class,
              optional(
                  "accessModes",
                  Syntax.oneOf(
                      "ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
              optional("storageClassName", KubernetesSyntax.OBJECT_NAME),
              optional("volumeMode", Syntax.oneOf("Filesystem", "Block"))),
          of(
              ResourceRequirementsArgs.class,
              optional("limits", QuantitySyntax.QUANTITY),
              optional("requests", QuantitySyntax.QUANTITY)),
          // Only privileged containers may have Bidirectional.
          of(
              VolumeMountArgs.class,
              optional("mountPropagation", Syntax.oneOf("None", "HostToContainer")),
              optional("subPath", KubernetesSyntax.RELATIVE_PATH),
              optional("subPathExpr", KubernetesSyntax.RELATIVE_PATH)),
          // Variables.
          of(ConfigMapEnvSourceArgs.class, required("name", KubernetesSyntax.OBJECT_NAME)),
          of(SecretEnvSourceArgs.class, required("name", KubernetesSyntax.OBJECT_NAME)),
          of(
              ConfigMapKeySelectorArgs.class,
              required("name", KubernetesSyntax.OBJECT_NAME),
              required("key", KubernetesSyntax.DATA_KEY)),
          of(
              SecretKeySelectorArgs.class,
              required("name", KubernetesSyntax.OBJECT_NAME),
              required("key", KubernetesSyntax.DATA_KEY)),
          of(ResourceFieldSelectorArgs.class, optional("divisor", QuantitySyntax.QUANTITY)),
          // Network policies.
          of(
              IPBlockArgs.class,
              required("cidr", NetworkSyntax.ADDRESS_RANGE),
              optional("except", NetworkSyntax.ADDRESS_RANGE)),
          of(
              NetworkPolicyPortArgs.class,
              optional("port", KubernetesSyntax.PORT_OR_NAME),
              optional("endPort", PORT),
              optional("protocol", PROTOCOL)));

  private record Field(String name, Syntax<?> syntax, boolean isRequired) {}

  private static Map.Entry<Class<?>, List<Field>> of(Class<?> type, Field... fields) {
    return Map.entry(type, List.of(fields));
  }

  private static Field optional(String name, Syntax<?> syntax) {
    return new Field(name, syntax, false);
  }

  /** A field that the API server requires, even if Pulumi's class does not. */
  private static Field required(String name, Syntax<?> syntax) {
    return new Field(name, syntax, true);
  }

  @Override
  public void check(Class<?> type, JsonObject object, String path) {
    for (var field : FIELDS.getOrDefault(type, List.of())) {
      var value = object.get(field.name());
      var fieldPath = path + "." + field.name();
      if (!values.areRight(fieldPath)) {
        continue;
      }
      if (isSet(value)) {
        check(fieldPath, value, field.syntax());
      } else if (field.isRequired()) {
        values.reject(fieldPath, "is required");
      }
    }
  }

  @Override
  public void checkText(JsonElement json, String path) {
    if (!QUANTITIES.matcher(path).find()) {
      values.isRewritten(path, json);
    }
  }

  /** Kubernetes treats an empty string as not set. */
  private static boolean isSet(JsonElement value) {
    return value != null && !(value.isJsonPrimitive() && value.getAsString().isEmpty());
  }

  private void check(String path, JsonElement value, Syntax<?> syntax) {
    if (value.isJsonArray()) {
      var elements = value.getAsJsonArray().asList();
      for (var i = 0; i < elements.size(); i++) {
        values.check("%s[%d]".formatted(path, i), elements.get(i), syntax);
      }
    } else if (value.isJsonObject()) {
      value.getAsJsonObject().asMap().forEach((key, it) -> checkEntry(path, key, it, syntax));
    } else {
      values.check(path, value, syntax);
    }
  }

  /** In every map in {@link #FIELDS}, the names have the syntax of label keys. */
  private void checkEntry(String path, String key, JsonElement value, Syntax<?> syntax) {
    if (LABEL_KEY.read(key).isEmpty()) {
      values.reject(
          path + "." + key, "is not a valid name: it must be " + LABEL_KEY.insteadOf(key));
    } else {
      values.check(path + "." + key, value, syntax);
    }
  }
}
