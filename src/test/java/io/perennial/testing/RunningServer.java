package io.perennial.testing;

import io.perennial.Perennial;
import io.perennial.access.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The product in this process, with its real listeners, engine and database. */
public final class RunningServer implements AutoCloseable {

  /** Acts as Perennial itself would. */
  public static final Principal SYSTEM = Principal.system("test");

  private static final int LOWEST_PORT = 12_000;
  private static final int HIGHEST_PORT = 32_000;

  private final ConfigurableApplicationContext context;
  private final int httpsPort;
  private final int plainPort;
  private final int pullPort;
  private final Path socket;

  private RunningServer(
      ConfigurableApplicationContext context,
      int httpsPort,
      int plainPort,
      int pullPort,
      Path socket) {
    this.context = context;
    this.httpsPort = httpsPort;
    this.plainPort = plainPort;
    this.pullPort = pullPort;
    this.socket = socket;
  }

  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public int httpsPort() {
    return httpsPort;
  }

  public int plainPort() {
    return plainPort;
  }

  /** The port of servers and agents. */
  public int pullPort() {
    return pullPort;
  }

  /** The command line's Unix socket. */
  public Path socket() {
    return socket;
  }

  /** Waits until the server says that it is ready: its listener shows its own certificate. */
  public RunningServer awaitReady() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + plainPort + "/health/ready"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    }
    return this;
  }

  @Override
  public void close() {
    context.close();
  }

  /**
   * A port that was free a moment ago, on every address, and from below the range in which the
   * system chooses ports for outgoing connections, which would take it in the next moment.
   */
  public static int freePort() {
    IOException last = new IOException("none was tried");
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw new IllegalStateException("no port is free", last);
  }

  /** How the server is started. */
  public static final class Builder {

    private final Path folder;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<Class<?>> sources = new ArrayList<>(List.of(Perennial.class));

    private Builder(Path folder) {
      this.folder = folder;
      property("perennial.data", folder.resolve("data").toString());
      property("perennial.kek-folder", folder.resolve("kek").toString());
      property("perennial.renewal.sweep-interval", "1s");
      property("perennial.outbound.allow", "127.0.0.0/8,::1/128");
      // A class of tests is quicker than any client should be.
      property("perennial.vault-limits.key-creations", "1000");
    }

    public Builder property(String name, String value) {
      properties.put(name, value);
      return this;
    }

    public Builder on(Database database) {
      properties.putAll(database.properties());
      return this;
    }

    /** On a real PostgreSQL, in a database of its own. */
    public Builder onPostgres() {
      return on(Database.POSTGRESQL);
    }

    /** Adds a configuration class of the test, such as one with a primary clock. */
    public Builder with(Class<?> configuration) {
      sources.add(configuration);
      return this;
    }

    /** Starts; once more after a close: on the same ports, socket and data. */
    public RunningServer start() {
      properties.computeIfAbsent("perennial.port", absent -> Integer.toString(freePort()));
      properties.computeIfAbsent("perennial.plain-port", absent -> Integer.toString(freePort()));
      properties.computeIfAbsent("perennial.pull-port", absent -> Integer.toString(freePort()));
      // A Unix socket's path has at most 108 bytes; test folders are often longer.
      properties.computeIfAbsent(
          "perennial.socket", absent -> shortFolder().resolve("s").toString());
      SpringApplication application =
          new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).build();
      application.setRegisterShutdownHook(false);
      String[] arguments =
          properties.entrySet().stream()
              .map(property -> "--" + property.getKey() + "=" + property.getValue())
              .toArray(String[]::new);
      return new RunningServer(
          application.run(arguments),
          port("perennial.port"),
          port("perennial.plain-port"),
          port("perennial.pull-port"),
          Path.of(properties.getOrDefault("perennial.socket", "")));
    }

    private int port(String property) {
      return Integer.parseInt(properties.getOrDefault(property, "0"));
    }

    private static Path shortFolder() {
      try {
        return Files.createTempDirectory("pnl");
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }

    /** The folder that holds data and key. */
    public Path folder() {
      return folder;
    }
  }
}
