package dev.quiver.benchmarks.ingest;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.IngestReport;
import dev.quiver.embedding.Ingestor;
import dev.quiver.store.QuiverEmbeddingStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The process that is killed while it ingests. It says when it begins and when it is done. */
public final class IngestVictim {
  static final String BEGINS = "begins";
  static final String DONE = "done";

  private IngestVictim() {}

  /** Arguments: directory, round. */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    try (QuiverEmbeddingStore store = open(directory)) {
      System.out.println(BEGINS);
      IngestReport report =
          Ingestor.builder()
              .model(new WordVectors())
              .store(store)
              .incarnation(() -> store.session().incarnation().toString())
              .ledger(directory.resolve("ledger"))
              .splitter(IngestVictim::lines)
              .recipe("lines")
              .mirror(true)
              .queueSize(64)
              .storeBatchSize(16)
              .build()
              .ingest(new ChangingDocuments(Integer.parseInt(args[1])).stream());
      if (!report.failures().isEmpty()) {
        throw new IllegalStateException("failures must be none, but were " + report.failures());
      }
    }
    System.out.println(DONE);
  }

  static QuiverEmbeddingStore open(Path directory) {
    return QuiverEmbeddingStore.builder().directory(directory.resolve("store")).shards(2).build();
  }

  private static List<TextSegment> lines(Document document) {
    return Arrays.stream(document.text().split("\n", -1))
        .map(line -> TextSegment.from(line, document.metadata().copy()))
        .toList();
  }
}
