package dev.quiver.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a menu glued to words, a page that cannot be told, text that is taken for a web page.
 */
class DocumentReaderTest {
  private final DocumentReader reader = DocumentReader.of(null);

  private String read(String name, String content) {
    return read(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private String read(String name, byte[] content) {
    Document document = reader.parse(name, new ByteArrayInputStream(content));
    return document.text().strip();
  }

  @Test
  void aWebPageIsWhatItsReaderCameFor() {
    String page =
        """
        <!doctype html><html><head><title>T</title><style>p { color: red }</style></head><body>
        <nav><a href="/">Home</a><a href="/d">Docs</a></nav>
        <div role="navigation"><a href="/x">Next</a></div>
        <main><h1>The heron</h1>
        <p>It <em>waits</em> at the
           shore.<br>For long.</p>
        <p><a href="1">one</a><a href="2">two</a> three</p>
        <ul><li>grey</li><li><p>tall</p></li></ul>
        <table><tr><th>Bird</th><th>Size</th></tr><tr><td>heron</td><td>1 m</td></tr></table>
        <pre>a  b
          c</pre></main>
        <script>var secret = 1;</script><footer>Imprint</footer></body></html>
        """;

    assertThat(read("page.html", page))
        .isEqualTo(
            """
            # The heron

            It waits at the shore.
            For long.

            one two three

            - grey
            - tall

            Bird\tSize
            heron\t1 m

            a  b
              c\
            """);
  }

  @Test
  void markdownWithTagsStaysMarkdown() {
    String text = "# A\n\n<b>bold</b> and <script>x</script>";
    assertThat(read("a.md", text)).isEqualTo(text);
    assertThat(read("a.txt", "<html><p>a page")).isEqualTo("a page");
  }

  @Test
  void thePagesOfAPdfAreApart(@TempDir Path folder) throws IOException {
    new Samples(folder).pdf("a.pdf", "The beaver builds.", "The otter swims.", "The end.");

    assertThat(read("a.pdf", Files.readAllBytes(folder.resolve("a.pdf"))).split("\\f"))
        .extracting(String::strip)
        .containsExactly("The beaver builds.", "The otter swims.", "The end.");
  }
}
