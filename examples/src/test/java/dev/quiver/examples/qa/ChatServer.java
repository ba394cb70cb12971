package dev.quiver.examples.qa;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Speaks the chat API of OpenAI: says what a test tells it to, and remembers what it was asked. */
final class ChatServer implements AutoCloseable {
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("chat-server").factory());
  private final HttpServer server;
  private final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Said> says = new LinkedBlockingQueue<>();

  private record Said(int status, String text) {}

  ChatServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(calls);
    server.start();
  }

  ChatEndpoint endpoint() {
    return new ChatEndpoint(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/v1", "secret-key", "small-model");
  }

  /** Each call is held up until something is said. */
  void say(int status, String text) {
    says.add(new Said(status, text));
  }

  /** The next call, which may still wait for its answer. */
  JsonNode asked() throws InterruptedException {
    return asked.take();
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      asked.add(RunningApp.JSON.readTree(call.getRequestBody()));
      Said said = says.take();
      byte[] body =
          said.status() == 200
              ? completion(said.text())
              : said.text().getBytes(StandardCharsets.UTF_8);
      call.getResponseHeaders().add("Content-Type", "application/json");
      call.sendResponseHeaders(said.status(), body.length);
      call.getResponseBody().write(body);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] completion(String text) throws IOException {
    return RunningApp.JSON.writeValueAsBytes(
        Map.of(
            "id",
            "completion-1",
            "object",
            "chat.completion",
            "model",
            "small-model",
            "choices",
            List.of(
                Map.of(
                    "index",
                    0,
                    "finish_reason",
                    "stop",
                    "message",
                    Map.of("role", "assistant", "content", text)))));
  }

  @Override
  public void close() {
    server.stop(0);
    calls.shutdownNow();
  }
}
