package io.perennial.vaultapi.internal;

import io.perennial.kernel.Visible;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * A refusal in Key Vault's words.
 *
 * <p>Thrown where a route finds it; the codes are those that clients compare.
 */
final class VaultProblem extends RuntimeException {

  private final HttpStatus status;
  private final String code;
  private final Optional<String> inner;

  VaultProblem(HttpStatus status, String code, Optional<String> inner, String message) {
    super(Visible.of(message));
    this.status = status;
    this.code = code;
    this.inner = inner;
  }

  static VaultProblem badParameter(String message) {
    return new VaultProblem(HttpStatus.BAD_REQUEST, "BadParameter", Optional.empty(), message);
  }

  /**
   * @param kind such as {@code Certificate}
   * @param what the name, and the version if one was asked for
   */
  static VaultProblem notFound(String kind, String what) {
    return new VaultProblem(
        HttpStatus.NOT_FOUND,
        kind + "NotFound",
        Optional.empty(),
        "A %s with (name/id) %s was not found in this key vault."
            .formatted(kind.toLowerCase(java.util.Locale.ROOT), what));
  }

  static VaultProblem forbidden(String reason, String message) {
    return new VaultProblem(HttpStatus.FORBIDDEN, "Forbidden", Optional.of(reason), message);
  }

  HttpStatus status() {
    return status;
  }

  VaultErrors.Body body() {
    return new VaultErrors.Body(
        new VaultErrors.Detail(
            code, String.valueOf(getMessage()), inner.map(VaultErrors.Inner::new)));
  }
}
