package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shard that grows while it is measured, and then comes to rest. */
@Timeout(60)
class GrowthMeanwhileTest {
  @TempDir Path directory;
  @TempDir Path another;
  private final Queue<Runnable> background = new ArrayDeque<>();
  private Runnable meanwhile = () -> {};

  /** A reader that tells when its records are counted, as at the beginning of a measurement. */
  private final class Watched extends FilterDirectoryReader {
    Watched(DirectoryReader in) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader leaf) {
              return new FilterCodecReader((CodecReader) leaf) {
                @Override
                public int numDocs() {
                  Runnable first = meanwhile;
                  meanwhile = () -> {};
                  first.run();
                  return super.numDocs();
                }

                @Override
                public CacheHelper getCoreCacheHelper() {
                  return leaf.getCoreCacheHelper();
                }

                @Override
                public CacheHelper getReaderCacheHelper() {
                  return leaf.getReaderCacheHelper();
                }
              };
            }
          });
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader next) throws IOException {
      return new Watched(next);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private static void put(ShardIndex index, int from, int to) throws IOException {
    var random = new Random(from);
    var records = new ArrayList<StoredRecord>();
    for (int i = from; i < to; i++) {
      var vector = new float[8];
      for (int j = 0; j < 8; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      records.add(StoredRecord.bare(RecordKey.of("id-" + i), vector));
    }
    index.apply(new Position(1, to), new Command.Put(records));
  }

  @Test
  void aShardThatGrewWhileItWasMeasuredIsMeasuredAgain() throws IOException {
    try (var engine = new IndexEngine(EngineOptions.defaults("test"));
        var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)) {
      put(index, 0, 3_000);
      try (ShardReader early = index.read()) {
        View small = ((LuceneShardReader) early).view();
        put(index, 3_000, 12_000);
        index.compact();
        try (ShardReader late = index.read()) {
          View large = ((LuceneShardReader) late).view();
          var calibration =
              new ShardCalibration(
                  background::add,
                  new CalibrationFile(another, Similarity.COSINE, IndexSettings.DEFAULT));
          calibration.consider(small.next(new Watched(small.reader()), small.position()));
          meanwhile = () -> calibration.consider(large);
          while (!background.isEmpty()) {
            background.remove().run();
          }
          assertThat(Objects.requireNonNull(calibration.newest()).rows()).isEqualTo(12_000);
        }
      }
    }
  }
}
