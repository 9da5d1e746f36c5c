package io.perennial.issuer.internal;

import io.perennial.connector.ConnectorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Finds connectors on the class path and in the connectors folder. Each jar there gets a class
 * loader of its own; one that cannot be used is named and left out.
 */
@Component
@EnableConfigurationProperties({IssuerProperties.class, PublicAddress.class})
class ConnectorCatalogue {

  private static final Logger log = LoggerFactory.getLogger(ConnectorCatalogue.class);
  private static final Set<PosixFilePermission> TOO_OPEN =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Map<String, ConnectorFactory> factories = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  ConnectorCatalogue(IssuerProperties properties) {
    ServiceLoader.load(ConnectorFactory.class).forEach(factory -> register(List.of(factory)));
    if (properties.connectors() != null) {
      loadFolder(properties.connectors());
    }
  }

  List<ConnectorFactory> all() {
    return List.copyOf(factories.values());
  }

  List<String> broken() {
    return List.copyOf(broken);
  }

  Optional<ConnectorFactory> find(String type) {
    return Optional.ofNullable(factories.get(type));
  }

  /** All or none of them: half a jar would be neither broken nor usable. */
  private void register(List<ConnectorFactory> found) {
    Map<String, ConnectorFactory> fresh = new TreeMap<>();
    for (ConnectorFactory given : found) {
      ConnectorFactory factory = GovernedFactory.of(given);
      String type = factory.type();
      factory.settings();
      if (factories.containsKey(type) || fresh.putIfAbsent(type, factory) != null) {
        throw new IllegalStateException("there already is a connector of type " + type);
      }
    }
    factories.putAll(fresh);
  }

  private void loadFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      requireOwnerOnly(folder);
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(this::loadJar);
    } catch (IOException unreadable) {
      report(folder, unreadable);
    }
  }

  private void loadJar(Path jar) {
    try {
      requireOwnerOnly(jar);
      String digest = digest(jar);
      // The class loader lives as long as the server.
      @SuppressWarnings("resource")
      URLClassLoader loader =
          new URLClassLoader(
              jar.getFileName().toString(),
              new URL[] {jar.toUri().toURL()},
              ConnectorFactory.class.getClassLoader());
      List<ConnectorFactory> found =
          ServiceLoader.load(ConnectorFactory.class, loader).stream()
              .filter(provider -> loader.equals(provider.type().getClassLoader()))
              .map(ServiceLoader.Provider::get)
              .toList();
      if (found.isEmpty()) {
        throw new IOException("it names no connector in META-INF/services");
      }
      register(found);
      log.info("Connector {} from {}, SHA-256 {}", types(found), jar, digest);
    } catch (IOException
        | ServiceConfigurationError
        | LinkageError
        | AssertionError
        | RuntimeException unusable) {
      report(jar, unusable);
    }
  }

  /** Whoever may write a connector runs code as this server. */
  private static void requireOwnerOnly(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
      throw new IOException("others may write to it; run: chmod go-w " + file);
    }
  }

  private static List<String> types(List<ConnectorFactory> found) {
    return found.stream().map(ConnectorFactory::type).toList();
  }

  private void report(Path file, Throwable reason) {
    String sentence = "The connector %s cannot be used: %s".formatted(file, reason.getMessage());
    broken.add(sentence);
    log.error("{}. Replace or remove the file; the server goes on without it.", sentence);
  }

  private static String digest(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
