package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;

/** The vectors of several segments, numbered through. One thread at a time, as all of its kind. */
final class JoinedVectors extends FloatVectorValues {
  private final List<FloatVectorValues> parts;
  private final int[] starts;

  /**
   * @param parts with a vector for every document, at least one
   */
  JoinedVectors(List<FloatVectorValues> parts) {
    this.parts = parts;
    this.starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = starts[i] + parts.get(i).size();
    }
  }

  @Override
  public float[] vectorValue(int node) throws IOException {
    int part = 0;
    while (node >= starts[part + 1]) {
      part++;
    }
    return parts.get(part).vectorValue(node - starts[part]);
  }

  @Override
  public FloatVectorValues copy() throws IOException {
    var copies = new ArrayList<FloatVectorValues>(parts.size());
    for (FloatVectorValues part : parts) {
      copies.add(part.copy());
    }
    return new JoinedVectors(copies);
  }

  @Override
  public int dimension() {
    return parts.getFirst().dimension();
  }

  @Override
  public int size() {
    return starts[parts.size()];
  }
}
