package sparkstack.e2e.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * A program that asks a Spark process for data in Spark's own protocol, and that does not have the
 * cluster's secret: it starts no authentication.
 *
 * <p>Tests run its class file in a pod, so it uses nothing but the JDK, and has no nested classes.
 *
 * <p>A frame is its own length in 8 bytes, a byte for the type of the message, and the message
 * (Spark's MessageEncoder). A string is its length in 4 bytes, and UTF-8.
 */
public final class ForeignPeer {
  /** What the program prints before the data that it got. */
  static final String READ = "read: ";

  /** What the program prints before the reason why it got no data. */
  static final String REFUSED = "refused: ";

  private static final int TIMEOUT_MILLIS = 20_000;

  /** Types of messages, of Spark's class Message. */
  private static final byte CHUNK_FETCH_REQUEST = 0;

  private static final byte CHUNK_FETCH_SUCCESS = 1;
  private static final byte CHUNK_FETCH_FAILURE = 2;
  private static final byte RPC_REQUEST = 3;
  private static final byte RPC_RESPONSE = 4;
  private static final byte RPC_FAILURE = 5;
  private static final byte STREAM_REQUEST = 6;
  private static final byte STREAM_RESPONSE = 7;
  private static final byte STREAM_FAILURE = 8;

  /** The type of a request for blocks, of Spark's class BlockTransferMessage. */
  private static final byte OPEN_BLOCKS = 0;

  private ForeignPeer() {}

  /**
   * Prints the answer of a process.
   *
   * @param args the host, the port, {@code block} and the ID of a block, or {@code file} and the
   *     path of a file that a driver serves to its executors
   */
  public static void main(String[] args) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var out = new DataOutputStream(socket.getOutputStream());
      var in = new DataInputStream(socket.getInputStream());
      System.out.println(
          args[2].equals("block") ? block(out, in, args[3]) : file(out, in, args[3]));
    } catch (EOFException | SocketException e) {
      System.out.println(REFUSED + e);
    }
  }

  /** Opens a stream of one block, and reads its only chunk. */
  private static String block(DataOutputStream out, DataInputStream in, String block)
      throws IOException {
    var request = new ByteArrayOutputStream();
    var body = new DataOutputStream(request);
    body.writeByte(OPEN_BLOCKS);
    writeString(body, "any application");
    writeString(body, "any executor");
    body.writeInt(1);
    writeString(body, block);
    out.writeLong(Long.BYTES + Byte.BYTES + Long.BYTES + Integer.BYTES + request.size());
    out.writeByte(RPC_REQUEST);
    out.writeLong(1);
    out.writeInt(request.size());
    request.writeTo(out);

    var opened = answer(in, RPC_RESPONSE, RPC_FAILURE);
    if (opened.startsWith(REFUSED)) {
      return opened;
    }
    // The response has an ID, its size, and the handle of the stream: a type, an ID and a number.
    var handle = opened.substring(READ.length() + Long.BYTES + Integer.BYTES + Byte.BYTES);
    out.writeLong(Long.BYTES + Byte.BYTES + Long.BYTES + Integer.BYTES);
    out.writeByte(CHUNK_FETCH_REQUEST);
    out.writeBytes(handle.substring(0, Long.BYTES));
    out.writeInt(0);
    return answer(in, CHUNK_FETCH_SUCCESS, CHUNK_FETCH_FAILURE);
  }

  /** The content of the file follows the frame of the response. */
  private static String file(DataOutputStream out, DataInputStream in, String path)
      throws IOException {
    var name = path.getBytes(UTF_8);
    out.writeLong(Long.BYTES + Byte.BYTES + Integer.BYTES + name.length);
    out.writeByte(STREAM_REQUEST);
    writeString(out, path);

    var opened = answer(in, STREAM_RESPONSE, STREAM_FAILURE);
    if (opened.startsWith(REFUSED)) {
      return opened;
    }
    var size = opened.substring(opened.length() - Integer.BYTES).getBytes(ISO_8859_1);
    return READ + text(in, new BigInteger(size).intValueExact());
  }

  private static String answer(DataInputStream in, byte success, byte failure) throws IOException {
    var length = Math.toIntExact(in.readLong()) - Long.BYTES - Byte.BYTES;
    var type = in.readByte();
    var message = text(in, length);
    if (type == success) {
      return READ + message;
    }
    return REFUSED + (type == failure ? message : "message of type " + type + ": " + message);
  }

  /** Each byte is a character. */
  private static String text(DataInputStream in, int length) throws IOException {
    var bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private static void writeString(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
