package dev.quiver.examples.qa;

import dev.quiver.embedding.FileTree;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Shows the documents of the folder, and no other file: for whoever wants to read on where a
 * passage ends. A document may hold anything, so none of its scripts run, and it loads nothing.
 */
final class Documents implements Handler<RoutingContext> {
  static final String PATH = "/documents/";

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
          + " base-uri 'none'; frame-ancestors 'none'";
  private static final Set<String> WEB = Set.of("html", "htm", "xhtml");
  private static final Set<String> TEXT =
      Set.of("txt text md markdown adoc asciidoc rst csv tsv eml".split(" "));

  private final FileTree files;

  Documents(FileTree files) {
    this.files = files;
  }

  @Override
  public void handle(RoutingContext request) {
    String path =
        URLDecoder.decode(
            request.normalizedPath().substring(PATH.length()).replace("+", "%2B"),
            StandardCharsets.UTF_8);
    request
        .vertx()
        .executeBlocking(() -> find(path))
        .onSuccess(
            found -> found.ifPresentOrElse(file -> send(request, file), () -> request.fail(404)))
        .onFailure(request::fail);
  }

  /** A link may lead out of the folder: it is followed first. */
  private Optional<Path> find(String name) {
    try {
      Path root = files.root().toRealPath();
      Path file = files.root().resolve(name).normalize();
      return files.takes(file) && file.toRealPath().startsWith(root)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void send(RoutingContext request, Path file) {
    String name = String.valueOf(file.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    HttpServerResponse response = request.response();
    if (ending.equals("pdf")) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/pdf");
    } else if (WEB.contains(ending)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html");
    } else if (TEXT.contains(ending)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
          .putHeader("Content-Disposition", "attachment");
    }
    // A browser's own reader of PDFs does not work in a sandbox, and runs no script of the page's.
    response.putHeader(
        "Content-Security-Policy", ending.equals("pdf") ? POLICY : POLICY + "; sandbox");
    response.sendFile(file.toString()).onFailure(request::fail);
  }
}
