package io.perennial.connector.acme.transport;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * What one session sends through, and what it last received. Belongs to one session, which has one
 * request in flight; so the last answer is that of the request just made.
 */
final class SessionProvider extends AbstractAcmeProvider {

  private final DirectoryCache directories;
  private final HttpClient client;
  private final Clock clock;
  private @Nullable HttpAnswer last;
  private DirectoryCache.@Nullable Entry loaded;

  SessionProvider(DirectoryCache directories, HttpClient client, Clock clock) {
    this.directories = directories;
    this.client = client;
    this.clock = clock;
  }

  Origins origins() {
    return directories.origins();
  }

  void forgetAnswer() {
    last = null;
  }

  void answered(HttpAnswer answer) {
    last = answer;
  }

  /** The directory as the session has it, once it has any. */
  Optional<JSON> loaded() {
    return Optional.ofNullable(loaded).map(DirectoryCache.Entry::json);
  }

  Optional<HttpAnswer> last() {
    return Optional.ofNullable(last);
  }

  Optional<Duration> retryAfter() {
    return last()
        .flatMap(answer -> answer.header("Retry-After"))
        .flatMap(header -> RetryAfter.parse(header, clock));
  }

  @Override
  public boolean accepts(URI serverUri) {
    return serverUri.equals(directories.address());
  }

  @Override
  public URL resolve(URI serverUri) {
    try {
      return serverUri.toURL();
    } catch (MalformedURLException checkedBefore) {
      throw new IllegalStateException("the setting is an https address", checkedBefore);
    }
  }

  @Override
  public HttpClient createHttpClient(NetworkSettings settings) {
    return client;
  }

  @Override
  public Connection connect(URI serverUri, NetworkSettings settings, HttpClient httpClient) {
    return new StrictConnection(new OurHttpConnector(settings, httpClient), this, clock);
  }

  /** Null when the session knows the current directory already, as the library wants it. */
  @Override
  public @Nullable JSON directory(Session session, URI serverUri) throws AcmeException {
    DirectoryCache.Entry current = directories.fresh().orElse(null);
    if (current == null) {
      try (Connection connection = session.connect()) {
        connection.sendRequest(resolve(serverUri), session, null);
        current = directories.store(connection.readJsonResponse());
      }
    }
    boolean known = loaded != null && loaded.revision() == current.revision();
    loaded = current;
    return known ? null : current.json();
  }

  private static final class OurHttpConnector extends HttpConnector {

    OurHttpConnector(NetworkSettings settings, HttpClient client) {
      super(settings, client);
    }

    @Override
    public HttpRequest.Builder createRequestBuilder(URL url) {
      // RFC 8555, section 6.1, wants both names, the client's and its library's.
      return super.createRequestBuilder(url)
          .setHeader("User-Agent", "Perennial " + defaultUserAgent());
    }
  }
}
