package dev.quiver.store.internal.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A write that is thought to be undone and is not, or that takes long to be judged. */
class WriteTest {
  private static Write put(List<String> ids) {
    return new Write(
        new Command.Put(
            ids.stream()
                .map(id -> StoredRecord.bare(RecordKey.of(id), new float[] {1, 2}))
                .toList()));
  }

  private static WriteFailedException failure(List<String> notStored, List<String> unknown) {
    return new WriteFailedException("adding", List.of(), notStored, unknown, null);
  }

  @Test
  void isUndoneWhereNothingWasStoredForCertain() {
    Write write = put(List.of("a", "b"));
    assertThat(write.isUndone(failure(List.of("b", "a"), List.of()))).isTrue();
    assertThat(write.isUndone(failure(List.of("a"), List.of()))).isFalse();
    assertThat(write.isUndone(failure(List.of("a"), List.of("b")))).isFalse();
    assertThat(write.isUndone(new IllegalStateException("connection reset"))).isFalse();
  }

  /** In a collection with a partition key two records may have one id. */
  @Test
  void isNotUndoneWhereAnIdIsStoredInOneOfItsPartitions() {
    var named = new WriteFailedException("adding", List.of("a"), List.of("a"), List.of(), null);
    assertThat(put(List.of("a", "a")).isUndone(named)).isFalse();
  }

  @Test
  void aRemovalNeverIs() {
    var write = new Write(new Command.DeleteIds(List.of("a"), null));
    assertThat(write.isUndone(failure(List.of("a"), List.of()))).isFalse();
  }

  @Test
  @Timeout(20)
  void theLargestIsJudgedSoon() {
    List<String> ids = IntStream.range(0, 200_000).mapToObj(i -> "record-" + i).toList();
    assertThat(put(ids).isUndone(failure(ids, List.of()))).isTrue();
  }
}
