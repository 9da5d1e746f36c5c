package io.perennial.pullapi;

import static io.perennial.testing.RawPull.text;
import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.certificate.Certificates;
import io.perennial.connector.KeyType;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.ClientAuthority;
import io.perennial.pki.ClientRequest;
import io.perennial.pki.Identifiers;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import io.perennial.publication.Bindings;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.Consumers;
import io.perennial.testing.ClientKey;
import io.perennial.testing.Program;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import io.perennial.testing.ShiftedTime;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How a server shows who it is by a client certificate, whoever speaks TLS for the pull port. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientCertificateContract {

  private static final String BINDINGS = "/pull/v1/bindings";
  private static final String CERTIFICATE = "/pull/v1/certificate";

  @TempDir static Path folder;

  private RunningServer server;
  private RawPull anybody;

  /** The setting {@code perennial.pull-tls}. */
  abstract String tls();

  @BeforeAll
  void start() {
    server =
        RunningServer.in(folder)
            .property("perennial.pull-tls", tls())
            .property("perennial.agent.certificate-life", "1h")
            .with(ShiftedTime.class)
            .start()
            .awaitReady();
    anybody = new RawPull(server, server.pullPort());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** A server with its key, its certificate and a connection that shows it. */
  private record Client(
      Consumers.Enrolled enrolled, ClientKey key, X509Certificate certificate, RawPull pull) {

    private String token() {
      return enrolled.credential().token();
    }
  }

  private Consumers.Enrolled enrol(String name) {
    Consumers consumers = server.bean(Consumers.class);
    return consumers.enrol(consumers.invite(SYSTEM, new ObjectName(name)).token().token(), name);
  }

  private Client client(String name) throws Exception {
    Consumers.Enrolled enrolled = enrol(name);
    ClientKey key = ClientKey.fresh();
    HttpResponse<byte[]> answer =
        anybody.post(CERTIFICATE, enrolled.credential().token(), Map.of("csr", key.csr()));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    X509Certificate certificate = ClientKey.in(text(answer));
    return new Client(enrolled, key, certificate, showing(key, certificate));
  }

  private RawPull showing(ClientKey key, X509Certificate certificate) {
    return new RawPull(server, key.showing(server, certificate));
  }

  private String bound(Client client) {
    return BINDINGS
        + "/"
        + server
            .bean(Bindings.class)
            .bind(
                SYSTEM,
                new Bindings.Wanted(
                    client.enrolled().consumer().id(),
                    server.bean(Certificates.class).list(SYSTEM).getFirst().id(),
                    List.of(Identifiers.parse("localhost")),
                    "127.0.0.1",
                    RunningServer.freePort()))
            .id()
            .value();
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status, String words) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(text(answer)).contains("\"detail\":\"", words);
  }

  @Test
  void aCertificateTakesTheTokensPlace() throws Exception {
    Client web = client("replaces");
    String path = bound(web);
    assertThat(anybody.get(BINDINGS, web.token()).headers().firstValue("Perennial-Certificate"))
        .contains("offered");

    HttpResponse<byte[]> listed = web.pull().get(BINDINGS, "");
    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(text(listed)).startsWith(path.substring(BINDINGS.length() + 1));
    assertThat(listed.headers().firstValue("Perennial-Certificate")).isEmpty();
    for (String file : List.of("bundle.pem", "chain.pem", "chain.pem")) {
      assertThat(web.pull().get(path + "/" + file, "").statusCode()).isEqualTo(200);
    }

    assertProblem(anybody.get(BINDINGS, web.token()), 401, "Enrol this server again");
    assertProblem(web.pull().get(BINDINGS, web.token()), 401, "Enrol this server again");
    assertProblem(web.pull().post("/pull/v1/credential", "", Map.of()), 409, CERTIFICATE);
    assertThat(web.pull().get(path + "/chain.pem", "").statusCode()).isEqualTo(200);
  }

  @Test
  void itSeesItsOwnBindingsOnly() throws Exception {
    Client one = client("own-one");
    Client two = client("own-two");
    String path = bound(one);
    assertThat(one.pull().get(path + "/chain.pem", "").statusCode()).isEqualTo(200);
    assertProblem(two.pull().get(path + "/bundle.pem", ""), 404, "has no binding");
    assertThat(text(two.pull().get(BINDINGS, ""))).isEmpty();
  }

  @Test
  void whoIsRevokedIsOutAtOnceOnAnOpenConnectionAndWhileItWaits() throws Exception {
    Client web = client("revoked-open");
    String chain = bound(web) + "/chain.pem";
    try (SSLSocket socket = connect(web)) {
      assertThat(ask(socket, chain)).startsWith("HTTP/1.1 200 ");
      assertThat(ask(socket, chain)).startsWith("HTTP/1.1 200 ");
      String tag = web.pull().get(chain, "").headers().firstValue("ETag").orElseThrow();
      CompletableFuture<HttpResponse<byte[]>> waiting =
          web.pull().later(chain + "?wait=60", "", "If-None-Match", tag);
      assertThat(web.pull().get(chain, "").statusCode()).isEqualTo(200);

      server.bean(Consumers.class).revoke(SYSTEM, web.enrolled().consumer().id());

      assertThat(ask(socket, chain)).startsWith("HTTP/1.1 401 ").contains("was revoked");
      assertProblem(waiting.get(5, TimeUnit.SECONDS), 401, "was revoked");
    }
    assertProblem(
        web.pull().post(CERTIFICATE, "", Map.of("csr", web.key().csr())), 401, "was revoked");
  }

  private SSLSocket connect(Client client) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            client
                .key()
                .showing(server, client.certificate())
                .getSocketFactory()
                .createSocket("127.0.0.1", server.pullPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** One request on a connection that stays open; the answer up to the end of its body. */
  private static String ask(SSLSocket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
                .formatted(path)
                .getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
    return head
        + new String(
            socket.getInputStream().readNBytes(Integer.parseInt(length)),
            StandardCharsets.US_ASCII);
  }

  @Test
  void aResumedSessionCarriesItsIdentityAndNotItsRights() throws Exception {
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      Client web = client("resumed" + version.substring(6));
      Path shown = web.key().write(folder.resolve("shown" + version), web.certificate());
      Path session = folder.resolve("session" + version);
      String first = shake(version, "-cert", shown, "-key", shown, "-sess_out", session);
      assertThat(first).contains("New, TLSv1", "HTTP/1.1 200 OK");

      String resumed = shake(version, "-sess_in", session, "-sess_out", session);
      assertThat(resumed).contains("Reused, TLSv1", "HTTP/1.1 200 OK");
      Client other = client("other" + version.substring(6));
      Path others = other.key().write(folder.resolve("others" + version), other.certificate());
      shake(version, "-cert", others, "-key", others, "-sess_in", session, "-sess_out", session);
      assertThat(anybody.get(BINDINGS, other.token()).statusCode())
          .as("a session is whose it was, whatever is at hand when it is resumed")
          .isEqualTo(200);

      server.bean(Consumers.class).revoke(SYSTEM, web.enrolled().consumer().id());
      assertThat(shake(version, "-sess_in", session))
          .contains("Reused, TLSv1", "HTTP/1.1 401 Unauthorized")
          .contains("was revoked");
    }
  }

  private String shake(Object... more) {
    StringBuilder words = new StringBuilder();
    for (Object word : more) {
      words.append(' ').append(word);
    }
    Program.Ended ended =
        Program.run(
            "sh",
            "-c",
            "printf 'GET %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' | openssl s_client -ign_eof -connect 127.0.0.1:%d%s"
                .formatted(BINDINGS, server.pullPort(), words));
    return ended.out() + ended.err();
  }

  /** Three that anybody can make who knows a server's certificate, and one of another kind. */
  private List<X509Certificate> foreign(ClientKey key, Client web) throws Exception {
    Instant now = server.bean(Clock.class).instant();
    SecureRandom random = new SecureRandom();
    X509Certificate real = server.bean(ClientCertificates.class).authority();
    ClientAuthority namesake =
        ClientAuthority.create(
            new Handle(KeyPairs.generate(KeyType.P_256)),
            real.getSubjectX500Principal().getName().substring("CN=".length()),
            now,
            random);
    X509Certificate sameNames =
        namesake.issue(
            ClientRequest.read(key.csr()).key(),
            URI.create(uri(web.certificate())),
            web.enrolled().consumer().id().value(),
            new ClientAuthority.Life(now, now.plus(Duration.ofHours(1))),
            random);
    X509Certificate selfSigned =
        TestCertificates.of(
            web.enrolled().consumer().id().value(), now, Duration.ofHours(1), key.pair());
    X509Certificate longOver =
        TestCertificates.of("over", now.minus(Duration.ofDays(9)), Duration.ofDays(1), key.pair());
    return List.of(sameNames, selfSigned, longOver);
  }

  @Test
  void certificatesOfOthersAreToldWhatToDoWhateverTheyClaim(CapturedOutput output)
      throws Exception {
    Client web = client("claimed");
    String path = bound(web);
    assertThat(web.pull().get(path + "/chain.pem", "").statusCode()).isEqualTo(200);
    ClientKey key = ClientKey.fresh();
    for (X509Certificate foreign : foreign(key, web)) {
      RawPull stranger = showing(key, foreign);
      for (String asked :
          List.of(BINDINGS, path + "/bundle.pem", path + "/chain.pem?wait=60", "/pull/v1/none")) {
        HttpResponse<byte[]> refused = stranger.get(asked, "");
        assertProblem(
            refused,
            401,
            "did not sign it. Enrol this server again: on the page Servers press Invite");
        assertThat(text(refused))
            .doesNotContain("claimed", "CN=", web.enrolled().consumer().id().value());
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      }
      assertProblem(
          stranger.post(CERTIFICATE, "", Map.of("csr", key.csr())), 401, "did not sign it");
    }
    assertThat(web.pull().get(BINDINGS, "").statusCode()).isEqualTo(200);
    assertThat(output.getAll()).doesNotContain(uri(web.certificate()), "CN=over");
  }

  @Test
  void whoDoesNotHaveTheKeyDoesNotPassTheHandshake() throws Exception {
    Client web = client("stolen");
    for (X509Certificate others : List.of(web.certificate(), foreign(web.key(), web).getFirst())) {
      assertThatThrownBy(() -> showing(ClientKey.fresh(), others).get(BINDINGS, ""))
          .isInstanceOf(IOException.class);
    }
  }

  /**
   * The port asks for a certificate and does not require one. A token proves who asks all by
   * itself: whoever has it could as well show nothing beside it, so that refusing it would protect
   * nobody, and who comes with an old certificate could not do what the refusal tells.
   */
  @Test
  void aForeignCertificateNeitherGivesNorTakes() throws Exception {
    Client web = client("beside");
    ClientKey key = ClientKey.fresh();
    RawPull stranger = showing(key, foreign(key, web).getFirst());
    Consumers consumers = server.bean(Consumers.class);
    String invitation = consumers.invite(SYSTEM, new ObjectName("beside")).token().token();
    HttpResponse<byte[]> enrolled =
        stranger.post("/pull/v1/enrol", "", Map.of("token", invitation, "hostname", "beside"));
    assertThat(enrolled.statusCode()).as(text(enrolled)).isEqualTo(200);
    String token =
        text(enrolled).lines().findFirst().orElseThrow().substring("credential=".length());
    HttpResponse<byte[]> listed = stranger.get(BINDINGS, token);
    assertThat(listed.statusCode()).as(text(listed)).isEqualTo(200);
    assertThat(listed.headers().firstValue("Perennial-Certificate")).contains("offered");
    assertProblem(stranger.get(BINDINGS, "pnl_wrong"), 401, "The credential is missing");
    X509Certificate next =
        ClientKey.in(text(stranger.post(CERTIFICATE, token, Map.of("csr", key.csr()))));
    assertThat(showing(key, next).get(BINDINGS, "").statusCode()).isEqualTo(200);
    assertProblem(stranger.get(BINDINGS, token), 401, "The credential is missing");
  }

  @Test
  void aStrangerWhoComesBackToItsSessionIsOneStill() throws Exception {
    Client web = client("strange");
    ClientKey key = ClientKey.fresh();
    Path shown = key.write(folder.resolve("strange.pem"), foreign(key, web).getFirst());
    for (String version : List.of("-tls1_2", "-tls1_3")) {
      Path session = folder.resolve("strange" + version);
      assertThat(shake(version, "-cert", shown, "-key", shown, "-sess_out", session))
          .contains("New, TLSv1", "HTTP/1.1 401 Unauthorized");
      assertThat(shake(version, "-sess_in", session))
          .contains("Reused, TLSv1", "HTTP/1.1 401 Unauthorized", "did not sign it");
    }
  }

  @Test
  void whatIsShownIsBounded() throws Exception {
    Client web = client("bounded");
    Instant now = server.bean(Clock.class).instant();
    Path shown = web.key().write(folder.resolve("bounded.pem"), web.certificate());
    Path more = folder.resolve("more.pem");
    X509Certificate other =
        TestCertificates.of("more", now, Duration.ofHours(1), ClientKey.fresh().pair());
    for (int count : new int[] {5, 200}) {
      Files.writeString(more, Pem.certificates(Collections.nCopies(count, other)));
      String answer = shake("-tls1_3", "-cert", shown, "-key", shown, "-cert_chain", more);
      if (count == 5) {
        assertThat(answer).contains("HTTP/1.1 200 OK");
      } else {
        assertThat(answer).contains("CONNECTED").doesNotContain("HTTP/1.1");
      }
    }
  }

  @Test
  void anExpiredOneIsToldWhatToDoAndDoesIt() throws Exception {
    Client web = client("expired");
    String chain = bound(web) + "/chain.pem";
    try (SSLSocket socket = connect(web)) {
      assertThat(ask(socket, chain)).startsWith("HTTP/1.1 200 ");
      server.bean(ShiftedTime.Shifted.class).advance(Duration.ofMinutes(61));
      assertThat(ask(socket, chain)).startsWith("HTTP/1.1 401 ").contains("expired at");
    }
    assertProblem(web.pull().get(BINDINGS, ""), 401, "it gets a new one with POST " + CERTIFICATE);
    ClientKey key = ClientKey.fresh();
    HttpResponse<byte[]> answer = web.pull().post(CERTIFICATE, "", Map.of("csr", key.csr()));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    RawPull next = showing(key, ClientKey.in(text(answer)));
    assertThat(next.get(chain, "").statusCode()).isEqualTo(200);
    assertProblem(web.pull().get(BINDINGS, ""), 401, "does not count here");
  }

  @Test
  void aRequestForAnothersNamesBringsItsOwnAndNoOtherKeyIsCertified() throws Exception {
    Client victim = client("victim");
    Client web = client("greedy");
    ClientKey key = ClientKey.fresh();
    String victims = uri(victim.certificate());
    HttpResponse<byte[]> answer =
        web.pull().post(CERTIFICATE, "", Map.of("csr", key.csr("CN=victim", victims)));
    assertThat(uri(ClientKey.in(text(answer)))).isEqualTo(uri(web.certificate()));
    assertThat(bound(victim)).isNotEmpty();
    assertThat(text(showing(key, ClientKey.in(text(answer))).get(BINDINGS, ""))).isEmpty();
    for (String csr : List.of("", "x", new ClientKey(KeyPairs.generate(KeyType.RSA_2048)).csr())) {
      assertProblem(victim.pull().post(CERTIFICATE, "", Map.of("csr", csr)), 400, "openssl");
    }
    assertProblem(anybody.post(CERTIFICATE, "", Map.of("csr", key.csr())), 401, "Enrol");
    assertThat(victim.pull().get(CERTIFICATE, "").statusCode()).isEqualTo(405);
  }

  private static String uri(X509Certificate certificate) throws CertificateParsingException {
    return certificate.getSubjectAlternativeNames().iterator().next().get(1).toString();
  }

  @Test
  void itsPrivateKeyIsNowhereOnTheServer() throws Exception {
    Client web = client("kept");
    assertThat(web.pull().get(BINDINGS, "").statusCode()).isEqualTo(200);
    byte[] half = web.key().pair().getPrivate().getEncoded();
    byte[] needle = java.util.Arrays.copyOfRange(half, 36, 60);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(new String(needle, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private record Handle(KeyPair pair) implements io.perennial.connector.SigningKey {

    @Override
    public KeyType type() {
      return KeyType.P_256;
    }

    @Override
    public PublicKey publicKey() {
      return pair.getPublic();
    }

    @Override
    public byte[] sign(String algorithm, byte[] message) throws SignatureException {
      return KeyPairs.sign(pair.getPrivate(), algorithm, message);
    }
  }
}
