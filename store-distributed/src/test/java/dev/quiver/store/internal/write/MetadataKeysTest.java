package dev.quiver.store.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A key too many that is let in, or one that there is room for and is refused. */
class MetadataKeysTest {
  private final Set<String> indexed = new HashSet<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final MetadataKeys keys =
      new MetadataKeys(
          () -> {
            asked.incrementAndGet();
            return Set.copyOf(indexed);
          });

  private static List<StoredRecord> with(String... names) {
    var metadata = new TreeMap<String, Value>();
    for (String name : names) {
      metadata.put(name, Value.of(1));
    }
    return List.of(StoredRecord.with(RecordKey.of("id"), new float[] {1}, "text", metadata));
  }

  /** A call from its claim to its end. */
  private void write(String... names) {
    try (var claim = keys.claim(with(names), 3)) {
      assertThat(claim).isNotNull();
      indexed.addAll(List.of(names));
    }
  }

  @Test
  void theOneTooManyIsNamed() {
    write("a", "b");
    assertThatThrownBy(() -> keys.claim(with("a", "c", "d"), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("at most 3", "metadataKeyLimit", "\"d\"", "\"id\"", "number 4");
    write("c");
    write("a", "b", "c");
  }

  @Test
  void keysOfCallsUnderWayCount() {
    try (var other = keys.claim(with("a", "b"), 3)) {
      assertThat(other).isNotNull();
      assertThatThrownBy(() -> keys.claim(with("c", "d"), 3)).hasMessageContaining("number 4");
    }
    write("c", "d", "e");
  }

  @Test
  void whatIsInTheIndexesFromBeforeCounts() {
    indexed.addAll(List.of("a", "b", "c"));
    assertThatThrownBy(() -> keys.claim(with("d"), 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysThatAreGoneMakeRoom() {
    write("a", "b", "c");
    indexed.clear();
    write("d", "e", "f");
  }

  @Test
  void knownKeysAreNotAskedForAgain() {
    write("a", "b");
    int before = asked.get();
    write("a");
    write("b", "a");
    assertThat(asked).hasValue(before);
  }
}
