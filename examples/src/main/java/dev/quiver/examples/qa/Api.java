package dev.quiver.examples.qa;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.store.error.QuiverException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pages ask for, in JSON. The event loop reads a request and writes its answer; what lies
 * between may block, and has a virtual thread of its own.
 */
final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** More at a time would only wait for each other. */
  private static final int MOST_CALLS = 64;

  private static final Executor CALLS = work -> Thread.ofVirtual().name("qa-call").start(work);
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final Questions questions;
  private final Desk desk;
  private final Documents documents;
  private final Semaphore free = new Semaphore(MOST_CALLS);

  Api(Questions questions, Desk desk, Documents documents) {
    this.questions = questions;
    this.desk = desk;
    this.documents = documents;
  }

  void addTo(Router router) {
    router.get("/api/status").handler(answering(request -> desk::status));
    router.get("/api/cluster").handler(answering(request -> desk::cluster));
    router.post("/api/ask").handler(answering(this::ask));
    router.post("/api/ingest").handler(answering(request -> desk::ingest));
    router.post("/api/nodes/:node/stop").handler(answering(node(desk::stop)));
    router.post("/api/nodes/:node/start").handler(answering(node(desk::start)));
    router.get(Documents.PATH + "*").handler(documents);
    router.route("/api/*").handler(request -> request.fail(404));
    router.route().failureHandler(Api::fail);
  }

  private Supplier<Object> ask(RoutingContext request) {
    String question = question(request);
    return () -> questions.ask(question);
  }

  private static String question(RoutingContext request) {
    Buffer body = request.body().buffer();
    try {
      JsonNode question =
          JSON.readTree(body == null ? new byte[0] : body.getBytes()).get("question");
      if (question != null && question.isTextual()) {
        return question.textValue();
      }
    } catch (IOException malformed) {
      throw new IllegalArgumentException("The body must be a JSON object.", malformed);
    }
    throw new IllegalArgumentException("The body must hold a text called \"question\".");
  }

  private static Function<RoutingContext, Supplier<Object>> node(Function<String, Object> call) {
    return request -> {
      String node = Objects.requireNonNull(request.pathParam("node"), "the route names a node");
      return () -> call.apply(node);
    };
  }

  private Handler<RoutingContext> answering(Function<RoutingContext, Supplier<Object>> call) {
    return request -> {
      Supplier<Object> work = call.apply(request);
      if (!free.tryAcquire()) {
        throw new RejectedExecutionException("Too many questions at once: try again.");
      }
      CompletableFuture<Buffer> done =
          CompletableFuture.supplyAsync(() -> json(work.get()), CALLS)
              .whenComplete((answer, failure) -> free.release());
      Future.fromCompletionStage(done, request.vertx().getOrCreateContext())
          .onSuccess(answer -> send(request, 200, answer))
          .onFailure(request::fail);
    };
  }

  private static void fail(RoutingContext request) {
    Throwable cause = request.failure();
    Throwable failure =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    if (request.response().closed()) {
      return; // the visitor has left: nobody waits for an answer
    }
    int status = request.statusCode();
    if (failure != null && status == 500) {
      status = status(failure);
    }
    if (status == 500) {
      LOG.error("{} {} failed", request.request().method(), request.request().path(), failure);
    }
    send(request, status, json(Map.of("error", message(status, failure))));
  }

  private static int status(Throwable failure) {
    return switch (failure) {
      case IllegalArgumentException refused -> 400;
      case IllegalStateException wrongMoment -> 409;
      case QuiverException troubled -> 503;
      case RejectedExecutionException busy -> 503;
      default -> 500;
    };
  }

  private static String message(int status, @Nullable Throwable failure) {
    if (status == 500) {
      return "Something went wrong: the program's log says what.";
    }
    return failure == null || failure.getMessage() == null
        ? "There is nothing here (" + status + ")."
        : failure.getMessage();
  }

  private static void send(RoutingContext request, int status, Buffer body) {
    if (!request.response().ended() && !request.response().closed()) {
      request
          .response()
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(body);
    }
  }

  private static Buffer json(Object value) {
    try {
      return Buffer.buffer(JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("no JSON can be made of " + value.getClass(), impossible);
    }
  }
}
