package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model whose vectors are kept in a file, so that a text is embedded in the first run only. A
 * vector is found by the model's name and settings, by how the text was meant, and by the text: not
 * by the code that made it. After a change of that code, delete the file.
 */
final class KeptVectors {
  private final OnnxEmbeddingModel model;
  private final Path file;
  private final Map<String, float[]> vectors = new LinkedHashMap<>();

  private KeptVectors(OnnxEmbeddingModel model, Path file) {
    this.model = model;
    this.file = file;
  }

  static KeptVectors open(OnnxEmbeddingModel model, Path folder) throws IOException {
    Files.createDirectories(folder);
    var kept = new KeptVectors(model, folder.resolve(model.modelName() + ".vectors"));
    if (Files.exists(kept.file)) {
      kept.read();
    }
    return kept;
  }

  List<Embedding> passages(List<String> texts) throws IOException {
    return of(texts, EmbeddingInputType.DOCUMENT);
  }

  List<Embedding> queries(List<String> texts) throws IOException {
    return of(texts, EmbeddingInputType.QUERY);
  }

  private List<Embedding> of(List<String> texts, EmbeddingInputType meant) throws IOException {
    Map<String, String> missing = new LinkedHashMap<>();
    for (String text : texts) {
      String key = key(text, meant);
      if (!vectors.containsKey(key)) {
        missing.put(key, text);
      }
    }
    if (!missing.isEmpty()) {
      var request =
          EmbeddingRequest.builder()
              .inputs(missing.values().toArray(String[]::new))
              .inputType(meant)
              .build();
      var made = model.embed(request).embeddings().iterator();
      missing.keySet().forEach(key -> vectors.put(key, made.next().vector()));
      write();
    }
    return texts.stream()
        .map(text -> Embedding.from(Objects.requireNonNull(vectors.get(key(text, meant)))))
        .toList();
  }

  private String key(String text, EmbeddingInputType meant) {
    try {
      byte[] bytes =
          (model.modelName() + model.spec() + meant + text).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }

  private void read() throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String key = in.readUTF();
        var vector = new float[model.dimension()];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = in.readFloat();
        }
        vectors.put(key, vector);
      }
    } catch (EOFException cut) {
      throw new IOException(file + " is cut short: delete it", cut);
    }
  }

  /** Whole, and moved into place, so that a run that is ended leaves the file as it was. */
  private void write() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
      out.writeInt(vectors.size());
      for (Map.Entry<String, float[]> each : vectors.entrySet()) {
        out.writeUTF(each.getKey());
        for (float component : each.getValue()) {
          out.writeFloat(component);
        }
      }
    }
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
