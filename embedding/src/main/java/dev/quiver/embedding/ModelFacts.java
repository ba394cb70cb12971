package dev.quiver.embedding;

import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.quiver.embedding.spec.EncoderSpec;
import java.util.List;

/**
 * What a model knows of itself.
 *
 * @param maxTokens the most tokens of a passage that is not cut, special ones and prefix left out
 */
record ModelFacts(
    String name,
    EncoderSpec spec,
    int dimension,
    int maxTokens,
    List<EmbeddingModelListener> listeners,
    EmbeddingProgress progress) {}
