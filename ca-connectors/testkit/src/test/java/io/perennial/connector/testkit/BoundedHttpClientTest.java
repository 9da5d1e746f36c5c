package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.testkit.acme.AcmeServer;
import io.perennial.connector.testkit.acme.Answer;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.Http01Validator;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BoundedHttpClientTest {

  private AcmeServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new AcmeServer(Clock.systemUTC(), Http01Validator.TRUSTING);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private HttpResponse<String> get(List<X509Certificate> roots) throws Exception {
    try (HttpClient client = BoundedHttpClient.trusting(roots)) {
      return client.send(
          HttpRequest.newBuilder(server.directory()).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void trustsAdditionalRootsAndFollowsNoRedirect() throws Exception {
    server
        .faults()
        .next(
            ResourceKind.DIRECTORY,
            Fault.instead(Answer.empty(302).withHeader("Location", "/elsewhere")));

    assertThat(get(List.of(server.tlsRoot())).statusCode()).isEqualTo(302);
  }

  @Test
  void trustsNoOthers() {
    assertThatThrownBy(() -> get(List.of())).isInstanceOf(SSLHandshakeException.class);
    X509Certificate otherRoot = new ToyCa(Clock.systemUTC()).root();
    assertThatThrownBy(() -> get(List.of(otherRoot))).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  @Timeout(20)
  void endsSlowAndLargeAnswers() {
    server.faults().next(ResourceKind.DIRECTORY, Fault.latency(Duration.ofMinutes(1)));
    assertThatThrownBy(() -> get(List.of(server.tlsRoot())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("within");
    server
        .faults()
        .next(
            ResourceKind.DIRECTORY,
            Fault.body("text/plain", new byte[65_536]).and(Fault.repeated(1L << 30)));
    assertThatThrownBy(() -> get(List.of(server.tlsRoot())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exceeds");
  }
}
