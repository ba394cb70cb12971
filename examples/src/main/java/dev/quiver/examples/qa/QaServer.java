package dev.quiver.examples.qa;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The web server: the pages, and what they ask for. */
final class QaServer implements AutoCloseable {
  private static final String PAGES = "dev/quiver/examples/qa/web";
  private static final long LONGEST_BODY = 16 << 10;
  private static final int IDLE_SECONDS = 120;
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Vertx vertx;
  private final String host;
  private final int port;

  private QaServer(Vertx vertx, String host, int port) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
  }

  /**
   * Listens when it returns.
   *
   * @param port 0: any that is free
   */
  static QaServer start(String host, int port, Api api) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      HttpServer listening =
          vertx
              .createHttpServer(
                  new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setReusePort(false))
              .requestHandler(router(vertx, new Visitors(host), api))
              .listen(port, host)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return new QaServer(vertx, host, listening.actualPort());
    } catch (CompletionException failed) {
      close(vertx);
      throw refused(host, port, failed);
    }
  }

  private static QaException refused(String host, int port, CompletionException failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    String where = host + ":" + port;
    if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
      return new QaException(
          "port " + where + " is in use: end the program that has it, or name another with --port",
          cause);
    }
    return new QaException("cannot listen on " + where + ": " + cause.getMessage(), cause);
  }

  private static Router router(Vertx vertx, Visitors visitors, Api api) {
    Router router = Router.router(vertx);
    router.route().handler(visitors);
    router.post().handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY));
    api.addTo(router);
    router.get("/cluster").handler(request -> request.reroute("/cluster.html"));
    router
        .route()
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(StaticHandler.create(PAGES).setCachingEnabled(false));
    return router;
  }

  URI address() {
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
  }

  @Override
  public void close() {
    close(vertx);
  }

  private static void close(Vertx vertx) {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
