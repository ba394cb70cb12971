package dev.quiver.store.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.index.EngineOptions;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.index.ShardIndex;
import dev.quiver.store.internal.log.ReplicaStatus;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.replica.ShardReplicaState;
import dev.quiver.store.internal.wire.CommandCodec;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node never answers from less than it was asked to, whatever its replica is going through. */
@Timeout(60)
class HostedCollectionTest {
  private static final NodeId NODE = new NodeId("node-0");
  private static final ShardId SHARD = new ShardId(0);
  private static final Position FIRST = new Position(1, 1);
  private static final Position SECOND = new Position(1, 2);
  private static final Position THIRD = new Position(1, 3);
  private static final Position FOURTH = new Position(1, 4);

  @TempDir private Path directory;
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final Workers workers = new Workers(NODE, 1, 1);
  private final ShardReplicaState state =
      new ShardReplicaState(
          folder -> showing(engine.open(folder, Similarity.COSINE, IndexSettings.DEFAULT)),
          CommandCodec::decode);
  private final AtomicLong clock = new AtomicLong();
  private final AtomicBoolean isUnreadable = new AtomicBoolean();
  private HostedReplica replica;
  private HostedCollection host;

  @SuppressWarnings("NullAway.Init") // made before each test
  HostedCollectionTest() {}

  @BeforeEach
  void open() throws IOException {
    state.open(directory);
    replica = new HostedReplica(state, new StillReplica(NODE, SECOND), Meters.NONE, clock::get);
    host = new HostedCollection(NODE, Map.of(SHARD, replica), workers, engine);
    put(FIRST, "first");
    state.read().close();
    put(SECOND, "second");
  }

  @AfterEach
  void close() throws IOException {
    Closing.all(workers::stop, state::close, engine::close);
  }

  /** An index that makes no new views while it is unreadable. */
  private ShardIndex showing(ShardIndex index) {
    return (ShardIndex)
        Proxy.newProxyInstance(
            ShardIndex.class.getClassLoader(),
            new Class<?>[] {ShardIndex.class},
            (proxy, method, arguments) -> {
              if (isUnreadable.get() && method.getName().equals("read")) {
                throw new IOException("no space left on device");
              }
              return method.invoke(index, arguments);
            });
  }

  /** The log of a replica is cut before readers are told that its node leaves. */
  @Test
  void aNodeThatIsLeavingIsNotPutInOrder() {
    var leaving = hosting(ReplicaStatus.Phase.STOPPED);
    leaving.settle();

    assertThatCode(leaving::settle).doesNotThrowAnyException();
  }

  @Test
  void aReplicaThatCannotBePutInOrderSaysSo() {
    var broken = hosting(ReplicaStatus.Phase.FOLLOWING);
    broken.settle();

    assertThatThrownBy(broken::settle).hasMessageContaining("log still is not open");
  }

  private HostedCollection hosting(ReplicaStatus.Phase phase) {
    var replica = new HostedReplica(state, new ClosedLog(NODE, SECOND, phase), Meters.NONE);
    return new HostedCollection(NODE, Map.of(SHARD, replica), workers, engine);
  }

  private void put(Position at, String id) throws IOException {
    var record = StoredRecord.bare(RecordKey.of(id), new float[] {1, 2});
    state.apply(at, ByteBuffer.wrap(CommandCodec.encode(new Command.Put(List.of(record)))));
  }

  private long count(Position atLeast) throws Exception {
    return count(atLeast, false);
  }

  private long count(Position atLeast, boolean newest) throws Exception {
    var needed = new TreeMap<>(Map.of(SHARD, atLeast));
    CompletableFuture<ShardAnswer<Long>> answer =
        host.ask(
            new ShardAsk<>(
                needed,
                newest,
                new Reading.Count(null),
                Deadline.after(Duration.ofSeconds(20)),
                false));
    try (ShardAnswer<Long> whole = answer.get(30, TimeUnit.SECONDS)) {
      return whole.value();
    }
  }

  @Test
  void aNewViewIsMadeOnlyForThoseWhoNeedOne() throws Exception {
    assertThat(count(SECOND)).isEqualTo(2);
    put(THIRD, "third");
    assertThat(count(SECOND)).isEqualTo(2);
    assertThat(count(THIRD)).isEqualTo(3);
    assertThat(count(SECOND)).isEqualTo(3);
    put(FOURTH, "fourth");
    assertThat(count(SECOND, true)).isEqualTo(4);
  }

  @Test
  void ofThoseWhoAreShownAViewThatHasGrownOldOneMakesANewOne() throws Exception {
    assertThat(count(SECOND)).isEqualTo(2);
    put(THIRD, "third");
    assertThat(replica.shows(SECOND)).isTrue();
    assertThat(replica.shows(THIRD)).isFalse();

    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(replica.shows(SECOND)).as("at once").isFalse();
    assertThat(count(Position.NONE)).isEqualTo(3);
    assertThat(replica.shows(THIRD)).isTrue();

    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(replica.shows(THIRD)).as("of everything, however old").isTrue();
  }

  @Test
  void whereNoNewViewCanBeMadeTheOldOneAnswersThoseWhoNeedNoMore() throws Exception {
    assertThat(count(SECOND)).isEqualTo(2);
    put(THIRD, "third");
    isUnreadable.set(true);

    assertThat(count(SECOND, true)).isEqualTo(2);
    assertThatThrownBy(() -> count(THIRD)).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void whileTheIndexIsAwayItsLastViewAnswersNobodyWhoNeedsMore() throws Exception {
    state.pause();

    assertThatThrownBy(() -> count(SECOND))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ReplicaBehindException.class)
        .hasMessageContaining("shard-0 on node-0");
    assertThat(count(FIRST)).isEqualTo(1);
    assertThat(count(Position.NONE)).isEqualTo(1);
  }

  @Test
  void aStoppedNodeSaysSo() {
    host.stop();

    assertThatThrownBy(() -> count(Position.NONE))
        .hasCauseInstanceOf(ShardUnavailableException.class);
  }
}
