package io.perennial.outbound.internal;

import io.perennial.kernel.AddressRules;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The only way out: addresses are checked at use, the whole exchange has a deadline (the JDK's own
 * ends with the headers), and an answer has a size. Answers are read completely before anybody sees
 * them.
 */
final class OutboundClient extends HttpClient {

  private final HttpClient client;
  private final AddressRules rules;
  private final Duration deadline;
  private final int maxBytes;

  OutboundClient(HttpClient client, AddressRules rules, Duration deadline, int maxBytes) {
    this.client = client;
    this.rules = rules;
    this.deadline = deadline;
    this.maxBytes = maxBytes;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    check(request.uri());
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, information -> new CappedBody(maxBytes));
    try {
      return read(exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS), handler);
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw new HttpTimeoutException(
          request.uri().getHost() + " took longer than " + deadline.toSeconds() + " s.");
    } catch (InterruptedException stopped) {
      exchange.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(failed.getCause());
    }
  }

  private void check(URI uri) throws IOException {
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IOException("Only https addresses are called, not " + uri.getScheme() + ".");
    }
    String host = uri.getHost();
    List<?> addresses =
        rules.resolve(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    if (addresses.isEmpty()) {
      throw new IOException(host + " has no address.");
    }
  }

  private static <T> HttpResponse<T> read(
      HttpResponse<byte[]> answer, HttpResponse.BodyHandler<T> handler) {
    HttpResponse.BodySubscriber<T> subscriber =
        handler.apply(new Information(answer.statusCode(), answer.headers(), answer.version()));
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {}
        });
    subscriber.onNext(List.of(java.nio.ByteBuffer.wrap(answer.body())));
    subscriber.onComplete();
    return new ReadResponse<>(answer, subscriber.getBody().toCompletableFuture().join());
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("A connector's step is one blocking call."));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
    return sendAsync(request, handler);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public void close() {
    client.close();
  }

  private record Information(int statusCode, HttpHeaders headers, Version version)
      implements HttpResponse.ResponseInfo {}

  private record ReadResponse<T>(HttpResponse<byte[]> answer, T body) implements HttpResponse<T> {

    @Override
    public int statusCode() {
      return answer.statusCode();
    }

    @Override
    public HttpRequest request() {
      return answer.request();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return answer.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return answer.sslSession();
    }

    @Override
    public URI uri() {
      return answer.uri();
    }

    @Override
    public Version version() {
      return answer.version();
    }
  }
}
