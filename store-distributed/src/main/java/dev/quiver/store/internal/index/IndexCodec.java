package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.IndexSettings;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's own formats with the graph as a collection wants it. Only writing differs: any Lucene of
 * this version reads the files.
 */
final class IndexCodec extends Lucene104Codec {
  private final KnnVectorsFormat vectors;

  IndexCodec(IndexSettings settings) {
    this.vectors = new Graph(graph(settings));
  }

  private static KnnVectorsFormat graph(IndexSettings settings) {
    return settings.quantized()
        ? new Lucene104HnswScalarQuantizedVectorsFormat(
            ScalarEncoding.SEVEN_BIT, settings.m(), settings.efConstruction())
        : new Lucene99HnswVectorsFormat(settings.m(), settings.efConstruction());
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }

  /** A format of Lucene's that takes longer vectors than Lucene lets it. */
  private static final class Graph extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    Graph(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return RecordLimits.MAX_DIMENSION;
    }
  }
}
