package dev.quiver.examples.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of every kind, each with one sentence in it. */
public record Samples(Path folder) {

  public Samples text(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** A page for each sentence, with the table of offsets that a PDF must have. */
  public Samples pdf(String name, String... sentences) throws IOException {
    var kids = new StringBuilder();
    for (int i = 0; i < sentences.length; i++) {
      kids.append(4 + 2 * i).append(" 0 R ");
    }
    List<String> objects =
        new ArrayList<>(
            List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [" + kids + "] /Count " + sentences.length + " >>",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
    for (String sentence : sentences) {
      String page = "BT /F1 12 Tf 72 720 Td (" + sentence + ") Tj ET";
      objects.add(
          "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
              + (objects.size() + 2)
              + " 0 R /Resources << /Font << /F1 3 0 R >> >> >>");
      objects.add("<< /Length " + page.length() + " >>\nstream\n" + page + "\nendstream");
    }
    var pdf = new StringBuilder("%PDF-1.4\n");
    var offsets = new ArrayList<Integer>();
    for (int i = 0; i < objects.size(); i++) {
      offsets.add(pdf.length());
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = pdf.length();
    int size = objects.size() + 1;
    pdf.append("xref\n0 ").append(size).append("\n0000000000 65535 f \n");
    offsets.forEach(at -> pdf.append(String.format(Locale.ROOT, "%010d 00000 n \n", at)));
    pdf.append("trailer\n<< /Size ").append(size).append(" /Root 1 0 R >>\nstartxref\n");
    return text(name, pdf.append(table).append("\n%%EOF").toString());
  }

  public Samples word(String name, String sentence) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      part(
          zip,
          "[Content_Types].xml",
          "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
              + "<Default Extension='rels'"
              + " ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
              + "<Override PartName='/word/document.xml' ContentType='application/"
              + "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>");
      part(
          zip,
          "_rels/.rels",
          "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
              + "<Relationship Id='r1' Target='word/document.xml' Type='http://schemas."
              + "openxmlformats.org/officeDocument/2006/relationships/officeDocument'/>"
              + "</Relationships>");
      part(
          zip,
          "word/document.xml",
          "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
              + "<w:body><w:p><w:r><w:t>"
              + sentence
              + "</w:t></w:r></w:p></w:body></w:document>");
    }
    Files.write(folder.resolve(name), bytes.toByteArray());
    return this;
  }

  private static void part(ZipOutputStream zip, String name, String xml) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(("<?xml version='1.0' encoding='UTF-8'?>" + xml).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
