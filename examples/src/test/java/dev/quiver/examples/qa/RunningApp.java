package dev.quiver.examples.qa;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.examples.ingest.DocumentOptions;
import dev.quiver.examples.ingest.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The app on a free port, over a few documents, some of them hostile; and a client of it. */
final class RunningApp implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>.md";
  static final String HOSTILE_TEXT =
      "The <b>harbour master</b> of Port Ellery is <script>document.title = 'owned'</script> Ada"
          + " Lindqvist, who took the office in 1987.";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final QaApp app;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningApp(QaApp app) {
    this.app = app;
  }

  static RunningApp over(Path docs, Optional<ChatEndpoint> chat) {
    var settings = new QaApp.Settings(DocumentOptions.of(docs).tree(), null, "127.0.0.1", 0, chat);
    var running = new RunningApp(QaApp.start(settings, progress -> {}));
    await().atMost(PATIENCE).until(() -> running.get("/api/status"), status -> !isReading(status));
    return running;
  }

  static void writeDocuments(Path docs) {
    try {
      Files.createDirectories(docs.resolve("town"));
      Files.writeString(docs.resolve(HOSTILE_NAME), "# Office\n\n" + HOSTILE_TEXT + "\n");
      Files.writeString(
          docs.resolve("town").resolve("lighthouse.html"),
          "<!doctype html><title>Lighthouse</title><script>var secret = 1;</script><p>The"
              + " lighthouse of Port Ellery was built in 1791 from local granite and stands 41"
              + " metres tall.</p>");
      Files.writeString(
          docs.resolve("bread.txt"),
          "The bakery opens at six. Its rye bread rests for two days before it is baked.\n");
      new Samples(docs)
          .pdf("tide.pdf", "A table of the sea.", "High tide comes at a quarter past nine.");
      Files.write(docs.resolve("picture.bin"), new byte[] {0, 1});
      Files.write(docs.resolve("broken.docx"), new byte[] {0, 1, 2, -1, -2});
      Files.writeString(docs.resolve(".hidden.md"), "Nobody may find the hidden treasure map.\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static boolean isReading(JsonNode status) {
    String phase = status.at("/documents/phase").asText();
    return phase.equals("RUNNING") || phase.equals("WAITING");
  }

  URI address() {
    return app.address();
  }

  JsonNode get(String path) {
    return json(send(HttpRequest.newBuilder(address().resolve(path)).build()));
  }

  JsonNode ask(String question) {
    HttpResponse<String> response = post("/api/ask", Map.of("question", question));
    if (response.statusCode() != 200) {
      throw new AssertionError(response + ": " + response.body());
    }
    return json(response);
  }

  HttpResponse<String> post(String path, Object body, String... headers) {
    try {
      var request =
          HttpRequest.newBuilder(address().resolve(path))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return send(request.build());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(asked);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try (client) {
      app.close();
    }
  }
}
