package dev.quiver.benchmarks.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.List;

/** A store called as an application calls it, through LangChain4j's interface. */
abstract class LangChainContender implements Contender.Durable {
  abstract EmbeddingStore<TextSegment> store();

  /** The number of the record that was matched. */
  int number(EmbeddingMatch<TextSegment> match) {
    return Dataset.number(match.embeddingId());
  }

  @Override
  public void add(Dataset.Batch batch) {
    store().addAll(batch.ids(), batch.embeddings(), batch.segments());
  }

  List<EmbeddingMatch<TextSegment>> matches(float[] query) {
    return store().search(request(query, Share.ALL)).matches();
  }

  static EmbeddingSearchRequest request(float[] query, Share share) {
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(Embedding.from(query))
        .maxResults(Settings.K)
        .filter(share.filter())
        .build();
  }

  @Override
  public Searched among(Share share) {
    return query -> answer(store().search(request(query, share)).matches());
  }

  Searched.Answer answer(List<EmbeddingMatch<TextSegment>> matches) {
    return new Searched.Answer(matches.size(), () -> matches.stream().map(this::number).toList());
  }
}
