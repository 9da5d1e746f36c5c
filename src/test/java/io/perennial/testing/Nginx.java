package io.perennial.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real nginx on a free port, with a folder of its own. Its configuration names the link that an
 * agent moves; before the agent's first visit that leads to a placeholder, as on a fresh machine.
 */
public final class Nginx implements AutoCloseable {

  private static final Pattern FINGERPRINT = Pattern.compile("Fingerprint=([0-9A-F:]{95})");

  private final Path folder;
  private final String host;
  private final int port = RunningServer.freePort();
  private final Process process;

  private Nginx(Path folder, String host) throws IOException {
    this.folder = folder;
    this.host = host;
    Folders.create(folder.resolve("tmp"), "rwx------");
    placeholder();
    mend();
    this.process = Program.start("nginx", "-c", configuration()).process();
  }

  /** Starts one that serves the host, and waits until it does. */
  public static Nginx start(Path folder, String host) {
    try {
      Nginx nginx = new Nginx(folder, host);
      await().atMost(10, TimeUnit.SECONDS).until(() -> !nginx.served().isEmpty());
      return nginx;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void placeholder() throws IOException {
    Path version = tls().resolve("versions/placeholder");
    Folders.create(tls(), "rwxr-xr-x");
    Folders.create(tls().resolve("versions"), "rwxr-xr-x");
    Folders.create(version, "rwxr-xr-x");
    Program.Ended made =
        Program.run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=placeholder",
            "-keyout",
            version.resolve("key.pem"),
            "-out",
            version.resolve("chain.pem"));
    if (made.status() != 0) {
      throw new IllegalStateException(made.err());
    }
    Files.createSymbolicLink(tls().resolve("current"), Path.of("versions/placeholder"));
  }

  /** The folder that holds the versions and the link to the current one. */
  public Path tls() {
    return folder.resolve("tls");
  }

  public Path configuration() {
    return folder.resolve("nginx.conf");
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** Writes a configuration that nginx refuses; what runs goes on running. */
  public void breakConfiguration() {
    write("no_such_directive on;");
  }

  /** Writes the right configuration. */
  public void mend() {
    write("");
  }

  private void write(String extra) {
    // Started by root, the workers would become nobody, who may not enter a test's folder.
    String user = System.getProperty("user.name", "").equals("root") ? "user root;" : "";
    try {
      Files.writeString(
          configuration(),
          """
          %2$s worker_processes 2; daemon off; pid %1$s/pid; error_log %1$s/error.log; %3$s
          events { worker_connections 64; }
          http {
            access_log off; client_body_temp_path %1$s/tmp/b; proxy_temp_path %1$s/tmp/p;
            fastcgi_temp_path %1$s/tmp/f; uwsgi_temp_path %1$s/tmp/u; scgi_temp_path %1$s/tmp/s;
            server {
              listen 127.0.0.1:%4$d ssl; server_name %5$s;
              ssl_certificate %1$s/tls/current/chain.pem;
              ssl_certificate_key %1$s/tls/current/key.pem;
            }
          }
          """
              .formatted(folder, user, extra, port, host));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** SHA-256 of the certificate that a handshake shows; empty when none answers. */
  public String served() {
    return fingerprint(handshake());
  }

  /** Whether the certificate that a handshake shows is in its validity. */
  public boolean servesValid() {
    return Program.run(
                "sh", "-c", "printf %s \"$0\" | openssl x509 -noout -checkend 0", handshake())
            .status()
        == 0;
  }

  private String handshake() {
    return Program.run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", host)
        .out();
  }

  private static String fingerprint(String handshake) {
    Matcher found =
        FINGERPRINT.matcher(
            Program.run(
                    "sh",
                    "-c",
                    "printf %s \"$0\" | openssl x509 -noout -fingerprint -sha256",
                    handshake)
                .out());
    return found.find() ? found.group(1).replace(":", "").toLowerCase(Locale.ROOT) : "";
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
