package io.perennial.pullapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.Refusal;
import io.perennial.publication.Consumers;
import io.perennial.publication.Proof;
import io.perennial.publication.PullService;
import io.perennial.publication.PullService.Pulled;
import io.perennial.pullapi.PullRoute;
import io.perennial.pullapi.internal.PullResponse.Header;
import io.perennial.storage.DatabaseTrouble;
import io.perennial.web.Statuses;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The pull API, apart from what carries it. Each port turns what it read into a {@link PullRequest}
 * and writes the {@link PullResponse}; everything between is here, once.
 */
@Component
class PullApi {

  private static final Logger log = LoggerFactory.getLogger(PullApi.class);
  private static final String NOBODY =
      "The credential is missing, has expired or was revoked. " + Consumers.ENROL_AGAIN;

  /** Tells an agent that it may leave its token behind. */
  private static final Header OFFER = new Header("Perennial-Certificate", "offered");

  private final PullService pulls;
  private final Consumers consumers;
  private final AgentCalls calls;
  private final AgentProgram program;

  PullApi(PullService pulls, Consumers consumers, AgentCalls calls, AgentProgram program) {
    this.pulls = pulls;
    this.consumers = consumers;
    this.calls = calls;
    this.program = program;
  }

  /**
   * Answers without blocking, from what is in memory.
   *
   * @return empty when it takes more than that; then call {@link #answer}
   */
  Optional<CompletableFuture<PullResponse>> recall(PullRequest request) {
    Optional<PullRoute.Named> named = PullRoute.at(request.path());
    Optional<Proof> proof = request.proof();
    if (named.isEmpty()
        || proof.isEmpty()
        || !Bundles.serves(named.get().route())
        || !named.get().route().methods().contains(request.method())) {
      return Optional.empty();
    }
    try {
      return pulls
          .recall(proof.get(), Bundles.ask(named.get(), request))
          .map(pulled -> respond(named.get().route(), pulled));
    } catch (RuntimeException failure) {
      return Optional.of(CompletableFuture.completedFuture(failed(failure)));
    }
  }

  /**
   * Answers; the caller may be blocked by the database.
   *
   * @return never fails, and is done when the answer may leave; who cancels it no longer listens
   */
  CompletableFuture<PullResponse> answer(PullRequest request) {
    try {
      return PullRoute.at(request.path())
          .map(PullRoute.Named::route)
          .filter(route -> route.methods().contains(request.method()))
          .flatMap(route -> unauthenticated(route, request))
          .map(CompletableFuture::completedFuture)
          .orElseGet(() -> authenticated(request));
    } catch (RuntimeException failure) {
      return CompletableFuture.completedFuture(failed(failure));
    }
  }

  /** What a server needs that has nothing yet. */
  private Optional<PullResponse> unauthenticated(PullRoute route, PullRequest request) {
    return switch (route) {
      case AGENT -> Optional.of(program.script());
      case UNIT -> Optional.of(program.unit());
      case ENROL -> Optional.of(calls.enrol(request));
      default -> Optional.empty();
    };
  }

  /** Who has no credential does not learn what there is. */
  private CompletableFuture<PullResponse> authenticated(PullRequest request) {
    Proof proof = request.proof().orElseThrow(() -> Refusal.unauthenticated(NOBODY));
    Optional<PullRoute.Named> named = PullRoute.at(request.path());
    if (named.isPresent()
        && Bundles.serves(named.get().route())
        && named.get().route().methods().contains(request.method())) {
      return respond(named.get().route(), pulls.pull(proof, Bundles.ask(named.get(), request)));
    }
    if (named.filter(known -> known.route() == PullRoute.CERTIFICATE).isPresent()
        && request.method().equals("POST")) {
      // Also with a certificate that has expired and is good for this alone.
      return CompletableFuture.completedFuture(calls.certificate(proof, request.fields()));
    }
    Principal consumer = consumers.authenticate(proof).principal();
    return CompletableFuture.completedFuture(
        named
            .map(known -> call(known, consumer, request))
            .orElseGet(() ->
                PullResponse.problem(
                    404, "There is nothing here. List your bindings with GET /pull/v1/bindings.")));
  }

  private PullResponse call(PullRoute.Named named, Principal consumer, PullRequest request) {
    if (!named.route().methods().contains(request.method())) {
      return PullResponse.problem(
          405,
          "This path takes " + String.join(" and ", named.route().methods()) + ".",
          new Header("Allow", String.join(", ", named.route().methods())));
    }
    return switch (named.route()) {
      case CREDENTIAL -> calls.credential(consumer);
      case BINDINGS -> calls.list(consumer, offers(request));
      case REPORT -> calls.report(consumer, named.binding(), request.fields());
      case AGENT, UNIT, ENROL, CERTIFICATE, PEM, PFX, JKS, CHAIN ->
          throw new IllegalStateException("answered before");
    };
  }

  private static Header[] offers(PullRequest request) {
    return request.peer().asked() && request.proof().orElseThrow() instanceof Proof.Token
        ? new Header[] {OFFER}
        : new Header[0];
  }

  private static CompletableFuture<PullResponse> respond(
      PullRoute route, CompletableFuture<Pulled> pulled) {
    CompletableFuture<PullResponse> response =
        pulled.handle((answer, failure) ->
            failure == null ? Bundles.response(route, answer) : failed(failure));
    if (!response.isDone()) {
      var _ =
          response.whenComplete((sent, failure) -> {
            if (failure instanceof CancellationException) {
              pulled.cancel(false);
            }
          });
    }
    return response;
  }

  private static PullResponse failed(Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause instanceof Refusal refusal) {
      int status = Statuses.of(refusal).value();
      return status == 401
          ? PullResponse.problem(
              status,
              refusal.sentence(),
              new Header("WWW-Authenticate", "Bearer realm=\"perennial\""))
          : PullResponse.problem(status, refusal.sentence());
    }
    Optional<DatabaseTrouble> trouble =
        cause == null ? Optional.empty() : DatabaseTrouble.of(cause);
    if (trouble.isPresent()) {
      log.warn("A pull request failed: {}", trouble.get().sentence());
      return PullResponse.problem(
          503,
          trouble.get().sentence(),
          new Header("Retry-After", Integer.toString(DatabaseTrouble.RETRY_AFTER)));
    }
    if (!(cause instanceof CancellationException)) {
      log.error("A pull request failed", cause);
    }
    return PullResponse.problem(
        500, "Perennial failed on this request. Its log says why; trying again may help.");
  }
}
