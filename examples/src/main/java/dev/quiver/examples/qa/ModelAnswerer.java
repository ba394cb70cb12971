package dev.quiver.examples.qa;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.service.AiServices;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers through a language model, which is given the passages and told to cite them. Where the
 * model cannot be asked, the answer is the documents' own sentences, and says why.
 */
final class ModelAnswerer implements Answerer {
  private final ChatEndpoint endpoint;
  private final Assistant assistant;
  private final Answerer otherwise;

  ModelAnswerer(ChatEndpoint endpoint, Answerer otherwise) {
    this.endpoint = endpoint;
    this.assistant = AiServices.create(Assistant.class, endpoint.connect());
    this.otherwise = otherwise;
  }

  @Override
  public Reply.Answer answer(String question, List<Passage> passages) {
    if (passages.isEmpty()) {
      return otherwise.answer(question, passages);
    }
    try {
      String text = assistant.answer(numbered(passages), question);
      return new Reply.Answer(endpoint.modelName(), text, List.of(), null);
    } catch (LangChain4jException failed) {
      Reply.Answer sentences = otherwise.answer(question, passages);
      String note =
          endpoint
              + " could not be asked ("
              + failed.getMessage()
              + "), so these are the closest sentences.";
      return new Reply.Answer(null, null, sentences.quotes(), note);
    }
  }

  private static String numbered(List<Passage> passages) {
    return passages.stream()
        .map(each -> "[" + each.number() + "] (" + each.source() + ")\n" + each.text())
        .collect(Collectors.joining("\n\n"));
  }
}
