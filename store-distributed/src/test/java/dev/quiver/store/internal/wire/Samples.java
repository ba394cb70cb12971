package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random values of everything that goes over the wire, the awkward ones more often than not. */
final class Samples {
  private static final int[] AWKWARD_FLOATS = {
    0x8000_0000, 0x7f80_0001, 0x7fc0_0000, 0xffff_ffff, 0x7f80_0000, 0x0000_0001
  };

  private final SplittableRandom random;

  Samples(long seed) {
    this.random = new SplittableRandom(seed);
  }

  Command command() {
    return switch (random.nextInt(4)) {
      case 0 -> new Command.Put(several(5, this::record));
      case 1 -> new Command.DeleteIds(several(5, this::text), maybePredicate());
      case 2 -> new Command.DeleteWhere(predicate(4));
      default -> new Command.Clear();
    };
  }

  StoredRecord record() {
    var key = new RecordKey(random.nextBoolean() ? text() : null, text());
    if (random.nextInt(4) == 0) {
      return StoredRecord.bare(key, vector());
    }
    var metadata = new TreeMap<String, Value>();
    for (int i = random.nextInt(6); i > 0; i--) {
      metadata.put(text(), value());
    }
    return StoredRecord.with(key, vector(), text(), metadata);
  }

  float[] vector() {
    var vector = new float[random.nextInt(40)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] =
          random.nextInt(3) == 0
              ? Float.intBitsToFloat(AWKWARD_FLOATS[random.nextInt(AWKWARD_FLOATS.length)])
              : Float.intBitsToFloat(random.nextInt());
    }
    return vector;
  }

  String text() {
    char[] units = new char[random.nextInt(12)];
    int kind = random.nextInt(3);
    for (int i = 0; i < units.length; i++) {
      units[i] =
          switch (kind) {
            case 0 -> (char) ('a' + random.nextInt(26));
            case 1 -> (char) random.nextInt(0xd800);
            default -> (char) random.nextInt(0x1_0000);
          };
    }
    return new String(units);
  }

  Value value() {
    return switch (random.nextInt(6)) {
      case 0 -> new Value.Text(text());
      case 1 -> new Value.Uuid(new UUID(random.nextLong(), random.nextLong()));
      case 2 -> new Value.Num(random.nextInt());
      case 3 -> new Value.Num(random.nextLong());
      case 4 -> new Value.Num(random.nextBoolean() ? -0.0f : random.nextFloat());
      default -> new Value.Num(random.nextBoolean() ? Double.NaN : random.nextDouble());
    };
  }

  @Nullable Predicate maybePredicate() {
    return random.nextBoolean() ? predicate(4) : null;
  }

  Predicate predicate(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> new Predicate.Compare(text(), comparison(), value());
      case 1 -> new Predicate.In(text(), several(4, this::value));
      case 2 -> new Predicate.NotIn(text(), several(4, this::value));
      case 3 -> new Predicate.Contains(text(), text());
      case 4 -> new Predicate.And(predicate(depth - 1), predicate(depth - 1));
      case 5 -> new Predicate.Or(predicate(depth - 1), predicate(depth - 1));
      default -> new Predicate.Not(predicate(depth - 1));
    };
  }

  private Predicate.Comparison comparison() {
    Predicate.Comparison[] all = Predicate.Comparison.values();
    return all[random.nextInt(all.length)];
  }

  private <T> List<T> several(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(most + 1)).toList();
  }

  /** The bytes with a few of them changed, some lost or some doubled. */
  byte[] damage(byte[] bytes) {
    var damaged = new ArrayList<Byte>();
    for (byte b : bytes) {
      damaged.add(b);
    }
    for (int i = random.nextInt(3); i >= 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.size());
      switch (random.nextInt(4)) {
        case 0 -> damaged.set(at, (byte) (damaged.get(at) ^ 1 << random.nextInt(8)));
        case 1 -> damaged.set(at, (byte) random.nextInt());
        case 2 -> damaged.subList(at, damaged.size()).clear();
        default -> damaged.add(at, damaged.get(random.nextInt(damaged.size())));
      }
    }
    var result = new byte[damaged.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = damaged.get(i);
    }
    return result;
  }
}
