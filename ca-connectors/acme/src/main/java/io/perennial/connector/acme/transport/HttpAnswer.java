package io.perennial.connector.acme.transport;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An answer whose body has arrived: reading it takes no time and leaves no connection open. */
record HttpAnswer(HttpResponse<byte[]> whole) implements HttpResponse<InputStream> {

  Optional<String> header(String name) {
    return whole.headers().firstValue(name);
  }

  List<String> links(String relation) {
    return LinkHeaders.targets(whole.headers().allValues("Link"), relation);
  }

  @Override
  public int statusCode() {
    return whole.statusCode();
  }

  @Override
  public HttpRequest request() {
    return whole.request();
  }

  @Override
  public Optional<HttpResponse<InputStream>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return whole.headers();
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(whole.body());
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return whole.sslSession();
  }

  @Override
  public URI uri() {
    return whole.uri();
  }

  @Override
  public HttpClient.Version version() {
    return whole.version();
  }
}
