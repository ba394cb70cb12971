package dev.quiver.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that counts words by the hash of each, and how many texts it was given. */
class WordModel implements EmbeddingModel {
  private final int dimension;
  private final String name;
  private final AtomicInteger embedded = new AtomicInteger();

  WordModel(int dimension) {
    this(dimension, "words-" + dimension);
  }

  WordModel(int dimension, String name) {
    this.dimension = dimension;
    this.name = name;
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    int words = segments.stream().mapToInt(segment -> words(segment.text()).length).sum();
    List<Embedding> vectors = segments.stream().map(segment -> vector(segment.text())).toList();
    embedded.addAndGet(segments.size());
    return Response.from(vectors, new TokenUsage(words));
  }

  private Embedding vector(String text) {
    var vector = new float[dimension];
    vector[0] = 0.1f;
    for (String word : words(text)) {
      vector[Math.floorMod(word.hashCode() * 31, dimension)] += 1;
    }
    var embedding = Embedding.from(vector);
    embedding.normalize();
    return embedding;
  }

  private static String[] words(String text) {
    return text.toLowerCase(Locale.ROOT).split("\\W+", -1);
  }

  /** Since this was last asked. */
  int embedded() {
    return embedded.getAndSet(0);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String modelName() {
    return name;
  }
}
