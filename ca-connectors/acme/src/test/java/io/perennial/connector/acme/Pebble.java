package io.perennial.connector.acme;

import io.perennial.connector.testkit.acme.TlsIdentity;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reference test CA as a process of its own, which forgets everything when it restarts. */
final class Pebble implements AutoCloseable {

  /** The MAC key of the one external account, {@code kid-1}. */
  static final String EAB_KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  /**
   * How it judges.
   *
   * @param strict whether it refuses what it need not read
   * @param externalAccounts whether accounts must be bound to one made elsewhere
   */
  record Manner(boolean strict, boolean externalAccounts) {}

  private final Path folder;
  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment;
  private final TlsIdentity tls = new TlsIdentity(Clock.systemUTC().instant());
  private final int port = freePort();
  private final int managementPort = freePort();
  private Process process;

  Pebble(Path folder, int httpPort, Manner manner, Map<String, String> environment)
      throws IOException {
    this.folder = folder;
    this.environment = environment;
    Files.writeString(folder.resolve("cert.pem"), Rig.pem(tls.certificate()));
    Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(tls.privateKey())
            + "\n-----END PRIVATE KEY-----\n");
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"pebble": {
          "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
          "certificate": "cert.pem", "privateKey": "key.pem",
          "httpPort": %d, "tlsPort": 1, "keyAlgorithm": "ecdsa",
          "externalAccountBindingRequired": %s, "externalAccountMACKeys": {"kid-1": "%s"},
          "profiles": {
            "default": {"description": "90 days", "validityPeriod": 7776000},
            "shortlived": {"description": "six days", "validityPeriod": 518400}}}}
        """
            .formatted(port, managementPort, httpPort, manner.externalAccounts(), EAB_KEY));
    command.add(binary().toString());
    command.addAll(List.of("-config", "config.json"));
    if (manner.strict()) {
      command.add("-strict");
    }
    process = start();
  }

  URI directory() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  /** Its roots are numbered; the first is that of the chain it offers first. */
  URI issuingRoot(int number) {
    return URI.create("https://localhost:" + managementPort + "/roots/" + number);
  }

  /** Takes what Pebble shall answer when asked about a certificate. */
  URI setRenewalInfo() {
    return URI.create("https://localhost:" + managementPort + "/set-renewal-info/");
  }

  /** Where the CA says what has become of a certificate. */
  URI status(X509Certificate certificate) {
    return URI.create(
        "https://localhost:"
            + managementPort
            + "/cert-status-by-serial/"
            + certificate.getSerialNumber().toString(16));
  }

  X509Certificate tlsRoot() {
    return tls.certificate();
  }

  void restart() throws IOException {
    stop();
    process = start();
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_AUTHZREUSE", "0");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "0");
    builder.environment().putAll(environment);
    Process started = builder.start();
    BufferedReader output = started.inputReader();
    String line = output.readLine();
    while (line != null && !line.contains("ACME directory available at")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("Pebble ended at once; run it by hand in " + folder);
    }
    // A process whose output nobody reads stops when the pipe is full.
    Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
    return started;
  }

  private void stop() {
    process.destroyForcibly().onExit().join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path binary() {
    String folder = System.getenv("PERENNIAL_PEBBLE");
    Stream<String> folders =
        folder == null
            ? Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            : Stream.of(folder);
    return folders
        .map(each -> Path.of(each, "pebble"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "Pebble is not installed. Get it with 'go install"
                    + " github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.1' and put it on the"
                    + " PATH, or name its folder in PERENNIAL_PEBBLE."));
  }

  @Override
  public void close() {
    stop();
  }
}
