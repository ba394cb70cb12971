package dev.quiver.examples.qa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The app with a language model behind it, which is a small server of the test's own. */
@Timeout(120)
class LanguageModelTest {
  private static final String QUESTION = "Who is the harbour master?";

  private static ChatServer chat;
  private static RunningApp app;

  @BeforeAll
  static void start(@TempDir Path docs) throws IOException {
    RunningApp.writeDocuments(docs);
    chat = new ChatServer();
    app = RunningApp.over(docs, Optional.of(chat.endpoint()));
  }

  @AfterAll
  static void stop() {
    app.close();
    chat.close();
  }

  @Test
  void theModelIsGivenNumberedPassagesAndItsAnswerIsToldAsItIs() throws Exception {
    chat.say(200, "Ada Lindqvist [1]. <script>alert(1)</script>");
    JsonNode reply = app.ask(QUESTION);

    JsonNode asked = chat.asked();
    assertThat(asked.at("/model").asText()).isEqualTo("small-model");
    assertThat(asked.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(asked.at("/messages/1/content").asText())
        .startsWith("[1] (" + RunningApp.HOSTILE_NAME + ")")
        .contains(RunningApp.HOSTILE_TEXT, "\n\n[2] (")
        .endsWith("Question: " + QUESTION);
    assertThat(reply.at("/answer/by").asText()).isEqualTo("small-model");
    assertThat(reply.at("/answer/text").asText())
        .isEqualTo("Ada Lindqvist [1]. <script>alert(1)</script>");
    assertThat(reply.at("/passages/0/highlights")).isNotEmpty();
  }

  @Test
  void aSlowModelHoldsUpNobodyElse() throws Exception {
    try (var caller = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      CompletableFuture<JsonNode> reply =
          CompletableFuture.supplyAsync(() -> app.ask(QUESTION), caller);
      var unused = chat.asked();

      assertThat(app.get("/api/status").at("/answers/model").asText()).isEqualTo("small-model");
      assertThat(reply).isNotDone();

      chat.say(200, "At last.");
      assertThat(reply.get(1, TimeUnit.MINUTES).at("/answer/text").asText()).isEqualTo("At last.");
    }
  }

  @Test
  void whereTheModelFailsSentencesAnswerAndThePageSaysWhy() throws Exception {
    chat.say(401, "{\"error\":{\"message\":\"wrong key\"}}");
    JsonNode reply = app.ask(QUESTION);
    var unused = chat.asked();

    assertThat(reply.at("/answer/quotes/0/text").asText()).isEqualTo(RunningApp.HOSTILE_TEXT);
    assertThat(reply.at("/answer/note").asText()).contains("small-model", "wrong key");
    assertThat(reply.at("/answer/by").isMissingNode()).isTrue();
    assertThat(reply.toString()).doesNotContain("secret-key");
  }

  @Test
  void aModelThatIsNotThereIsSaidToBeNotThere() {
    var nobody = new ChatEndpoint("http://127.0.0.1:1/v1", "none", "absent");
    Passage passage =
        new Passage(1, new Passage.Place("a.md", null, null), "text", 1, 1, List.of());

    Reply.Answer answer =
        new ModelAnswerer(nobody, new Extract()).answer(QUESTION, List.of(passage));

    assertThat(answer.note())
        .startsWith("absent at http://127.0.0.1:1/v1 could not be asked (nobody");
    assertThat(answer.text()).isNull();
  }

  @Test
  void theEnvironmentNamesTheModel() {
    assertThat(ChatEndpoint.from(Map.of("OPENAI_API_KEY", " "), null)).isEmpty();
    assertThat(ChatEndpoint.from(Map.of("OPENAI_API_KEY", "k", "OPENAI_MODEL", "m"), null))
        .contains(new ChatEndpoint("https://api.openai.com/v1", "k", "m"));
    assertThat(ChatEndpoint.from(Map.of("OPENAI_BASE_URL", "http://here/v1"), "named"))
        .contains(new ChatEndpoint("http://here/v1", "none", "named"));
    assertThat(ChatEndpoint.from(Map.of("OLLAMA_BASE_URL", "http://here:11434/"), null))
        .contains(new ChatEndpoint("http://here:11434/v1", "none", "llama3.2"));
  }
}
