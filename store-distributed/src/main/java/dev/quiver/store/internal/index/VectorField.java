package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * How vectors are handed to Lucene, and how they come back as they were.
 *
 * <p>A cosine is the dot product of vectors of length 1. Vectors that have that length are indexed
 * as they are; others are divided by it, and the array as it was goes into doc values.
 */
final class VectorField {
  /** Closer to 1 than a float can tell over the dimensions in use. */
  private static final double UNIT_TOLERANCE = 1e-6;

  private VectorField() {}

  static VectorSimilarityFunction function(Similarity similarity) {
    return switch (similarity) {
      case COSINE, DOT_PRODUCT -> VectorSimilarityFunction.DOT_PRODUCT;
      case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
    };
  }

  static boolean isIndexedAsGiven(float[] vector, Similarity similarity) {
    return similarity != Similarity.COSINE || Math.abs(length(vector) - 1) <= UNIT_TOLERANCE;
  }

  /**
   * What stands for the vector in the graph: the given array itself where nothing has to change.
   */
  static float[] indexed(float[] vector, Similarity similarity) {
    if (isIndexedAsGiven(vector, similarity)) {
      return vector;
    }
    double length = length(vector);
    var unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }

  static KnnFloatVectorField field(float[] indexed, Similarity similarity) {
    return new KnnFloatVectorField(FieldName.VECTOR, indexed, function(similarity));
  }

  static BytesRef bytes(float[] vector) {
    var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return new BytesRef(bytes.array());
  }

  /** Reads the vectors of one segment as they were given, in ascending order of document. */
  static final class Reader {
    private final FloatVectorValues indexed;
    private final @Nullable BinaryDocValues raw;

    Reader(LeafReader leaf) throws IOException {
      FloatVectorValues values = leaf.getFloatVectorValues(FieldName.VECTOR);
      if (values == null || values.size() != leaf.maxDoc()) {
        throw new IOException(
            "every record must have a vector, but some in " + leaf + " have none");
      }
      indexed = values;
      raw = leaf.getBinaryDocValues(FieldName.RAW_VECTOR);
    }

    /** The array may be overwritten by the next call. */
    float[] read(int doc) throws IOException {
      if (raw == null || !raw.advanceExact(doc)) {
        return indexed.vectorValue(doc);
      }
      BytesRef bytes = raw.binaryValue();
      var vector = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(vector);
      return vector;
    }
  }
}
