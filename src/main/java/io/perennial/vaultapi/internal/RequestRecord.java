package io.perennial.vaultapi.internal;

import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.audit.AuditOrigin;
import io.perennial.vault.Vault;
import io.perennial.web.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Leaves an entry, by Key Vault's name for it, of each operation that failed and of each that left
 * none by itself, before its answer leaves. Not under the object's scope: nothing changed there,
 * and what is kept in memory of it stays good.
 */
@RestControllerAdvice(basePackageClasses = RequestRecord.class)
class RequestRecord implements ResponseBodyAdvice<Object> {

  private static final Logger log = LoggerFactory.getLogger(RequestRecord.class);

  private final Audit audit;

  RequestRecord(Audit audit) {
    this.audit = audit;
  }

  @Override
  public boolean supports(
      MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returned,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (request instanceof ServletServerHttpRequest asked
        && response instanceof ServletServerHttpResponse answer) {
      int status = answer.getServletResponse().getStatus();
      AuditOrigin.current().ifPresent(origin -> record(origin, asked.getServletRequest(), status));
    }
    return body;
  }

  /** Whom it throttles, it does not write about: that would cost what throttling saves. */
  private void record(AuditOrigin origin, HttpServletRequest request, int status) {
    String operation = OperationNames.of(request);
    if (operation.isEmpty()
        || status == HttpStatus.TOO_MANY_REQUESTS.value()
        || !(request.getUserPrincipal() instanceof Authenticated caller)
        || !(request.getAttribute(VaultRequest.VAULT) instanceof Vault vault)) {
      return;
    }
    Principal actor = caller.getPrincipal();
    String object =
        vault.name().value() + request.getRequestURI().substring(VaultRequest.PREFIX.length());
    if (status < HttpStatus.BAD_REQUEST.value()) {
      if (!origin.recorded()) {
        read(new AuditEvent(actor.name(), operation, object, ""));
      }
    } else if (!origin.denied()) {
      fail(new AuditEvent(actor.name(), operation, object, "answered " + status));
    }
  }

  private void read(AuditEvent event) {
    try {
      audit.recordReading(event).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  /** The caller is told of the first failure, not of this one. */
  private void fail(AuditEvent event) {
    try {
      audit.failed(event);
    } catch (RuntimeException failure) {
      log.error(
          "{} of {} failed, and so did its entry in the audit",
          event.action(),
          event.subject(),
          failure);
    }
  }
}
