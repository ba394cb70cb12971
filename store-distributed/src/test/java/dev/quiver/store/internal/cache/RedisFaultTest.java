package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.meter.CacheMeters.Fault;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.wire.AnswerCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;

/** Redis that is not there, does not answer, is full or holds something else. */
@Timeout(60)
class RedisFaultTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ResultKey KEY = Given.key("q");

  private final Tally tally = new Tally();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RedisCache.class.getPackageName());

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  private ResultCache cache(TestRedis redis) {
    return cache(redis.uri());
  }

  private ResultCache cache(URI uri) {
    return ResultCaches.open(new CacheSettings(0, Given.redis(uri)), tally);
  }

  private static void awaitKept(ResultCache cache, Answer answer) {
    Await.noProblem(
        SOON,
        () -> {
          cache.keep(KEY, answer);
          return answer.equals(cache.find(KEY)) ? "" : "found " + cache.find(KEY);
        });
  }

  private List<String> said() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static byte[] name(String namespace) {
    return (namespace + ":1:" + KEY).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aServerThatIsGoneAndComesBack() {
    try (TestRedis redis = TestRedis.open();
        ResultCache cache = cache(redis)) {
      awaitKept(cache, Given.answer("a"));
      redis.stop();
      assertThat(cache.find(KEY)).isNull();
      Await.noProblem(SOON, () -> tally.of(Fault.UNAVAILABLE) > 0 ? "" : "nobody noticed");
      long started = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        assertThat(cache.find(KEY)).isNull();
        cache.keep(KEY, Given.answer("b"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      assertThat(said()).hasSize(1).first().asString().contains("searches go on without it");
      redis.startAgain();
      awaitKept(cache, Given.answer("c"));
      assertThat(said()).hasSize(2).last().asString().contains("answers again");
    }
  }

  @Test
  void garbageTakenForAnAnswer() {
    Answer answer = Given.answer("a");
    byte[] right = AnswerCodec.encode(KEY.digest(), answer);
    byte[] flipped = right.clone();
    flipped[right.length / 2] ^= 1;
    byte[] otherQuestion = AnswerCodec.encode(Given.key("other").digest(), answer);
    byte[] newer = right.clone();
    newer[9]++;
    try (TestRedis redis = TestRedis.open();
        ResultCache cache = cache(redis);
        Jedis client = redis.client()) {
      client.set(name("test"), right);
      assertThat(cache.find(KEY)).isEqualTo(answer);
      for (byte[] garbage :
          List.of(new byte[0], new byte[] {1, 2, 3}, flipped, otherQuestion, newer)) {
        client.set(name("test"), garbage);
        assertThat(cache.find(KEY)).isNull();
      }
      client.del(name("test"));
      client.lpush(name("test"), new byte[] {1});
      assertThat(cache.find(KEY)).isNull();
      assertThat(tally.of(Fault.UNREADABLE)).isEqualTo(6);
      assertThat(said()).hasSize(1).first().asString().contains("is not an answer");
      awaitKept(cache, answer);
    }
  }

  @Test
  void aFullServerThatIsNotedByTheSearch() {
    try (TestRedis redis = TestRedis.open("maxmemory 1mb", "maxmemory-policy noeviction");
        ResultCache cache = cache(redis)) {
      for (int i = 0; i < 200 && tally.of(Fault.REFUSED) == 0; i++) {
        cache.keep(Given.key("k" + i), Given.answer("x".repeat(100_000)));
        cache.find(KEY);
      }
      Await.noProblem(SOON, () -> tally.of(Fault.REFUSED) > 0 ? "" : "it was not full");
      assertThat(tally.of(Fault.UNAVAILABLE)).isZero();
      Await.noProblem(SOON, () -> said().isEmpty() ? "nothing said" : "");
      assertThat(said()).hasSize(1).first().asString().contains("takes no answers");
    }
  }

  @Test
  void aServerThatAcceptsAndNeverReplies() throws IOException {
    try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ResultCache cache =
            ResultCaches.open(
                new CacheSettings(
                    0,
                    Given.redis(
                        URI.create("redis://127.0.0.1:" + mute.getLocalPort()),
                        Duration.ofMillis(100))),
                tally)) {
      long started = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        assertThat(cache.find(KEY)).isNull();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      assertThat(tally.of(Fault.UNAVAILABLE)).isPositive();
      assertThat(said()).hasSize(1);
    }
  }

  @Test
  void aServerThatAnswersSlowerThanASearchTakes() {
    var health = new RedisHealth("Redis", Duration.ofMillis(40), tally);
    health.answered(TimeUnit.SECONDS.toNanos(10));
    assertThat(health.isUsable()).as("after one long answer").isTrue();
    for (int i = 0; i < 100; i++) {
      health.answered(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(health.isUsable()).isFalse();
    assertThat(tally.of(Fault.SLOW)).isPositive();
    health.probed(true, TimeUnit.MILLISECONDS.toNanos(1));
    health.probed(true, TimeUnit.MILLISECONDS.toNanos(20));
    health.probed(true, TimeUnit.MILLISECONDS.toNanos(1));
    health.probed(true, TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(health.isUsable()).as("after two good probes in a row").isFalse();
    health.probed(true, TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(health.isUsable()).isTrue();
  }

  @Test
  void userAndPasswordThatAreNotUsedOrAreLogged() {
    try (TestRedis redis = TestRedis.open("requirepass hushhush")) {
      String address = "127.0.0.1:" + redis.port();
      try (ResultCache cache = cache(URI.create("redis://default:hushhush@" + address + "/3"))) {
        awaitKept(cache, Given.answer("a"));
      }
      try (ResultCache cache = cache(URI.create("redis://default:mumblemumble@" + address))) {
        assertThat(cache.find(KEY)).isNull();
        Await.noProblem(SOON, () -> said().isEmpty() ? "nothing said" : "");
      }
    }
    assertThat(said()).noneMatch(line -> line.contains("hush") || line.contains("mumble"));
  }

  @Test
  void aSecureUriThatIsSpokenToInClear() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var first = new CompletableFuture<Integer>();
      Thread.ofVirtual().start(() -> first.complete(firstByte(server)));
      URI uri = URI.create("rediss://localhost:" + server.getLocalPort());
      var brief = Given.redis(uri, Duration.ofSeconds(1));
      try (ResultCache cache = ResultCaches.open(new CacheSettings(0, brief), tally)) {
        assertThat(cache.find(KEY)).isNull();
        assertThat(first.get(20, TimeUnit.SECONDS)).as("a TLS handshake").isEqualTo(0x16);
      }
    }
  }

  private static int firstByte(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      return in.read();
    } catch (IOException failed) {
      return -2;
    }
  }

  @Test
  void anInterruptedSearchThatSpeaksAgainstTheServer() {
    try (TestRedis redis = TestRedis.open();
        ResultCache cache = cache(redis)) {
      awaitKept(cache, Given.answer("a"));
      Thread.currentThread().interrupt();
      cache.find(KEY);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(tally.of(Fault.UNAVAILABLE)).isZero();
      awaitKept(cache, Given.answer("b"));
    }
  }
}
