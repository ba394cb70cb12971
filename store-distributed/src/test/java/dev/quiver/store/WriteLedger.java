package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was written under each id, version by version, and what became of it. Each id has one writer
 * at a time; anybody may read. A version is a record whose vector and text follow from id and
 * version, or a removal.
 */
public final class WriteLedger {
  static final int DIMENSION = 8;

  private static final class Entry {
    int attempted;
    int acknowledged;
    final BitSet removals = new BitSet();
    final BitSet rejected = new BitSet();

    Entry() {
      removals.set(0); // before its first version a record is not there
    }
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  private Entry entry(String id) {
    return entries.computeIfAbsent(id, any -> new Entry());
  }

  /** A version is about to be written. */
  int begin(String id, boolean removal) {
    Entry entry = entry(id);
    synchronized (entry) {
      entry.attempted++;
      entry.removals.set(entry.attempted, removal);
      return entry.attempted;
    }
  }

  void acknowledged(String id) {
    Entry entry = entry(id);
    synchronized (entry) {
      entry.acknowledged = entry.attempted;
    }
  }

  void rejected(String id) {
    Entry entry = entry(id);
    synchronized (entry) {
      entry.rejected.set(entry.attempted);
    }
  }

  /** The version a read that begins now has to see at least. */
  int floor(String id) {
    Entry entry = entry(id);
    synchronized (entry) {
      return entry.acknowledged;
    }
  }

  /** What is wrong with what a read found; empty if nothing. */
  String wrong(String id, int floor, @Nullable EmbeddingMatch<TextSegment> found) {
    Entry entry = entry(id);
    synchronized (entry) {
      if (found == null) {
        int removal = entry.removals.previousSetBit(entry.attempted);
        while (removal >= floor && entry.rejected.get(removal)) {
          removal = entry.removals.previousSetBit(removal - 1);
        }
        return removal >= floor
            ? ""
            : id + " is missing, but version " + floor + " was acknowledged before";
      }
      Integer version = found.embedded().metadata().getInteger("version");
      if (version == null || version < floor || version > entry.attempted) {
        return String.format(
            Locale.ROOT,
            "%s is at version %s, but %d was acknowledged and %d tried",
            id,
            version,
            floor,
            entry.attempted);
      }
      if (entry.removals.get(version) || entry.rejected.get(version)) {
        return id + " shows version " + version + ", which was never to be stored";
      }
      return found.embedding().equals(embedding(id, version))
              && found.embedded().text().equals(text(id, version))
          ? ""
          : id + " at version " + version + " is not what was written";
    }
  }

  /** Every acknowledged write is there, and nothing that was never written. */
  void check(QuiverEmbeddingStore store) {
    var ids = new ArrayList<>(entries.keySet());
    var found = new TreeMap<String, EmbeddingMatch<TextSegment>>();
    for (int from = 0; from < ids.size(); from += 500) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + 500));
      store.getAll(some).forEach(match -> found.put(match.embeddingId(), match));
    }
    var wrong = new ArrayList<String>();
    for (String id : ids) {
      String problem = wrong(id, floor(id), found.get(id));
      if (!problem.isEmpty()) {
        wrong.add(problem);
      }
    }
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong.size() + " records are wrong: " + wrong);
    }
  }

  static Embedding embedding(String id, int version) {
    var random = new SplittableRandom(id.hashCode() * 31L + version);
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextFloat(-1, 1);
    }
    return Embedding.from(vector);
  }

  static String text(String id, int version) {
    return id + " in version " + version;
  }

  static TextSegment segment(String id, int version, int group) {
    return TextSegment.from(
        text(id, version), new Metadata().put("version", version).put("group", group));
  }
}
