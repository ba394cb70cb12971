package dev.quiver.examples.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser gets from the app that no language model helps. */
class PagesTest {
  private static final String MASTER = "Who is the harbour master of Port Ellery?";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static RunningApp app;

  @BeforeAll
  static void start(@TempDir Path docs) {
    RunningApp.writeDocuments(docs);
    app = RunningApp.over(docs, Optional.empty());
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndTheOthersAreThere() {
    JsonNode documents = app.get("/api/status").at("/documents");

    assertThat(documents.at("/phase").asText()).isEqualTo("DONE");
    assertThat(documents.at("/done").asInt()).isEqualTo(5);
    assertThat(documents.at("/expected").asInt()).isEqualTo(5);
    assertThat(documents.at("/failures")).hasSize(1);
    assertThat(documents.at("/failures/0/source").asText()).isEqualTo("broken.docx");
    assertThat(documents.at("/failures/0/reason").asText()).isNotBlank();
  }

  @Test
  void theClosestSentenceIsQuotedFromItsPassageAndMarkedThere() {
    JsonNode reply = app.ask("How tall is the lighthouse?");

    JsonNode quote = reply.at("/answer/quotes/0");
    assertThat(quote.at("/text").asText()).contains("41 metres tall").doesNotContain("secret");
    JsonNode passage = reply.at("/passages").get(quote.at("/passage").asInt() - 1);
    assertThat(passage.at("/source").asText())
        .isEqualTo(Path.of("town", "lighthouse.html").toString());
    JsonNode mark = passage.at("/highlights/0");
    assertThat(
            passage
                .at("/text")
                .asText()
                .substring(mark.at("/start").asInt(), mark.at("/end").asInt()))
        .isEqualTo(quote.at("/text").asText());
    assertThat(reply.at("/millis/total").asDouble()).isPositive();
  }

  @Test
  void aPassageSaysItsPageAndOpensTheDocumentThere() {
    JsonNode passage = app.ask("When does high tide come?").at("/passages/0");

    assertThat(passage.at("/source").asText()).isEqualTo("tide.pdf");
    assertThat(passage.at("/page").asInt()).isEqualTo(2);
    assertThat(passage.at("/link").asText()).isEqualTo("/documents/tide.pdf#page=2");
    HttpResponse<String> pdf = document("tide.pdf");
    assertThat(pdf.headers().firstValue("Content-Type")).contains("application/pdf");
    assertThat(pdf.body()).startsWith("%PDF-1.4");
  }

  private static HttpResponse<String> document(String path) {
    return app.send(HttpRequest.newBuilder(app.address().resolve("/documents/" + path)).build());
  }

  @Test
  void aDocumentIsShownWithNothingInItRun() {
    HttpResponse<String> web = document("town/lighthouse.html");
    assertThat(web.statusCode()).isEqualTo(200);
    assertThat(web.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "; sandbox")
        .doesNotContain("script-src");
    String hostile = app.ask(MASTER).at("/passages/0/link").asText();
    HttpResponse<String> markdown = document(hostile.substring("/documents/".length()));
    assertThat(markdown.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    assertThat(markdown.body()).contains(RunningApp.HOSTILE_TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".hidden.md",
        "picture.bin",
        "town",
        "none.md",
        "../pom.xml",
        "..%2f..%2fpom.xml",
        "%00"
      })
  void whatIsNoDocumentIsNotShown(String path) {
    assertThat(document(path).statusCode()).isBetween(400, 404);
  }

  @Test
  void theSecondTimeTheCacheAnswersAndNoReplicaIsAsked() {
    JsonNode first = app.ask("What rests for two days?").at("/search");
    JsonNode second = app.ask("What rests for two days?").at("/search");

    assertThat(first.at("/cacheHit").asBoolean()).isFalse();
    assertThat(first.at("/shards")).hasSize(4);
    assertThat(first.at("/shards/0/node").asText()).startsWith("node-");
    assertThat(first.at("/coverage").asDouble()).isEqualTo(1);
    assertThat(second.at("/cacheHit").asBoolean()).isTrue();
    assertThat(second.at("/shards")).isEmpty();
  }

  @Test
  void hiddenFilesStayHidden() {
    assertThat(app.ask("Where is the hidden treasure map?").toString())
        .doesNotContain("treasure map.");
  }

  @Test
  void anUnrelatedQuestionGetsNoSentence() {
    JsonNode answer = app.ask("Which enzyme splits lactose?").at("/answer");

    assertThat(answer.at("/quotes")).isEmpty();
    assertThat(answer.at("/note").asText()).startsWith("No sentence is close enough");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"question\":\" \"}", "{\"question\":7}", "{}", "[]", "no json", ""})
  void whatIsNoQuestionIsRefusedWithTheReason(String body) {
    HttpResponse<String> response =
        app.send(
            HttpRequest.newBuilder(app.address().resolve("/api/ask"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningApp.json(response).at("/error").asText()).isNotBlank();
  }

  @Test
  void questionsAndBodiesHaveALimit() {
    assertThat(app.post("/api/ask", Map.of("question", "w".repeat(1_001))).statusCode())
        .isEqualTo(400);
    assertThat(app.post("/api/ask", Map.of("question", "w".repeat(20_000))).statusCode())
        .isEqualTo(413);
  }

  @Test
  void aStoppedNodeIsNotMissedAndComesBack() {
    HttpResponse<String> stopped = app.post("/api/nodes/node-1/stop", Map.of());
    assertThat(stopped.statusCode()).isEqualTo(200);
    assertThat(state("node-1")).isEqualTo("DOWN");

    JsonNode reply = app.ask("When does the bakery open, with a node down?");
    assertThat(reply.at("/search/coverage").asDouble()).isEqualTo(1);
    assertThat(reply.at("/search/shards").findValuesAsText("node")).doesNotContain("node-1");
    assertThat(app.post("/api/nodes/node-1/stop", Map.of()).statusCode()).isEqualTo(409);

    assertThat(app.post("/api/nodes/node-1/start", Map.of()).statusCode()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> state("node-1"), "UP"::equals);
    assertThat(app.post("/api/nodes/node-9/stop", Map.of()).statusCode()).isEqualTo(400);
  }

  private static String state(String node) {
    for (JsonNode each : app.get("/api/cluster").at("/nodes")) {
      if (each.at("/node").asText().equals(node)) {
        return each.at("/state").asText();
      }
    }
    throw new AssertionError("no node is called " + node);
  }

  @Test
  void anotherSiteCanChangeNothing() {
    String here = "http://" + app.address().getAuthority();

    assertThat(stop("Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(stop("Origin", "null").statusCode()).isEqualTo(403);
    assertThat(stop("Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(stop("Sec-Fetch-Site", "same-site", "Origin", here).statusCode()).isEqualTo(403);
    HttpResponse<String> form =
        app.send(
            HttpRequest.newBuilder(app.address().resolve("/api/nodes/node-9/stop"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))
                .build());
    assertThat(form.statusCode()).isEqualTo(415);
    HttpResponse<String> get =
        app.send(HttpRequest.newBuilder(app.address().resolve("/api/nodes/node-9/stop")).build());
    assertThat(get.statusCode()).isEqualTo(404);

    assertThat(stop("Sec-Fetch-Site", "same-origin", "Origin", here).statusCode()).isEqualTo(400);
  }

  /** Of a node there is not: 400 says that the call came through. */
  private static HttpResponse<String> stop(String... headers) {
    return app.post("/api/nodes/node-9/stop", Map.of(), headers);
  }

  @Test
  void aStrangeNameForThisAddressIsNotAnsweredTo() throws IOException {
    try (var socket = new Socket(app.address().getHost(), app.address().getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(
              "GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("folder");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/cluster", "/qa.css", "/page.js", "/ask.js", "/markdown.js", "/icon.svg"})
  void pagesLoadNothingFromElsewhereAndForbidToDoSo(String path) {
    HttpResponse<String> response =
        app.send(HttpRequest.newBuilder(app.address().resolve(path)).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.body().replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://", "https://", "innerHTML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/api/nothing", "/../pom.xml", "/%2e%2e/logback.xml"})
  void whatIsNotThereIsNotFound(String path) {
    HttpResponse<String> response =
        app.send(
            HttpRequest.newBuilder(URI.create(app.address().resolve("/") + path.substring(1)))
                .build());

    assertThat(response.statusCode()).isBetween(400, 404);
  }

  @Test
  void aBrowserShowsADocumentFullOfMarkupAsText(@TempDir Path scratch) throws Exception {
    Optional<Chromium> browser = Chromium.installed(scratch);
    assumeThat(browser).as("an installed chromium").isPresent();

    String page = browser.orElseThrow().elements(app.address().resolve("/?q=harbour+master"));

    assertThat(page)
        .contains("&lt;script&gt;document.title = 'owned'&lt;/script&gt; Ada Lindqvist")
        .contains("&lt;img src=x onerror=alert(1)&gt;.md")
        .contains("<title>harbour master · Quiver</title>")
        .contains("<mark ", "<p class=\"title\">Office</p>")
        .doesNotContain("<img src=\"x\"", "# Office");
  }

  @Test
  void aBrowserShowsTheCluster(@TempDir Path scratch) throws Exception {
    Optional<Chromium> browser = Chromium.installed(scratch);
    assumeThat(browser).as("an installed chromium").isPresent();

    String page = browser.orElseThrow().elements(app.address().resolve("/cluster"));

    assertThat(page)
        .contains("aria-label=\"node-0\"", "aria-label=\"node-2\"", "aria-label=\"Stop node-0\"")
        .contains(">leads</span>", "<dd id=\"fact-rows\">5</dd>");
  }

  @Test
  void theHostileNameIsToldAsItIs() {
    JsonNode reply = app.ask(MASTER);

    assertThat(reply.at("/passages/0/source").asText()).isEqualTo(RunningApp.HOSTILE_NAME);
    assertThat(reply.at("/answer/quotes/0/text").asText()).isEqualTo(RunningApp.HOSTILE_TEXT);
  }
}
