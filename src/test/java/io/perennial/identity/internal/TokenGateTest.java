package io.perennial.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.SecretBytes;
import jakarta.servlet.FilterChain;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenGateTest {

  private final TokenGate gate =
      new TokenGate(
          new Authorities(new PublicNames("localhost", "vault.localhost"), new OfOneDeployment()),
          new TokenAnswers(JsonMapper.shared()));
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  private static MockHttpServletRequest request(int length) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/adfs/oauth2/token");
    request.setContent(new byte[length]);
    return request;
  }

  private static FilterChain failing(RuntimeException failure) {
    return (request, response) -> {
      throw failure;
    };
  }

  @Test
  void letsTheLongestRequestThroughAndNoLonger() throws Exception {
    gate.doFilter(
        request(TokenGate.MOST_BYTES), response, (request, answer) -> response.setStatus(299));
    assertThat(response.getStatus()).isEqualTo(299);
    MockHttpServletResponse refused = new MockHttpServletResponse();
    gate.doFilter(
        request(TokenGate.MOST_BYTES + 1),
        refused,
        failing(new IllegalStateException("the body was read")));
    assertThat(refused.getStatus()).isEqualTo(413);
  }

  @Test
  void saysThatTheDatabaseIsAwayAndWhenToComeBack() throws Exception {
    gate.doFilter(
        request(1),
        response,
        failing(new DataAccessResourceFailureException("away", new SQLException("gone", "08006"))));
    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("30");
    JsonNode body = JsonMapper.shared().readTree(response.getContentAsByteArray());
    assertThat(body.path("error").asString()).isEqualTo("temporarily_unavailable");
    assertThat(body.path("error_description").asString()).contains("database");
  }

  @Test
  void passesOnWhatItDoesNotKnow() {
    IllegalStateException unknown = new IllegalStateException("?");
    assertThatThrownBy(() -> gate.doFilter(request(1), response, failing(unknown)))
        .isSameAs(unknown);
  }

  private record OfOneDeployment() implements Envelope {

    @Override
    public String deployment() {
      return "0123456789abcdef0123456789abcdef";
    }

    @Override
    public byte[] seal(byte[] plaintext, SealContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SecretBytes open(byte[] sealed, SealContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] mac(String purpose, byte[] message) {
      throw new UnsupportedOperationException();
    }
  }
}
