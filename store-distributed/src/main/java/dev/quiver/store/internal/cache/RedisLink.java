package dev.quiver.store.internal.cache;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a Redis server, in its protocol RESP2: commands are arrays of words, each of
 * which says how long it is, and so are replies. Whatever is read, connecting and the TLS handshake
 * included, ends by one deadline, however slowly the bytes drip; and a reply is refused by the
 * length it announces, before there is an array for it. Jedis can do neither: its time-out begins
 * anew with every byte, and it allocates what it is told (ADR 022). One thread at a time.
 */
final class RedisLink implements Closeable {
  private static final byte[] NEW_LINE = {'\r', '\n'};
  private static final int BUFFER_BYTES = 16 << 10;

  /** Of a status, an error or a length; Redis' longest errors have some hundred bytes. */
  private static final int MAX_LINE_BYTES = 4 << 10;

  private final Timed plain = new Timed();
  private final InputStream in;
  private final OutputStream out;
  private long endNanos;

  /** The server understood the command and does not obey. The connection is as good as before. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String reply) {
      super(reply);
    }
  }

  /** The reply is larger than anything that was ever kept. */
  static final class OversizedException extends IOException {
    private static final long serialVersionUID = 1;

    OversizedException(long bytes, int most) {
      super("it must have at most " + most + " bytes, but has " + bytes);
    }
  }

  /** A socket whose reads all end by the deadline. */
  private final class Timed extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      InputStream raw = super.getInputStream();
      return new InputStream() {
        @Override
        public int read() throws IOException {
          setSoTimeout(remainingMillis());
          return raw.read();
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
          setSoTimeout(remainingMillis());
          return raw.read(to, from, length);
        }
      };
    }
  }

  /**
   * Connects.
   *
   * @param host one of those that have the name
   * @param endNanos by {@link System#nanoTime}, when that must be done
   */
  RedisLink(RedisAddress address, InetAddress host, long endNanos) throws IOException {
    this.endNanos = endNanos;
    boolean connected = false;
    try {
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.connect(new InetSocketAddress(host, address.port()), remainingMillis());
      Socket socket = address.tls() ? secure(address) : plain;
      in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
      connected = true;
    } finally {
      if (!connected) {
        plain.close();
      }
    }
  }

  /** The server must prove that it has the name it was called by. */
  private SSLSocket secure(RedisAddress address) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private int remainingMillis() throws SocketTimeoutException {
    long left = endNanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("its time is over");
    }
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, Integer.MAX_VALUE);
  }

  /** For all that is read from now on. */
  void endBy(long nanos) {
    endNanos = nanos;
  }

  /** Goes out at the next {@link #flush}, if not before. */
  void send(byte[]... words) throws IOException {
    line('*', words.length);
    for (byte[] word : words) {
      line('$', word.length);
      out.write(word);
      out.write(NEW_LINE);
    }
  }

  private void line(char kind, int number) throws IOException {
    out.write(kind);
    out.write(ascii(Integer.toString(number)));
    out.write(NEW_LINE);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void flush() throws IOException {
    out.flush();
  }

  /** The reply to a command that has nothing to tell. */
  void done() throws IOException {
    String reply = reply();
    if (reply.charAt(0) != '+') {
      throw nonsense(reply);
    }
  }

  /** The reply to a command that asks for a value; null where there is none. */
  byte @Nullable [] value(int maxBytes) throws IOException {
    String reply = reply();
    if (reply.charAt(0) != '$') {
      throw nonsense(reply);
    }
    long length = number(reply);
    if (length < 0) {
      return null;
    }
    if (length > maxBytes) {
      throw new OversizedException(length, maxBytes);
    }
    byte[] value = in.readNBytes((int) length);
    if (value.length < length || in.read() != NEW_LINE[0] || in.read() != NEW_LINE[1]) {
      throw new EOFException("it ended in the middle of a value");
    }
    return value;
  }

  /** The line that a reply begins with. */
  private String reply() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != NEW_LINE[0]; next = in.read()) {
      if (next < 0) {
        throw new EOFException("it closed the connection");
      }
      if (line.length() == MAX_LINE_BYTES) {
        throw nonsense(line.toString());
      }
      line.append((char) next);
    }
    if (in.read() != NEW_LINE[1] || line.isEmpty()) {
      throw nonsense(line.toString());
    }
    if (line.charAt(0) == '-') {
      throw new RefusedException(line.substring(1));
    }
    return line.toString();
  }

  private static long number(String reply) throws IOException {
    try {
      return Long.parseLong(reply, 1, reply.length(), 10);
    } catch (NumberFormatException none) {
      throw nonsense(reply);
    }
  }

  private static StreamCorruptedException nonsense(String line) {
    return new StreamCorruptedException(
        "it does not speak as Redis does: " + line.substring(0, Math.min(40, line.length())));
  }

  /** At once, without a word to the server; whoever reads gets an exception. */
  @Override
  public void close() throws IOException {
    plain.close();
  }
}
