package dev.quiver.benchmarks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CurvePlotTest {
  @Test
  void aStoreIsLeftOutOrDrawnOutsideTheFrame() throws Exception {
    var plot = new CurvePlot();
    plot.add("slow & exact", 1.0, 3);
    plot.add("fast <sometimes>", 0.61, 9_000);
    plot.add("fast <sometimes>", 0.97, 6_000);

    Element svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(plot.svg("two stores"))))
            .getDocumentElement();

    assertThat(svg.getTextContent()).contains("slow & exact", "fast <sometimes>", "two stores");
    var points = svg.getElementsByTagName("circle");
    assertThat(points.getLength()).isEqualTo(3);
    for (int i = 0; i < points.getLength(); i++) {
      var point = (Element) points.item(i);
      assertThat(Double.parseDouble(point.getAttribute("cx"))).isBetween(76.0, 640.0);
      assertThat(Double.parseDouble(point.getAttribute("cy"))).isBetween(72.0, 536.0);
    }
  }
}
