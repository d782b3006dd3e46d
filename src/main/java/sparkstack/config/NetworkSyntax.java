package sparkstack.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The syntaxes of hosts, addresses and URLs. */
final class NetworkSyntax {
  private static final int LONGEST_URL = 2048;

  /** The bits before the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). */
  private static final int BITS_OF_MAPPING = 96;

  static final String HOST_LABEL = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?";

  /** A colon and the number of a port. */
  static final String PORT =
      ":(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** An IPv6 address with or without brackets. */
  static final Syntax<String> HOST =
      Syntax.matching(
          "a host name or an IP address",
          "node-1.example.com",
          "%1$s(\\.%1$s)*|\\[[0-9A-Fa-f:]+\\]|[0-9A-Fa-f]*(:[0-9A-Fa-f]*){2,7}"
              .formatted(HOST_LABEL));

  static final Syntax<String> HOSTS =
      Syntax.matching(
          "hosts separated by commas without spaces, such as localhost,.example.org",
          "localhost,.example.org",
          LONGEST_URL,
          "[^\\s]+");

  static final Syntax<String> URL =
      Syntax.matching(
          "a URL that starts with http:// or https://",
          "https://mirror.example.com/spark",
          LONGEST_URL,
          "https?://([^\\s/?#@]*@)?(\\[[0-9A-Fa-f:.]+\\]|[^\\s/?#@:\\[\\]]+)(%s)?([/?#]\\S*)?"
              .formatted(PORT));

  /** Host of an Ingress. Kubernetes does not accept an IP address. */
  static final Syntax<String> DNS_NAME =
      Syntax.matching(
          "a lowercase DNS name, such as spark.example.com",
          "spark.example.com",
          "(?![0-9.]+$)%1$s(\\.%1$s)*".formatted(KubernetesSyntax.LABEL));

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  static final Syntax<String> ADDRESS_RANGE =
      Syntax.text(
          "a range of IP addresses, such as 10.0.0.0/8 or 2001:db8::/32",
          "10.0.0.0/8",
          text ->
              Optional.of(text)
                  .filter(NetworkSyntax::isAddressRange)
                  .filter(it -> withoutMapping(it).isEmpty()));

  static final Syntax<String> ADDRESS =
      Syntax.text(
          "an IP address",
          "192.0.2.10",
          text ->
              Optional.of(text)
                  .filter(it -> isAddressRange(it + (it.contains(":") ? "/128" : "/32"))));

  private NetworkSyntax() {}

  /**
   * The IPv4 form of a range of IPv4-mapped IPv6 addresses: 10.0.0.0/8 for ::ffff:10.0.0.0/104.
   * Newer API servers refuse the mapped form (KEP-4858, "IP/CIDR validation"), and no packet has
   * such an address. Empty if the string is not such a range.
   */
  static Optional<String> withoutMapping(String text) {
    if (!text.contains(":") || !isAddressRange(text)) {
      return Optional.empty();
    }
    var slash = text.indexOf('/');
    try {
      // Java returns an IPv4 address for a mapped one, and looks up no name.
      var address = InetAddress.getByName(text.substring(0, slash));
      var prefix = Integer.parseInt(text.substring(slash + 1)) - BITS_OF_MAPPING;
      return address instanceof Inet4Address
          ? Optional.of(address.getHostAddress() + "/" + Math.max(0, prefix))
          : Optional.empty();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static boolean isAddressRange(String text) {
    if (text.matches("(%s\\.){3}%s/(3[0-2]|[12]?[0-9])".formatted(OCTET, OCTET))) {
      return true;
    }
    if (!text.matches("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9])")) {
      return false;
    }
    try {
      // Java never looks up a name with a colon in DNS.
      InetAddress.getByName(text.substring(0, text.indexOf('/')));
      return true;
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}
