package io.perennial.identity.internal;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.perennial.kernel.Visible;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;

/**
 * The keys that an outside issuer publishes, asked for anew with each call: its document first,
 * which says where they are (OpenID Connect Discovery 1.0, section 4).
 */
final class PublishedKeys implements JWKSetSource<SecurityContext> {

  private static final String DOCUMENT = "/.well-known/openid-configuration";
  private static final int MOST_SHOWN = 100;

  private final HttpClient http;
  private final String issuer;

  PublishedKeys(HttpClient http, String issuer) {
    this.http = http;
    this.issuer = issuer;
  }

  @Override
  public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
      throws JWKSetUnavailableException {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    try {
      var document = JSONObjectUtils.parse(read(base + DOCUMENT));
      String named = String.valueOf(JSONObjectUtils.getString(document, "issuer"));
      if (!named.equals(issuer)) {
        throw new JWKSetUnavailableException(
            "its document names another issuer, %s".formatted(Visible.of(named, MOST_SHOWN)));
      }
      return JWKSet.parse(read(String.valueOf(JSONObjectUtils.getString(document, "jwks_uri"))));
    } catch (ParseException | IllegalArgumentException unreadable) {
      throw new JWKSetUnavailableException(
          "its document or its keys cannot be read: "
              + Visible.of(String.valueOf(unreadable.getMessage()), MOST_SHOWN),
          unreadable);
    } catch (IOException failed) {
      throw new JWKSetUnavailableException(
          Visible.of(String.valueOf(failed.getMessage()), MOST_SHOWN), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new JWKSetUnavailableException("this server is being stopped", stopped);
    }
  }

  private String read(String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/json")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s answers with the status %d".formatted(address, answer.statusCode()));
    }
    return answer.body();
  }

  /** The client is shared. */
  @Override
  public void close() {}
}
