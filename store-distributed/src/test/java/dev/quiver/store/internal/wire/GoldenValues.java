package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardingKind;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The values the golden files hold. Added to, never changed. */
final class GoldenValues {
  static final float[] VECTOR = {
    0.25f, -0.0f, Float.MIN_VALUE, -1.5e30f, Float.intBitsToFloat(0x7fc1_2345)
  };
  static final StoredRecord RECORD =
      StoredRecord.with(
          new RecordKey("s:tenant", "id-1"),
          VECTOR,
          "größer \ud83d\ude00",
          Map.of(
              "string", new Value.Text("plain"),
              "broken", new Value.Text("a\ud800b"),
              "uuid", new Value.Uuid(new UUID(0x0123_4567_89ab_cdefL, -2)),
              "int", new Value.Num(-7),
              "long", new Value.Num(Long.MIN_VALUE),
              "float", new Value.Num(-0.0f),
              "double", new Value.Num(0.1),
              "nan", new Value.Num(Double.NaN)));
  static final StoredRecord BARE_RECORD = StoredRecord.bare(RecordKey.of("id-2"), VECTOR);

  static final Command PUT = new Command.Put(List.of(RECORD, BARE_RECORD));
  static final Command DELETE_IDS =
      new Command.DeleteIds(
          List.of("id-1", "\udc00"),
          new Predicate.Compare("tenant", Comparison.EQUAL, new Value.Text("acme")));
  static final Command DELETE_WHERE = new Command.DeleteWhere(everyKindOfPredicate());
  static final Command CLEAR = new Command.Clear();

  private static final UUID INCARNATION = new UUID(0x1111_2222_3333_4444L, 0x8555_6666_7777_8888L);
  private static final NodeId ZERO = new NodeId("node-0");
  private static final NodeId ONE = new NodeId("node-1");

  static final MetaCommand REGISTER_NODES =
      new MetaCommand.RegisterNodes(
          List.of(new Node(ZERO, "default", 1), new Node(ONE, "west", 20)));
  static final MetaCommand CREATE_COLLECTION =
      new MetaCommand.CreateCollection(
          new CollectionSettings(
              "default",
              INCARNATION,
              0,
              Similarity.COSINE,
              2,
              ShardingKind.CONSISTENT_HASH,
              List.of(),
              150,
              2,
              "tenant",
              "all-minilm-l6-v2",
              new IndexSettings(16, 100, true, 0.95)),
          List.of(List.of(ZERO, ONE), List.of(ONE, ZERO)));
  static final MetaCommand CREATE_RANGES =
      new MetaCommand.CreateCollection(
          new CollectionSettings(
              "by-range",
              INCARNATION,
              384,
              Similarity.EUCLIDEAN,
              3,
              ShardingKind.RANGE,
              List.of("h", "q\ud800"),
              64,
              1,
              null,
              null,
              new IndexSettings(32, 200, false, 0.99)),
          List.of(List.of(ZERO), List.of(ONE), List.of(ZERO)));
  static final MetaCommand CREATE_WITH_TEXT =
      new MetaCommand.CreateCollection(
          new CollectionSettings(
              "worded",
              INCARNATION,
              8,
              Similarity.DOT_PRODUCT,
              1,
              ShardingKind.HASH,
              List.of(),
              150,
              1,
              null,
              null,
              new IndexSettings(16, 100, false, 0.95, AnalysisKind.ENGLISH)),
          List.of(List.of(ZERO)));
  static final MetaCommand SET_DIMENSION =
      new MetaCommand.SetDimension("default", INCARNATION, 384);
  static final MetaCommand SET_MODEL_NAME =
      new MetaCommand.SetModelName("by-range", INCARNATION, "bge-small");
  static final MetaCommand DROP_COLLECTION = new MetaCommand.DropCollection("default");
  static final MetaCommand REPLACE_INCARNATION =
      new MetaCommand.ReplaceIncarnation("default", new UUID(1, 2));

  static final ClusterState STATE =
      ClusterState.EMPTY
          .apply(REGISTER_NODES)
          .apply(CREATE_COLLECTION)
          .apply(CREATE_RANGES)
          .apply(SET_DIMENSION);

  private GoldenValues() {}

  /** In the balanced form in which chains come back. */
  private static Predicate everyKindOfPredicate() {
    var all =
        new Predicate.And(
            new Predicate.And(
                new Predicate.And(
                    compare("a", Comparison.NOT_EQUAL, new Value.Num(1)),
                    compare("b", Comparison.GREATER, new Value.Num(2L))),
                compare("c", Comparison.GREATER_OR_EQUAL, new Value.Num(3f))),
            new Predicate.And(
                compare("d", Comparison.LESS, new Value.Num(4d)),
                compare("e", Comparison.LESS_OR_EQUAL, new Value.Text("z"))));
    return new Predicate.Or(
        new Predicate.Or(
            new Predicate.Not(all),
            new Predicate.In("f", List.of(new Value.Text("x"), new Value.Num(5)))),
        new Predicate.Or(
            new Predicate.NotIn("g", List.of(new Value.Uuid(new UUID(6, 7)))),
            new Predicate.Contains("h", "part")));
  }

  private static Predicate compare(String key, Comparison comparison, Value value) {
    return new Predicate.Compare(key, comparison, value);
  }
}
