package io.perennial.connector;

/** What a CA wants proved before it issues. The core performs it, records it and undoes it. */
public sealed interface Instruction {

  /**
   * Serve {@code keyAuthorization} at {@code http://NAME/.well-known/acme-challenge/TOKEN} (RFC
   * 8555, section 8.3).
   */
  record ServeHttpToken(Identifier name, String token, String keyAuthorization)
      implements Instruction {}

  /** Publish a TXT record (RFC 8555, section 8.4). */
  record PublishTxt(String recordName, String value) implements Instruction {}

  /** Answer a TLS handshake that offers {@code acme-tls/1} (RFC 8737). */
  record AnswerTlsAlpn(Identifier name, String keyAuthorization) implements Instruction {}

  /** Somebody at the CA must decide. */
  record AwaitApproval(String sentence) implements Instruction {}
}
