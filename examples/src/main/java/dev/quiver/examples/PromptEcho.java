package dev.quiver.examples;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/** Stands in for a language model where there is none: answers with the prompt it was given. */
final class PromptEcho implements ChatModel {
  @Override
  public ChatResponse doChat(ChatRequest request) {
    String prompt = ((UserMessage) request.messages().getLast()).singleText();
    return ChatResponse.builder().aiMessage(AiMessage.from(prompt)).build();
  }
}
