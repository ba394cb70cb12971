package dev.quiver.store.damage;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.Consistency;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchOptions;
import dev.quiver.store.error.QuiverException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A process with a store, told line by line what to do; one line is answered to each. */
final class StoreChild {
  static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);

  private static final EmbeddingSearchRequest FIRST =
      EmbeddingSearchRequest.builder().queryEmbedding(embedding(0)).maxResults(1).build();
  private static final SearchOptions EVENTUAL =
      SearchOptions.defaults().withConsistency(Consistency.eventual());

  private StoreChild() {}

  static QuiverEmbeddingStore open(Path directory) {
    return QuiverEmbeddingStore.builder().directory(directory).writeTimeout(WRITE_TIMEOUT).build();
  }

  /** The vector of a record, by its number. */
  static Embedding embedding(int number) {
    float[] vector = new float[256];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 1 + (number * 31 + i * (number + 7)) % 101;
    }
    return Embedding.from(vector);
  }

  public static void main(String[] args) throws IOException {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    try (QuiverEmbeddingStore store = open(Path.of(args[0]))) {
      out.println("open");
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(answer(store, line));
      }
    } catch (QuiverException refused) {
      out.println(refused);
    }
  }

  private static String answer(QuiverEmbeddingStore store, String line) {
    try {
      if (line.equals("count")) {
        return Long.toString(store.count());
      }
      if (line.equals("look")) {
        return store.search(FIRST, EVENTUAL).matches().getFirst().embeddingId();
      }
      store.add(line, embedding(Integer.parseInt(line)));
      return "stored";
    } catch (QuiverException failed) {
      return failed.toString().replace('\n', ' ');
    }
  }
}
