package io.perennial.pullapi;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.renewal.Renewal;
import io.perennial.testing.Program;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TrustingClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pull port's own side: TLS, hostile clients, its identity and its end. */
class PullPortIT {

  @TempDir static Path folder;

  private static RunningServer server;
  private static Consumers.Enrolled web1;
  private static String chain;
  private static RawPull client;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.in(folder).start().awaitReady();
    web1 = enrol(server, "web1");
    chain = "/pull/v1/bindings/" + bind(server, web1) + "/chain.pem";
    client = new RawPull(server, server.pullPort());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Consumers.Enrolled enrol(RunningServer running, String name) {
    Consumers consumers = running.bean(Consumers.class);
    var invitation = consumers.invite(SYSTEM, new ObjectName(name));
    return consumers.enrol(invitation.token().token(), name);
  }

  private static String bind(RunningServer running, Consumers.Enrolled enrolled) {
    return running
        .bean(Bindings.class)
        .bind(
            SYSTEM,
            new Bindings.Wanted(
                enrolled.consumer().id(),
                own(running).id(),
                List.of(Identifiers.parse("localhost")),
                "127.0.0.1",
                RunningServer.freePort()))
        .id()
        .value();
  }

  private static Certificate own(RunningServer running) {
    return running.bean(Certificates.class).list(SYSTEM).getFirst();
  }

  private static String credential() {
    return web1.credential().token();
  }

  private static void assertServed() throws Exception {
    HttpResponse<byte[]> answer = client.get(chain, credential());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(RawPull.text(answer)).startsWith("-----BEGIN CERTIFICATE-----");
  }

  private static String shake(RunningServer running, String... more) {
    List<Object> command = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
    command.add("127.0.0.1:" + running.pullPort());
    command.addAll(List.of(more));
    Program.Ended ended = Program.run(command.toArray());
    return ended.out() + ended.err();
  }

  @Test
  void curlPullsWithNothingButTheRootAndTheCredential() {
    Path root = folder.resolve("root.pem");
    TrustingClient.writeRoots(server, root);
    Program.Ended answer =
        Program.run(
            "curl",
            "-sS",
            "-i",
            "--cacert",
            root,
            "-H",
            "Authorization: Bearer " + credential(),
            "https://localhost:" + server.pullPort() + chain);
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out())
        .startsWith("HTTP/1.1 200 OK")
        .containsPattern("(?i)date: \\w{3}, \\d\\d \\w{3} \\d{4} ")
        .contains("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void resumesSessionsByTickets() {
    String twelve = shake(server, "-reconnect", "-tls1_2");
    assertThat(twelve.split("Reused, TLSv1.2", -1)).as(twelve).hasSize(6);
    Path session = folder.resolve("session");
    // The ticket of TLS 1.3 comes with the answer, not with the handshake.
    try (SSLSocket socket = connect()) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    assertThat(shakeAndAsk("-tls1_3", "-sess_out", session.toString())).contains("New, TLSv1.3");
    assertThat(shakeAndAsk("-tls1_3", "-sess_in", session.toString())).contains("Reused, TLSv1.3");
  }

  /**
   * The kernel puts off an acknowledgement by 40 ms at the least, so half of them tell it apart.
   */
  @Test
  void aClientThatJoinsSmallPacketsDoesNotWaitForAnAcknowledgement() throws Exception {
    byte[] request =
        ("GET " + chain + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + credential())
            .concat("\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    double[] millis = new double[21];
    for (int i = 0; i < millis.length; i++) {
      try (SSLSocket socket = connect()) {
        assertThat(socket.getTcpNoDelay()).isFalse();
        long asked = System.nanoTime();
        socket.getOutputStream().write(request);
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        millis[i] = (System.nanoTime() - asked) / 1e6;
      }
    }
    Arrays.sort(millis);
    assertThat(millis[millis.length / 2]).as(Arrays.toString(millis)).isLessThan(35);
  }

  private static String shakeAndAsk(String... more) {
    String request =
        "GET /pull/v1/bindings HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n";
    Program.Ended ended =
        Program.run(
            "sh",
            "-c",
            "printf '%s' | openssl s_client -ign_eof -connect 127.0.0.1:%d %s"
                .formatted(request, server.pullPort(), String.join(" ", more)));
    return ended.out() + ended.err();
  }

  @Test
  void offersNothingOlderThanTls12() {
    assertThat(shake(server, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"))
        .doesNotContain("BEGIN CERTIFICATE");
  }

  private static SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            TrustingClient.context(server)
                .getSocketFactory()
                .createSocket("127.0.0.1", server.pullPort());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** More of them than the codec bears, and with every second the database has to be asked. */
  @Test
  void answersWhatIsSentAtOnceInItsOrder() throws Exception {
    try (SSLSocket socket = connect()) {
      String authorization = "Host: x\r\nAuthorization: Bearer " + credential() + "\r\n";
      StringBuilder requests = new StringBuilder();
      int many = 2_000;
      for (int i = 0; i < many; i++) {
        String path = i % 2 == 0 ? chain : "/pull/v1/nothing-" + i;
        requests.append("GET ").append(path).append(" HTTP/1.1\r\n").append(authorization);
        requests.append(i == many - 1 ? "Connection: close\r\n\r\n" : "\r\n");
      }
      send(socket, requests.toString());
      String[] answers = all(socket).split("HTTP/1\\.1 ", -1);
      assertThat(answers).hasSize(many + 1);
      for (int i = 0; i < many; i++) {
        assertThat(answers[i + 1]).startsWith(i % 2 == 0 ? "200 " : "404 ");
      }
    }
  }

  @Test
  void refusesWhatIsTooLongOrNoRequest() throws Exception {
    String big = "x".repeat(20_000);
    assertThat(ask("GET /" + big + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 414");
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + big + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(ask("POST /pull/v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(
            ask(
                "POST /pull/v1/enrol HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 411");
    assertThat(
            ask(
                "POST /pull/v1/enrol HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Content-Length: 3\r\n\r\n0\r\n\r\n"))
        .as("two lengths, by which requests are smuggled past others")
        .startsWith("HTTP/1.1 400");
    assertThat(ask("\u0001\u0002 garbage \u0003\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertServed();
  }

  private static String ask(String text) throws IOException {
    try (SSLSocket socket = connect()) {
      send(socket, text);
      return all(socket);
    }
  }

  @Test
  void tenMegabytesOfHeaderAreNotTakenIn() throws Exception {
    try (SSLSocket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      byte[] line = ("X-Fill: " + "x".repeat(1_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      long sent = 0;
      try {
        send(socket, "GET / HTTP/1.1\r\nHost: x\r\n");
        while (sent < 10_000_000) {
          out.write(line);
          sent += line.length;
        }
        assertThat(all(socket)).startsWith("HTTP/1.1 431");
      } catch (IOException closed) {
        assertThat(sent).isLessThan(10_000_000);
      }
    }
    assertServed();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void garbageInPlaceOfTlsEndsThatConnectionAlone(CapturedOutput output) throws Exception {
    for (String garbage :
        List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u00ff\u00ff", "\u0000")) {
      try (Socket socket = new Socket("127.0.0.1", server.pullPort())) {
        send(socket, garbage);
        socket.shutdownOutput();
        socket.setSoTimeout(20_000);
        drain(socket);
      }
    }
    assertServed();
    assertThat(output.getAll()).as("no fault of the server's").doesNotContain("ERROR");
  }

  /** Until the other side ends it, with a word or without. */
  private static void drain(Socket socket) {
    try {
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(100);
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Test
  void aThousandWhoSayNothingAndTheSlowKeepNobodyOut() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (SSLSocket slow = connect()) {
      for (int i = 0; i < 1_000; i++) {
        idle.add(new Socket("127.0.0.1", server.pullPort()));
      }
      String header = "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ";
      int sent = 0;
      long begun = System.nanoTime();
      boolean open = true;
      // A byte whenever nothing came back for a second: faster than an idle limit, never done.
      slow.setSoTimeout(1_000);
      while (open && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(40)) {
        send(slow, String.valueOf(header.charAt(Math.min(sent++, header.length() - 1))));
        assertServed();
        open = stillOpen(slow);
      }
      assertThat(open).as("the slow one is sent away").isFalse();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
    assertServed();
  }

  private static boolean stillOpen(Socket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (java.net.SocketTimeoutException quiet) {
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void noKeyLeavesWithoutItsEntry() throws Exception {
    String bundle = chain.replace("chain.pem", "bundle.pem");
    assertThat(client.get(bundle, credential()).statusCode()).isEqualTo(200);
    JdbcClient jdbc = server.bean(JdbcClient.class);
    jdbc.sql("alter table audit_entry rename to audit_elsewhere").update();
    try {
      HttpResponse<byte[]> answer = client.get(bundle, credential());
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(RawPull.text(answer)).doesNotContain("PRIVATE KEY");
      assertThat(client.get(chain, credential()).statusCode())
          .as("what holds no key waits for no entry")
          .isEqualTo(200);
    } finally {
      jdbc.sql("alter table audit_elsewhere rename to audit_entry").update();
    }
    assertThat(client.get(bundle, credential()).statusCode()).isEqualTo(200);
  }

  @Test
  void takesItsRenewedIdentityIntoUseWithoutAFailedRequest() throws Exception {
    String before = subjectSerial();
    AtomicInteger pulls = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> pulling =
        CompletableFuture.runAsync(() -> pullUntil(enough, pulls), Thread::startVirtualThread);
    await().atMost(Duration.ofSeconds(60)).until(() -> pulling.isDone() || pulls.get() > 10);
    server.bean(Renewal.class).renewNow(SYSTEM, own(server).id());
    await().atMost(Duration.ofSeconds(60)).until(() -> !subjectSerial().equals(before));
    int swapped = pulls.get();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> pulling.isDone() || pulls.get() > swapped + 10);
    enough.set(true);
    pulling.get(60, TimeUnit.SECONDS);
    assertThat(pulls.get()).isGreaterThan(swapped + 10);
  }

  /** Each over a connection of its own, and all of them answered. */
  private static void pullUntil(AtomicBoolean enough, AtomicInteger pulls) {
    while (!enough.get()) {
      try (SSLSocket socket = connect()) {
        send(
            socket,
            "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                .formatted(chain, credential()));
        assertThat(all(socket)).startsWith("HTTP/1.1 200 OK");
        pulls.incrementAndGet();
      } catch (IOException failed) {
        throw new AssertionError("after " + pulls + " pulls", failed);
      }
    }
  }

  private static String subjectSerial() throws IOException {
    try (SSLSocket socket = connect()) {
      var certificate =
          (java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber().toString(16);
    }
  }

  @Test
  void theJdksTlsServesTheSameAndAFullPortTakesNoMore(@TempDir Path other) throws Exception {
    try (RunningServer small =
        RunningServer.in(other)
            .property("perennial.pull-tls", "jdk")
            .property("perennial.pull-connections", "5")
            .start()
            .awaitReady()) {
      Consumers.Enrolled enrolled = enrol(small, "web1");
      String path = "/pull/v1/bindings/" + bind(small, enrolled) + "/chain.pem";
      String credential = enrolled.credential().token();
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        idle.add(new Socket("127.0.0.1", small.pullPort()));
      }
      try (Socket refused = new Socket("127.0.0.1", small.pullPort())) {
        refused.setSoTimeout(20_000);
        drain(refused);
      }
      for (Socket socket : idle) {
        socket.close();
      }
      RawPull pull = new RawPull(small, small.pullPort());
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> pull.get(path, credential).statusCode() == 200);
    }
  }
}
