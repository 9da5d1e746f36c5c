package io.perennial.issuer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.ConnectorFactory;
import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Jars that somebody drops into the connectors folder, good ones and bad ones. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectorFolderTest {

  private static final String NO_SETTINGS = "new SettingsSchema(java.util.List.of())";

  @TempDir Path folder;
  @TempDir Path scratch;

  private ConnectorCatalogue catalogue() {
    return new ConnectorCatalogue(new IssuerProperties(folder));
  }

  private static List<String> types(ConnectorCatalogue catalogue) {
    return catalogue.all().stream().map(ConnectorFactory::type).toList();
  }

  @Test
  void aDroppedInJarIsFoundAndNamedWithItsDigest(CapturedOutput output) throws Exception {
    good();
    ConnectorCatalogue catalogue = catalogue();
    assertThat(types(catalogue)).contains("good", "private-ca", "self-signed");
    assertThat(catalogue.broken()).isEmpty();
    ConnectorFactory good = ((GovernedFactory) catalogue.find("good").orElseThrow()).own();
    assertThat(good.getClass().getClassLoader()).isNotEqualTo(getClass().getClassLoader());
    assertThat(output.getAll())
        .containsPattern("Connector \\[good\\] from .*good.jar, SHA-256 [0-9a-f]{64}");
  }

  @Test
  void eachBrokenJarIsNamedAndTheOthersWork() throws Exception {
    good();
    jar("no-service.jar", null, factory("Unnamed", "\"unnamed\""));
    jar("missing-class.jar", "NotInThere", null);
    jar("not-a-factory.jar", "java.lang.String", null);
    jar("bad-service-file.jar", "two words are no class", null);
    jar(
        "throwing.jar",
        "Throwing",
        factory(
            "Throwing",
            "if (true) throw new IllegalStateException(\"no\");",
            "\"t\"",
            NO_SETTINGS));
    jar(
        "failing.jar",
        "Failing",
        factory("Failing", "if (true) throw new AssertionError(\"no\");", "\"f\"", NO_SETTINGS));
    jar("bad-settings.jar", "BadSettings", factory("BadSettings", "", "\"b\"", "fail()"));
    jar(
        "needs-more.jar",
        "NeedsMore",
        factory("NeedsMore", "Dependency.touch();", "\"n\"", NO_SETTINGS),
        "Dependency");
    jar("twice.jar", "Twice", factory("Twice", "\"good\""));
    jar("built-in.jar", "BuiltIn", factory("BuiltIn", "\"private-ca\""));
    Files.write(folder.resolve("not-a-zip.jar"), new byte[] {1, 2, 3});
    Files.writeString(folder.resolve("ignored.txt"), "no jar");
    Path open = jar("group-writable.jar", "Open", factory("Open", "\"open\""));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-r--"));

    ConnectorCatalogue catalogue = catalogue();
    assertThat(types(catalogue)).contains("good", "private-ca").doesNotContain("open", "t", "b");
    for (String name :
        List.of(
            "no-service.jar",
            "missing-class.jar",
            "not-a-factory.jar",
            "bad-service-file.jar",
            "throwing.jar",
            "failing.jar",
            "bad-settings.jar",
            "needs-more.jar",
            "twice.jar",
            "built-in.jar",
            "not-a-zip.jar",
            "group-writable.jar")) {
      assertThat(catalogue.broken()).as(name).anyMatch(sentence -> sentence.contains(name));
    }
    assertThat(catalogue.broken()).hasSize(12).noneMatch(sentence -> sentence.contains("null"));
    assertThat(catalogue.broken()).anyMatch(sentence -> sentence.contains("chmod go-w"));
  }

  @Test
  void aJarWithOneGoodAndOneBadConnectorGivesNeither() throws Exception {
    Path classes = Files.createTempDirectory(scratch, "classes");
    compile(classes, "First", factory("First", "\"first\""));
    compile(classes, "Second", factory("Second", "\"private-ca\""));
    pack("half.jar", classes, Optional.of("First\nSecond\n"), List.of());
    assertThat(types(catalogue())).doesNotContain("first");
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotRead() throws Exception {
    good();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    ConnectorCatalogue catalogue = catalogue();
    assertThat(types(catalogue)).doesNotContain("good").contains("private-ca");
    assertThat(catalogue.broken()).hasSize(1).first().asString().contains("chmod go-w " + folder);
  }

  @Test
  void theServerStartsWithABrokenJarAndAnOpenFolder() throws Exception {
    Files.write(folder.resolve("not-a-zip.jar"), new byte[] {1, 2, 3});
    try (RunningServer server =
        RunningServer.in(scratch).property("perennial.connectors", folder.toString()).start()) {
      assertThat(server.bean(io.perennial.issuer.Issuers.class).brokenConnectors())
          .hasSize(1)
          .first()
          .asString()
          .contains("not-a-zip.jar");
    }
  }

  private static String factory(String name, String constructor, String type, String schema) {
    return """
    import io.perennial.connector.*;
    public class %s implements ConnectorFactory {
      public %s() { %s }
      public String type() { return %s; }
      public String displayName() { return "A test's"; }
      public SettingsSchema settings() { return %s; }
      public Connector open(ConnectorContext context) { throw new IllegalStateException(); }
      static SettingsSchema fail() { throw new AssertionError("no settings"); }
    }
    """
        .formatted(name, name, constructor, type, schema);
  }

  private static String factory(String name, String type) {
    return factory(name, "", type, NO_SETTINGS);
  }

  private Path good() throws Exception {
    return jar("good.jar", "Good", factory("Good", "\"good\""));
  }

  private Path jar(String file, String service, String source, String... left) throws Exception {
    Path classes = Files.createTempDirectory(scratch, "classes");
    if (source != null) {
      if (left.length > 0) {
        compile(classes, "Dependency", "public class Dependency { static void touch() {} }");
      }
      compile(classes, source.replaceAll("(?s).*public class (\\w+).*", "$1"), source);
    }
    return pack(file, classes, Optional.ofNullable(service), List.of(left));
  }

  private static void compile(Path classes, String name, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    SimpleJavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), javax.tools.JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignore) {
            return source;
          }
        };
    java.io.StringWriter said = new java.io.StringWriter();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path") + java.io.File.pathSeparator + classes),
                null,
                List.of(unit))
            .call();
    assertThat(compiled).as(said.toString()).isTrue();
  }

  private Path pack(String file, Path classes, Optional<String> service, List<String> left)
      throws IOException {
    Path jar = folder.resolve(file);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(classes)) {
      all.filter(path -> left.stream().noneMatch(name -> path.endsWith(name + ".class")))
          .forEach(found::add);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path path : found) {
        entries.putNextEntry(new JarEntry(path.getFileName().toString()));
        entries.write(Files.readAllBytes(path));
      }
      if (service.isPresent()) {
        entries.putNextEntry(new JarEntry("META-INF/services/" + ConnectorFactory.class.getName()));
        entries.write(service.get().getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    return jar;
  }
}
