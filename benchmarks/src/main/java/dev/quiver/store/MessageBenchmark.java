package dev.quiver.store;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.port.CarriedRecord;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.port.Wanted;
import dev.quiver.store.internal.wire.AskCodec;
import dev.quiver.store.internal.wire.ShardAnswerCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A search's request and its answer of ten records, written and read: both ends together. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBenchmark {
  private static final int DIMENSION = 384;
  private static final int FOUND = 10;
  private static final String TEXT =
      "Quiver keeps the passages of a document, and a passage has some hundred words. ".repeat(8);

  private final SplittableRandom random = new SplittableRandom(7);
  private final Reading<List<Found>> search =
      new Reading.Search(new ShardQuery(vector(), FOUND, 0, filter(), 0.95), Wanted.RECORD);
  private final TreeMap<ShardId, Position> shards =
      new TreeMap<>(Map.of(new ShardId(0), new Position(1, 100_000)));
  private final ShardAnswer<List<Found>> answer =
      new ShardAnswer<>(
          new NodeId("node-0"),
          shards,
          IntStream.range(0, FOUND).<Found>mapToObj(this::found).toList(),
          () -> {});

  private float[] vector() {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }
    return vector;
  }

  private static Predicate filter() {
    return new Predicate.And(
        new Predicate.Compare("tenant", Predicate.Comparison.EQUAL, new Value.Text("acme")),
        new Predicate.Compare("year", Predicate.Comparison.GREATER_OR_EQUAL, new Value.Num(2020)));
  }

  private Found found(int number) {
    Map<String, Value> metadata =
        Map.of("tenant", new Value.Text("acme"), "year", new Value.Num(2020 + number));
    return CarriedRecord.whole(
        1.0 / (1 + number),
        StoredRecord.with(RecordKey.of("passage-" + number), vector(), TEXT, metadata));
  }

  @Benchmark
  public ShardAsk<?> request() {
    var ask =
        new ShardAsk<>(shards, false, search, Deadline.after(Duration.ofSeconds(10)), false);
    return AskCodec.decode(ByteBuffer.wrap(AskCodec.encode(ask)));
  }

  @Benchmark
  public ShardAnswer<List<Found>> answer() throws IOException {
    return ShardAnswerCodec.decode(
        search, ByteBuffer.wrap(ShardAnswerCodec.encode(search, answer)));
  }
}
