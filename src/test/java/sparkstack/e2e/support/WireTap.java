package sparkstack.e2e.support;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A program that forwards connections, and writes all bytes of both directions to a file.
 *
 * <p>Tests run its class file in a pod, so it uses nothing but the JDK, and has no nested classes.
 */
public final class WireTap {
  private static final int BUFFER = 16_384;

  private WireTap() {}

  /**
   * Forwards until it is killed.
   *
   * @param args the port to listen on, the host and the port to forward to, and the file
   */
  public static void main(String[] args) throws IOException {
    try (var server = new ServerSocket(Integer.parseInt(args[0]));
        var file = new FileOutputStream(args[3])) {
      while (true) {
        var client = server.accept();
        var target = new Socket(args[1], Integer.parseInt(args[2]));
        new Thread(() -> copy(client, target, file)).start();
        new Thread(() -> copy(target, client, file)).start();
      }
    }
  }

  /** Until one side closes the connection. */
  private static void copy(Socket from, Socket to, OutputStream file) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var buffer = new byte[BUFFER];
      for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        file.write(buffer, 0, length);
        out.write(buffer, 0, length);
        out.flush();
      }
    } catch (IOException e) {
      System.err.println("a connection ended: " + e);
    }
  }
}
