package io.perennial.operations.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers, in Prometheus' text exposition format, version 0.0.4. */
@RestController
class MetricsController {

  private final Meters meters;
  private final Authorizer authorizer;

  MetricsController(Meters meters, Authorizer authorizer) {
    this.meters = meters;
    this.authorizer = authorizer;
  }

  /** For whoever may open the socket. */
  @GetMapping(path = "/control/metrics", produces = MediaType.TEXT_PLAIN_VALUE)
  String metrics() {
    return meters.scrape();
  }

  /** For a program whose token may read everywhere. */
  @GetMapping(path = "/api/v1/metrics", produces = MediaType.TEXT_PLAIN_VALUE)
  String metrics(@AuthenticationPrincipal Principal reader) {
    authorizer.require(reader, Permission.READ_CERTIFICATES, Scope.deployment());
    return meters.scrape();
  }
}
