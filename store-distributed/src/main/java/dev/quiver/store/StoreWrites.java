package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The writing half of the store: checks everything before anything is appended. */
final class StoreWrites {
  private final CollectionHandle handle;
  private final StoreSettings settings;
  private final RecordTranslation translation;
  private final StoreReads reads;

  StoreWrites(
      CollectionHandle handle,
      StoreSettings settings,
      RecordTranslation translation,
      StoreReads reads) {
    this.handle = handle;
    this.settings = settings;
    this.translation = translation;
    this.reads = reads;
  }

  /** For calls that have so much time at most. */
  StoreWrites within(Duration patience) {
    return new StoreWrites(handle, settings.within(patience), translation, reads);
  }

  /** What the lists say, checked; nothing of it is shared with them. */
  List<StoredRecord> records(
      @Nullable List<String> givenIds,
      @Nullable List<Embedding> givenEmbeddings,
      @Nullable List<TextSegment> givenSegments) {
    List<String> ids = givenIds == null ? List.of() : givenIds;
    List<Embedding> embeddings = givenEmbeddings == null ? List.of() : givenEmbeddings;
    checkSizes(ids, embeddings, givenSegments);
    RecordIds.check(ids);
    var records = new ArrayList<StoredRecord>(embeddings.size());
    for (int i = 0; i < embeddings.size(); i++) {
      Embedding embedding = embeddings.get(i);
      if (embedding == null) {
        throw new IllegalArgumentException(
            "embeddings must not be null, but embedding " + i + " is");
      }
      TextSegment segment = givenSegments == null ? null : givenSegments.get(i);
      float[] vector = translation.vector("embedding " + i, embedding);
      records.add(translation.record(ids.get(i), vector, segment));
    }
    checkDimensions(records);
    return records;
  }

  void put(List<StoredRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    var deadline = Deadline.after(settings.writeTimeout());
    if (handle.dimension() == 0) {
      int first = records.getFirst().vector().length;
      checkDimension("embedding 0", settleDimension(first, records), first);
    }
    if (deadline.isOver()) {
      throw notStored(
          records, new DeadlineExceededException("fixing the dimension", deadline.budget()));
    }
    handle.writer().put(records, Duration.ofNanos(Math.max(1, deadline.remainingNanos())));
  }

  private int settleDimension(int first, List<StoredRecord> records) {
    try {
      return handle.settleDimension(first, settings.writeTimeout());
    } catch (StoreUnavailableException noMajority) {
      throw notStored(records, noMajority);
    }
  }

  private static WriteFailedException notStored(List<StoredRecord> records, Throwable why) {
    List<String> ids = records.stream().map(next -> next.key().id()).toList();
    return new WriteFailedException("adding", List.of(), ids, List.of(), why);
  }

  private static void checkSizes(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    if (ids.size() != embeddings.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "ids size (%d) is not equal to embeddings size (%d)",
              ids.size(),
              embeddings.size()));
    }
    if (segments != null && segments.size() != embeddings.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "embeddings size (%d) is not equal to embedded size (%d)",
              embeddings.size(),
              segments.size()));
    }
  }

  private void checkDimensions(List<StoredRecord> records) {
    int known = handle.dimension();
    for (int i = 0; i < records.size(); i++) {
      int given = records.get(i).vector().length;
      int first = records.getFirst().vector().length;
      if (known != 0) {
        checkDimension("embedding " + i, known, given);
      } else if (given != first) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "embedding %d must have dimension %d, as embedding 0 has, but has %d",
                i,
                first,
                given));
      }
    }
  }

  static void checkDimension(String what, int expected, int given) {
    if (given != expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must have dimension %d, as the collection has, but has %d",
              what,
              expected,
              given));
    }
  }

  void removeAll(@Nullable Collection<String> ids, @Nullable Filter filter) {
    if (ids == null || ids.isEmpty()) {
      return;
    }
    RecordIds.check(ids);
    Predicate where = reads.checked(filter, "removeAll");
    handle.writer().delete(List.copyOf(ids), where, settings.writeTimeout());
  }

  void removeAll(@Nullable Filter filter) {
    Predicate where = Objects.requireNonNull(reads.checked(Filters.present(filter), "removeAll"));
    handle.writer().deleteWhere(where, settings.writeTimeout());
  }

  void flush() {
    handle.flush(settings.writeTimeout());
  }

  void clear() {
    Predicate none = reads.checked(null, "removeAll");
    if (none == null) {
      handle.writer().clear(settings.writeTimeout());
    }
  }
}
