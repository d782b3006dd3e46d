package sparkstack.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A range of IP addresses.
 *
 * @param address any address in the range, as its bytes
 * @param prefix number of bits that all addresses have in common
 */
record AddressRange(byte[] address, int prefix) {
  /**
   * @param text in the syntax {@link NetworkSyntax#ADDRESS_RANGE}
   */
  static AddressRange of(String text) {
    var slash = text.indexOf('/');
    try {
      // Java looks up no address in DNS.
      var address = InetAddress.getByName(text.substring(0, slash)).getAddress();
      return new AddressRange(address, Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Whether this range is larger than another one, and has all of its addresses. */
  boolean isAround(AddressRange other) {
    return address.length == other.address.length
        && prefix < other.prefix
        && Arrays.equals(network(address), network(other.address));
  }

  /** The bits of {@code bytes} that all addresses in this range have in common. */
  private byte[] network(byte[] bytes) {
    var network = new byte[bytes.length];
    for (var bit = 0; bit < prefix; bit++) {
      network[bit / 8] |= (byte) (bytes[bit / 8] & (0x80 >> (bit % 8)));
    }
    return network;
  }
}
