package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class MergePlanTest {
  private static final int MOST = 300;

  @Test
  void leavesFewSegmentsNoneLargerThanTheHeapHolds() throws IOException {
    var random = new Random(Seed.next());
    var plan = new MergePlan(MOST);
    try (var directory = new ByteBuffersDirectory();
        var writer =
            new IndexWriter(
                directory,
                new IndexWriterConfig()
                    .setMergePolicy(plan)
                    .setMergeScheduler(new SerialMergeScheduler()))) {
      int documents = 0;
      for (int segment = 0; segment < 60; segment++) {
        for (int i = 1 + random.nextInt(30); i > 0; i--) {
          writer.addDocument(document(documents++));
        }
        writer.flush();
        assertThat(sizes(writer)).allMatch(size -> size <= MOST);
      }
      plan.quiet(true);
      writer.maybeMerge();
      assertThat(sizes(writer)).allMatch(size -> size <= MOST);
      assertNoneWorthMerging(sizes(writer));

      writer.deleteDocuments(new Term("id", "0"));
      writer.forceMerge(1);
      assertThat(sizes(writer)).hasSizeLessThanOrEqualTo(2 * documents / MOST + 1);
      assertThat(sizes(writer)).allMatch(size -> size <= MOST);
      try (var reader = DirectoryReader.open(writer)) {
        assertThat(reader.hasDeletions()).isFalse();
        assertThat(reader.numDocs()).isEqualTo(documents - 1);
      }
    }
  }

  /** Each is more than twice as large as all smaller ones together, or too large for them. */
  private static void assertNoneWorthMerging(List<Integer> sizes) {
    int smaller = 0;
    for (int size : sizes.stream().sorted().toList()) {
      assertThat(smaller + size > MOST || size > 2 * smaller).as("%d of %s", size, sizes).isTrue();
      smaller += size;
    }
  }

  private static Document document(int id) {
    var document = new Document();
    document.add(new StringField("id", Integer.toString(id), Field.Store.NO));
    return document;
  }

  private static List<Integer> sizes(IndexWriter writer) throws IOException {
    try (var reader = DirectoryReader.open(writer)) {
      var sizes = new ArrayList<Integer>();
      reader.leaves().forEach(leaf -> sizes.add(leaf.reader().maxDoc()));
      return sizes;
    }
  }
}
