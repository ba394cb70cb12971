package dev.quiver.benchmarks.crash;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a record but its id, equal only if nothing of it differs.
 *
 * @param bits of the vector's components
 * @param text null: the record has no segment
 */
record Held(List<Integer> bits, @Nullable String text, Map<String, Object> metadata) {

  static Held of(Embedding embedding, @Nullable TextSegment segment) {
    var bits = new ArrayList<Integer>();
    for (float component : embedding.vector()) {
      bits.add(Float.floatToRawIntBits(component));
    }
    return segment == null
        ? new Held(bits, null, Map.of())
        : new Held(bits, segment.text(), segment.metadata().toMap());
  }

  Embedding embedding() {
    float[] vector = new float[bits.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.intBitsToFloat(bits.get(i));
    }
    return Embedding.from(vector);
  }

  @Nullable TextSegment segment() {
    return text == null ? null : TextSegment.from(text, Metadata.from(metadata));
  }
}
