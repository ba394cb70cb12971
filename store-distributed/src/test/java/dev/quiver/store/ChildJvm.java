package dev.quiver.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for what is to be killed: small, and soon up. */
public final class ChildJvm {
  private ChildJvm() {}

  /** To be started; {@code main} is found where this JVM's classes are. */
  public static ProcessBuilder running(Class<?> main, int megabytes, Object... arguments) {
    return running(main, megabytes, System.getProperty("java.class.path"), arguments);
  }

  /** The same with other libraries. */
  static ProcessBuilder running(
      Class<?> main, int megabytes, String classPath, Object[] arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command);
  }
}
