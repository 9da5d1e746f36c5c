package io.perennial.killing;

import static org.awaitility.Awaitility.await;

import io.perennial.connector.testkit.acme.TlsIdentity;
import io.perennial.issuance.OrderState;
import io.perennial.testing.RunningServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference test CA with http-01, and its own name server. It lists no certificates, but logs
 * each one that it signs.
 */
final class PebbleUnderTest implements IssuerUnderTest {

  private static final Duration START = Duration.ofSeconds(30);

  private final List<Process> processes = new ArrayList<>();
  private @Nullable Relay relay;
  private Path log = Path.of("pebble.log");

  @Override
  public String name() {
    return "pebble";
  }

  @Override
  public void configure(ServerProcess server, Path folder) throws IOException {
    relay = new Relay(server.plainPort());
    log = folder.resolve("pebble.log");
    int port = RunningServer.freePort();
    TlsIdentity tls = new TlsIdentity(Clock.systemUTC().instant());
    String root = certificate(tls);
    Files.writeString(folder.resolve("cert.pem"), root);
    Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", tls.privateKey()));
    Files.writeString(folder.resolve("pebble.json"), configuration(port, relay.port()));
    int names = RunningServer.freePort();
    run(
        folder,
        folder.resolve("names.log"),
        binary("pebble-challtestsrv").toString(),
        "-dnsserver=127.0.0.1:" + names,
        "-defaultIPv6=",
        "-http01=",
        "-https01=",
        "-tlsalpn01=",
        "-management=127.0.0.1:" + RunningServer.freePort());
    run(
        folder,
        log,
        binary("pebble").toString(),
        "-config=pebble.json",
        "-dnsserver=127.0.0.1:" + names);
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Files.readString(log).contains("ACME directory available at"));
    server.post(
        "/control/issuers",
        Map.of(
            "name",
            name(),
            "type",
            "acme",
            "directory",
            "https://localhost:" + port + "/dir",
            "roots",
            root,
            "profile",
            "default",
            "terms",
            "data:text/plain,Do%20what%20thou%20wilt"));
  }

  private static String configuration(int port, int httpPort) {
    return """
    {"pebble": {
      "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
      "certificate": "cert.pem", "privateKey": "key.pem",
      "httpPort": %d, "tlsPort": 1, "keyAlgorithm": "ecdsa",
      "profiles": {"default": {"description": "90 days", "validityPeriod": 7776000}}}}
    """
        .formatted(port, RunningServer.freePort(), httpPort);
  }

  private static String certificate(TlsIdentity tls) {
    try {
      return pem("CERTIFICATE", tls.certificate().getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
  }

  private void run(Path folder, Path output, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_AUTHZREUSE", "0");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "5");
    processes.add(builder.start());
  }

  private static Path binary(String name) {
    String folder = System.getenv("PERENNIAL_PEBBLE");
    Stream<String> folders =
        folder == null
            ? Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            : Stream.of(folder);
    return folders
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "%s is not installed. Get it with 'go install github.com/letsencrypt/pebble/v2/cmd/%s@v2.10.1' and put it on the PATH, or name its folder in PERENNIAL_PEBBLE."
                    .formatted(name, name)));
  }

  @Override
  public Set<OrderState> passed() {
    return EnumSet.complementOf(EnumSet.of(OrderState.REFUSED, OrderState.ABANDONED));
  }

  /** Ready: seen where the authorisation was valid a moment before its order was ready. */
  @Override
  public Set<String> passedAtTimes() {
    return Set.of("WAITING READY", "WAITING PROCESSING");
  }

  @Override
  public int issued() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return (int) lines.filter(line -> line.contains("Issued certificate serial")).count();
    }
  }

  @Override
  public void close() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
    if (relay != null) {
      relay.close();
    }
  }
}
