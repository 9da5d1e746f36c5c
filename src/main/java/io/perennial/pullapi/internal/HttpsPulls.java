package io.perennial.pullapi.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.HttpRequestHandler;

/**
 * Carries the pull API over the HTTPS port. Its threads are virtual, so that waiting costs little.
 */
class HttpsPulls implements HttpRequestHandler {

  private final PullApi api;

  HttpsPulls(PullApi api) {
    this.api = api;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(PullRequest.MOST_BODY + 1);
    if (body.length > PullRequest.MOST_BODY) {
      write(PullResponse.problem(413, "A form here is at most 16 KiB."), response);
      return;
    }
    PullRequest pull =
        new PullRequest(
            request.getMethod(),
            request.getRequestURI(),
            Objects.requireNonNullElse(request.getQueryString(), ""),
            request::getHeader,
            body,
            Peer.unasked(InetAddress.ofLiteral(request.getRemoteAddr())));
    CompletableFuture<PullResponse> answer = api.recall(pull).orElseGet(() -> api.answer(pull));
    write(answer.join(), response);
  }

  private static void write(PullResponse answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(header -> response.setHeader(header.name(), header.value()));
    try {
      byte[] bytes = answer.body().bytes();
      if (bytes.length > 0) {
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
      }
    } finally {
      answer.sent();
    }
  }
}
