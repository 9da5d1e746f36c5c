package io.perennial.connector.acme.transport;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * A connection that goes only where the CA may send us, reads no more than it must, and has read
 * all of it before anybody looks: the library would hold its lock, and keep the connection open,
 * for as long as a body dribbles in or stays unread.
 */
final class StrictConnection extends DefaultConnection {

  private static final int MAX_JSON = 1024 * 1024;
  private static final int MAX_CHAIN = 256 * 1024;

  private final SessionProvider owner;
  private final Clock clock;

  StrictConnection(HttpConnector connector, SessionProvider owner, Clock clock) {
    super(connector);
    this.owner = owner;
    this.clock = clock;
  }

  @Override
  protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
      throws IOException {
    owner.origins().check(URI.create(url.toString()));
    HttpRequest.Builder builder =
        httpConnector
            .createRequestBuilder(url)
            .header("Accept-Language", session.getLanguageHeader());
    body.accept(builder);
    HttpRequest request = builder.build();
    try {
      HttpAnswer answer = new HttpAnswer(httpClient.send(request, new CappedBody(cap(request))));
      lastResponse = answer;
      owner.answered(answer);
      check(answer);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static int cap(HttpRequest request) {
    boolean chain =
        request
            .headers()
            .firstValue("Accept")
            .filter("application/pem-certificate-chain"::equals)
            .isPresent();
    return chain ? MAX_CHAIN : MAX_JSON;
  }

  private static void check(HttpAnswer answer) throws Unacceptable {
    // Never asked for; and unpacking would make a small answer as large as it likes.
    if (answer
        .header("Content-Encoding")
        .filter(coding -> !coding.equals("identity"))
        .isPresent()) {
      throw new Unacceptable("its answer is compressed, which was not asked for");
    }
    int status = answer.statusCode();
    if (status >= HttpURLConnection.HTTP_MULT_CHOICE
        && status < HttpURLConnection.HTTP_BAD_REQUEST) {
      throw new Unacceptable("it redirects, which ACME does not");
    }
  }

  /** Closes first: after a refused nonce without a new one, the library forgets to. */
  @Override
  public void resetNonce(Session session) throws AcmeException {
    close();
    super.resetNonce(session);
  }

  @Override
  public Optional<Instant> getRetryAfter() {
    return owner.retryAfter().map(clock.instant()::plus);
  }

  @Override
  public Collection<URL> getLinks(String relation) {
    // Nothing of ours asks; and an unparsable link must not turn a refusal into a failure.
    return List.of();
  }
}
