package dev.quiver.examples.qa;

import dev.langchain4j.service.AiServices;
import java.net.ConnectException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers through a language model, which is given the passages and told to cite them. Where the
 * model cannot be asked, the answer is the documents' own sentences, and says why.
 */
final class ModelAnswerer implements Answerer {
  private static final Logger LOG = LoggerFactory.getLogger(ModelAnswerer.class);

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
    } catch (RuntimeException failed) {
      LOG.warn("{} could not be asked", endpoint, failed);
      Reply.Answer sentences = otherwise.answer(question, passages);
      String note =
          endpoint
              + " could not be asked ("
              + reason(failed)
              + "), so these are the closest sentences.";
      return new Reply.Answer(null, null, sentences.quotes(), note);
    }
  }

  /** The client throws what the network throws in a bare exception with no message. */
  private static String reason(RuntimeException failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof ConnectException) {
        return "nobody listens there";
      }
    }
    return String.valueOf(failed.getMessage());
  }

  private static String numbered(List<Passage> passages) {
    return passages.stream()
        .map(each -> "[" + each.number() + "] (" + each.place() + ")\n" + each.text())
        .collect(Collectors.joining("\n\n"));
  }
}
