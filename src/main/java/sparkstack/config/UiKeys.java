package sparkstack.config;

import static sparkstack.config.Form.list;
import static sparkstack.config.Form.map;
import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Key.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.UiServiceType;

/** The keys of the Service and the Ingress that expose the master's web UI. */
final class UiKeys {
  static final Key<Optional<UiServiceType>> SERVICE_TYPE =
      key(
          "uiServiceType",
          optional(KubernetesSyntax.UI_SERVICE_TYPE),
          "Type of the Service that exposes the master's web UI. If it is not set, it is"
              + " LoadBalancer, or ClusterIP with uiIngressHost.");

  static final Key<String> HOST =
      key(
          "uiHost",
          required(NetworkSyntax.HOST, "localhost"),
          "Host in the output uiUrl if uiServiceType is NodePort: an address of any node. localhost"
              + " works only if kube-proxy serves node ports on it.");

  static final Key<Map<String, String>> SERVICE_ANNOTATIONS =
      key(
          "uiServiceAnnotations",
          map(
              KubernetesSyntax.ANNOTATION.like("external-dns.alpha.kubernetes.io/hostname"),
              KubernetesSyntax.ANNOTATION_VALUE.like("spark.example.com")),
          "Annotations of the Service, for example a cloud's annotation for an internal load"
              + " balancer.");

  static final Key<Optional<String>> LOAD_BALANCER_CLASS =
      key(
          "uiLoadBalancerClass",
          optional(KubernetesSyntax.LABEL_KEY.like("service.k8s.aws/nlb")),
          "Class of the load balancer. If it is not set, it is the cluster's default. Kubernetes does"
              + " not change the class of an existing Service.");

  static final Key<List<String>> LOAD_BALANCER_SOURCE_RANGES =
      key(
          "uiLoadBalancerSourceRanges",
          list(NetworkSyntax.ADDRESS_RANGE),
          "Ranges of IP addresses that the load balancer accepts connections from. If the list is"
              + " empty, it accepts all.");

  static final Key<Optional<String>> INGRESS_HOST =
      key(
          "uiIngressHost",
          optional(NetworkSyntax.DNS_NAME),
          "Host name of an Ingress in front of the Service. If it is not set, there is no Ingress. The"
              + " links of all pages are relative to the host that the browser asked for, so they work"
              + " through kubectl port-forward as well.");

  static final Key<Optional<String>> INGRESS_CLASS =
      key(
          "uiIngressClass",
          optional(KubernetesSyntax.OBJECT_NAME.like("nginx")),
          "Class of the Ingress. If it is not set, it is the cluster's default.");

  static final Key<Optional<String>> INGRESS_TLS_SECRET =
      key(
          "uiIngressTlsSecret",
          optional(KubernetesSyntax.OBJECT_NAME.like("spark-tls")),
          "Secret with the certificate of the Ingress. If it is not set, the Ingress serves the UI"
              + " over HTTP. If TLS ends elsewhere, such as at a load balancer, set"
              + " spark.ui.proxyRedirectUri in sparkConf to the URL that browsers ask for"
              + " (https://HOST). Otherwise, Spark's master redirects to a driver's pages over http.");

  static final Key<Map<String, String>> INGRESS_ANNOTATIONS =
      key(
          "uiIngressAnnotations",
          map(
              KubernetesSyntax.ANNOTATION.like("cert-manager.io/cluster-issuer"),
              KubernetesSyntax.ANNOTATION_VALUE.like("letsencrypt")),
          "Annotations of the Ingress, for example for its controller or for cert-manager.");

  static final Key<Optional<String>> TLS =
      key(
          "tls",
          optional(KubernetesSyntax.OBJECT_NAME.like("spark-ui-tls")),
          "Secret of type kubernetes.io/tls in the namespace, for example of cert-manager, with the"
              + " certificate of the master's web UI. If it is not set, the UI has no TLS of its own."
              + " The connections between master, workers, drivers and executors have encryption"
              + " instead.");

  static final Key<Optional<String>> USERS =
      key(
          "uiUsers",
          optional(KubernetesSyntax.OBJECT_NAME.like("spark-ui-users")),
          "Secret in the namespace whose key users has a line for each user of the web UI, as make"
              + " ui-user prints it. If it is not set, everyone who reaches the UI can open its pages."
              + " It needs authentication, and an image that this version of the program has built.");

  static final Section SECTION =
      Section.of(
          "Web UI",
          SERVICE_TYPE,
          HOST,
          SERVICE_ANNOTATIONS,
          LOAD_BALANCER_CLASS,
          LOAD_BALANCER_SOURCE_RANGES,
          INGRESS_HOST,
          INGRESS_CLASS,
          INGRESS_TLS_SECRET,
          INGRESS_ANNOTATIONS,
          TLS,
          USERS);

  private UiKeys() {}
}
