package dev.quiver.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Small wrong worlds: sources compiled on the spot, to show that a rule can fail. */
final class Snippets {
  private Snippets() {}

  /** A class {@code Made} per package name; each uses those the arrow points to: "a.b -> c, d". */
  static JavaClasses compile(Path folder, String... uses) throws IOException {
    List<JavaFileObject> sources =
        Arrays.stream(uses).<JavaFileObject>map(Snippets::source).toList();
    var output = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                output, null, null, List.of("-proc:none", "-d", folder.toString()), null, sources)
            .call();
    if (!compiled) {
      throw new IllegalArgumentException("snippets must compile, but: " + output);
    }
    return new ClassFileImporter().importPath(folder);
  }

  private static JavaFileObject source(String uses) {
    String[] sides = uses.split(" -> ", -1);
    var text = new StringBuilder("package " + sides[0] + "; public class Made {");
    if (sides.length > 1) {
      int field = 0;
      for (String used : sides[1].split(", ", -1)) {
        text.append(used).append(".Made field").append(field++).append(';');
      }
    }
    String whole = text.append('}').toString();
    URI name = URI.create("string:///" + sides[0].replace('.', '/') + "/Made.java");
    return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return whole;
      }
    };
  }
}
