package io.perennial.pullapi.internal;

import io.perennial.publication.Proof;
import io.perennial.web.Bearer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request, whatever port brought it.
 *
 * @param path as it was sent, not decoded
 * @param query what follows the question mark; empty: nothing
 * @param body of a form, at most {@value #MOST_BODY} bytes
 */
record PullRequest(
    String method, String path, String query, Headers headers, byte[] body, Peer peer) {

  /** No form of ours comes near it. */
  static final int MOST_BODY = 16 * 1024;

  /** What the request itself shows comes before what its connection does. */
  Optional<Proof> proof() {
    Optional<Proof> token = Bearer.credential(headers.first("Authorization")).map(Proof.Token::new);
    return token.isPresent() ? token : peer.certificate();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.first(name));
  }

  FormFields fields() {
    return FormFields.of(query, body);
  }

  /** A request's header fields. */
  @FunctionalInterface
  interface Headers {

    /** The first of a name, in any case. */
    @Nullable String first(String name);
  }
}
