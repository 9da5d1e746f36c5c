package io.perennial.operations.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.perennial.connector.testkit.acme.TlsIdentity;
import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DeadMansSwitchIT {

  private static final String SECRET = "b0a5e7c2-only-the-owner-knows";

  @TempDir Path folder;

  private final TlsIdentity identity = new TlsIdentity(Instant.now());
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicInteger calls = new AtomicInteger();
  private HttpsServer watcher;

  @BeforeEach
  void watch() throws IOException {
    watcher = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    watcher.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
    watcher.createContext(
        "/" + SECRET,
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    watcher.start();
  }

  @AfterEach
  void stop() {
    watcher.stop(0);
  }

  @Test
  void callsAfterEachSweepAndSaysOnceThatItCannot(CapturedOutput output) throws Exception {
    String url = "https://localhost:" + watcher.getAddress().getPort() + "/" + SECRET;
    try (RunningServer server =
        RunningServer.in(folder)
            .property("perennial.dead-man-url", url)
            .property("perennial.outbound.roots", roots().toString())
            .start()) {
      server.awaitReady();
      await().until(() -> calls.get() >= 3);
      assertThat(output).doesNotContain("dead-man URL");

      status.set(500);
      await().until(() -> output.getAll().contains("The dead-man URL could not be called"));
      int then = calls.get();
      await().until(() -> calls.get() >= then + 2);
      status.set(204);
      await().until(() -> output.getAll().contains("The dead-man URL answers again."));
    }
    assertThat(output.getAll().split("could not be called", -1)).hasSize(2);
    assertThat(output).contains("it answered 500").doesNotContain(SECRET);
  }

  private Path roots() throws IOException, CertificateEncodingException {
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(identity.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Files.writeString(folder.resolve("roots.pem"), pem);
  }
}
