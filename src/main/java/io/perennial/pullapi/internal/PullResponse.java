package io.perennial.pullapi.internal;

import io.perennial.kernel.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** An answer, whatever port carries it. */
record PullResponse(int status, List<Header> headers, Body body) {

  static final Body NOTHING = new Body.Shared(new byte[0]);

  static PullResponse of(int status, Body body, Header... headers) {
    return new PullResponse(status, List.of(headers), body);
  }

  static PullResponse text(String text, Header... more) {
    List<Header> headers = new ArrayList<>(List.of(more));
    headers.add(new Header("Content-Type", "text/plain;charset=UTF-8"));
    headers.add(new Header("Cache-Control", "no-store"));
    return new PullResponse(
        200, List.copyOf(headers), new Body.Shared(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A problem document (RFC 9457). */
  static PullResponse problem(int status, String detail, Header... more) {
    Problem problem = new Problem(HttpStatus.valueOf(status).getReasonPhrase(), status, detail);
    List<Header> headers = new ArrayList<>(List.of(more));
    headers.add(new Header("Content-Type", "application/problem+json"));
    headers.add(new Header("Cache-Control", "no-store"));
    return new PullResponse(
        status,
        List.copyOf(headers),
        new Body.Shared(JsonMapper.shared().writeValueAsBytes(problem)));
  }

  /** A header field, of characters that need no encoding. */
  record Header(String name, String value) {}

  /** What is sent. */
  sealed interface Body {

    byte[] bytes();

    /** Shared with other answers: only to be read. */
    record Shared(byte[] bytes) implements Body {}

    /** To be closed once it is sent. */
    record Secret(SecretBytes secret) implements Body {

      @Override
      public byte[] bytes() {
        return secret.reveal();
      }
    }
  }

  /** Ends what is secret in it. */
  void sent() {
    if (body instanceof Body.Secret(SecretBytes secret)) {
      secret.close();
    }
  }

  private record Problem(String title, int status, String detail) {}
}
