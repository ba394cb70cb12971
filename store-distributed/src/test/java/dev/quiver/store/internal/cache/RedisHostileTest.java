package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.meter.CacheMeters.Fault;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.wire.AnswerCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis, or one who can write to it, that means ill: holds searches, fills memory, forges. */
@Timeout(60)
class RedisHostileTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);
  private static final ResultKey KEY = Given.key("q");
  private static final SecretKey SECRET = secret("a secret of sixteen");

  private final Tally tally = new Tally();

  private static SecretKey secret(String text) {
    return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  private ResultCache cache(URI uri, Duration timeout, @Nullable SecretKey secret) {
    return ResultCaches.open(
        new CacheSettings(0, new CacheSettings.Redis(uri, "test", timeout, secret)), tally);
  }

  /** A server that takes a command for what it is not, and replies as it likes, byte by byte. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares servers
  private record Scripted(ServerSocket socket, byte[] reply, Duration pause, CountDownLatch end)
      implements AutoCloseable {
    static Scripted replying(byte[] reply, Duration pause) throws IOException {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var made = new Scripted(server, reply, pause, new CountDownLatch(1));
      Thread.ofVirtual().start(made::serve);
      return made;
    }

    URI uri(String scheme) {
      return URI.create(scheme + "://localhost:" + socket.getLocalPort());
    }

    private void serve() {
      while (end.getCount() > 0) {
        try {
          Socket client = socket.accept();
          Thread.ofVirtual().start(() -> serve(client));
        } catch (IOException closed) {
          end.countDown();
        }
      }
    }

    private void serve(Socket client) {
      try (client;
          InputStream in = client.getInputStream();
          OutputStream out = client.getOutputStream()) {
        while (in.read(new byte[8192]) > 0) {
          for (byte next : reply) {
            out.write(next);
            if (pause.isPositive() && end.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
              return;
            }
          }
        }
      } catch (IOException | InterruptedException gone) {
        client.isClosed(); // the cache has given up, which is what it is to do
      }
    }

    @Override
    public void close() throws IOException {
      end.countDown();
      socket.close();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Each byte is on time, and there are 400. */
  @ParameterizedTest
  @ValueSource(strings = {"$396\r\n", "+", "-"})
  void aReplyThatDripsHoldsASearchNoLongerThanTheTimeout(String begin) throws IOException {
    byte[] reply = Arrays.copyOf(ascii(begin), 400);
    Arrays.fill(reply, begin.length(), reply.length, (byte) 'x');
    try (Scripted server = Scripted.replying(reply, BETWEEN_BYTES);
        ResultCache cache = cache(server.uri("redis"), TIMEOUT, null)) {
      assertFoundNothingSoon(cache);
    }
  }

  /** The head of a handshake record of 16 KB, and then its bytes. */
  @Test
  void aHandshakeThatDripsHoldsASearchNoLongerThanTheTimeout() throws IOException {
    byte[] reply = Arrays.copyOf(new byte[] {0x16, 3, 3, 0x40, 0, 2, 0, 0x30, 0}, 400);
    try (Scripted server = Scripted.replying(reply, BETWEEN_BYTES);
        ResultCache cache = cache(server.uri("rediss"), TIMEOUT, null)) {
      assertFoundNothingSoon(cache);
    }
  }

  private void assertFoundNothingSoon(ResultCache cache) {
    long started = System.nanoTime();
    assertThat(cache.find(KEY)).isNull();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
    Await.noProblem(SOON, () -> tally.of(Fault.UNAVAILABLE) > 0 ? "" : "nobody noticed");
  }

  /** Two thousand million bytes are more than this JVM has, and more than there are. */
  @ParameterizedTest
  @ValueSource(strings = {"$2000000000\r\nx", "$17000000\r\nx", "$99999999999999\r\nx"})
  void aValueIsRefusedByTheLengthItAnnounces(String reply) throws IOException {
    try (Scripted server = Scripted.replying(ascii(reply), Duration.ZERO);
        ResultCache cache = cache(server.uri("redis"), Duration.ofSeconds(8), null)) {
      assertThat(cache.find(KEY)).isNull();
      Await.noProblem(SOON, () -> faults() > 0 ? "" : "nobody noticed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"$x\r\n", "*3\r\n", ":1\r\n", "\r\n", "HTTP/1.1 400 Bad Request\r\n"})
  void aServerOfAnotherKindFailsNoSearch(String reply) throws IOException {
    try (Scripted server = Scripted.replying(ascii(reply), Duration.ZERO);
        ResultCache cache = cache(server.uri("redis"), Duration.ofSeconds(8), null)) {
      assertThat(cache.find(KEY)).isNull();
      Await.noProblem(SOON, () -> tally.of(Fault.UNAVAILABLE) > 0 ? "" : "nobody noticed");
    }
  }

  private long faults() {
    return tally.of(Fault.UNAVAILABLE) + tally.of(Fault.UNREADABLE);
  }

  /** Memory that is short for a moment, say, where a value is read. */
  @Test
  void anErrorOnTheWayReachesNoSearch() {
    var broken =
        new Tally() {
          @Override
          public void hit(Tier tier) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    try (TestRedis redis = TestRedis.open();
        ResultCache cache =
            ResultCaches.open(new CacheSettings(0, Given.redis(redis.uri())), broken)) {
      Await.noProblem(
          SOON,
          () -> {
            cache.keep(KEY, Given.answer("a"));
            assertThat(cache.find(KEY)).isNull();
            return broken.of(Fault.UNAVAILABLE) > 0 ? "" : "never read";
          });
    }
  }

  @Test
  void answersThatNobodyWithTheSecretHasWrittenAreNotGiven() {
    Answer answer = Given.answer("a");
    byte[] unsigned = AnswerCodec.encode(KEY.digest(), answer);
    var mac = new AnswerMac(SECRET);
    byte[] signed = mac.sign(unsigned);
    byte[] changed = signed.clone();
    changed[unsigned.length / 2] ^= 1;
    byte[] forged = new AnswerMac(secret("another one of sixteen")).sign(unsigned);
    try (TestRedis redis = TestRedis.open();
        ResultCache cache = cache(redis.uri(), Duration.ofSeconds(8), SECRET);
        var client = redis.client()) {
      byte[] name = ascii("test:" + AnswerCodec.FORMAT + ":" + mac.id() + ":" + KEY);
      client.set(name, signed);
      assertThat(cache.find(KEY)).isEqualTo(answer);
      for (byte[] bad : List.of(unsigned, changed, forged, Arrays.copyOf(signed, 20))) {
        client.set(name, bad);
        assertThat(cache.find(KEY)).isNull();
      }
      assertThat(tally.of(Fault.UNREADABLE)).isEqualTo(4);
    }
  }

  @Test
  void whoHasTheSecretFindsWhatAnotherOneKept() {
    Answer answer = Given.answer("a");
    try (TestRedis redis = TestRedis.open();
        ResultCache one = cache(redis.uri(), Duration.ofSeconds(8), SECRET);
        ResultCache other = cache(redis.uri(), Duration.ofSeconds(8), SECRET);
        ResultCache stranger = cache(redis.uri(), Duration.ofSeconds(8), null)) {
      Await.noProblem(
          SOON,
          () -> {
            one.keep(KEY, answer);
            return answer.equals(other.find(KEY)) ? "" : "not there";
          });
      assertThat(stranger.find(KEY)).isNull();
      assertThat(tally.of(Fault.UNREADABLE)).isZero();
    }
  }
}
