package dev.quiver.benchmarks.crash;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One call of a writer. All records of a writer bear its name, so writers do not meet. */
sealed interface Operation {

  void runOn(QuiverEmbeddingStore store);

  /** Writes records, new ones and others over older ones. */
  record Put(Map<String, Held> records) implements Operation {
    @Override
    public void runOn(QuiverEmbeddingStore store) {
      List<String> ids = List.copyOf(records.keySet());
      var embeddings = new ArrayList<Embedding>();
      var segments = new ArrayList<TextSegment>();
      for (Held held : records.values()) {
        embeddings.add(held.embedding());
        segments.add(held.segment());
      }
      store.addAll(ids, embeddings, segments);
    }
  }

  /** Removes records by their ids, whether they are there or not. */
  record Remove(List<String> ids) implements Operation {
    @Override
    public void runOn(QuiverEmbeddingStore store) {
      store.removeAll(ids);
    }
  }

  /** Removes the writer's records of one group. */
  record RemoveGroup(String writer, int group) implements Operation {
    static final String WRITER = "writer";
    static final String GROUP = "group";

    @Override
    public void runOn(QuiverEmbeddingStore store) {
      store.removeAll(new And(new IsEqualTo(WRITER, writer), new IsEqualTo(GROUP, group)));
    }

    boolean concerns(Held held) {
      return writer.equals(held.metadata().get(WRITER))
          && Integer.valueOf(group).equals(held.metadata().get(GROUP));
    }
  }
}
