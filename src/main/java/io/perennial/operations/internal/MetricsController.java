package io.perennial.operations.internal;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers, for whoever may open the socket. */
@RestController
class MetricsController {

  private final Meters meters;

  MetricsController(Meters meters) {
    this.meters = meters;
  }

  /** In Prometheus' text exposition format, version 0.0.4. */
  @GetMapping(path = "/control/metrics", produces = MediaType.TEXT_PLAIN_VALUE)
  String metrics() {
    return meters.scrape();
  }
}
