package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.dashboard.internal.BindingRow.Truth;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VersionId;
import io.perennial.publication.Binding;
import io.perennial.publication.Bindings;
import io.perennial.publication.Truths;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Sets the three truths of each binding side by side. */
@Component
class BindingRows {

  private static final int ABBREVIATED = 12;

  private final Bindings bindings;
  private final Certificates certificates;
  private final Clock clock;

  BindingRows(Bindings bindings, Certificates certificates, Clock clock) {
    this.bindings = bindings;
    this.certificates = certificates;
    this.clock = clock;
  }

  /** All bindings, drift first, and then the certificates that no server serves. */
  List<BindingRow> all(Principal actor) {
    List<Truths> all = bindings.truths(actor);
    List<BindingRow> rows = new ArrayList<>(rows(actor, all));
    Set<CertificateId> bound =
        all.stream().map(truths -> truths.certificate().id()).collect(Collectors.toSet());
    certificates.list(actor).stream()
        .filter(certificate -> !bound.contains(certificate.id()))
        .map(certificate -> unbound(actor, certificate))
        .forEach(rows::add);
    return rows;
  }

  /** Those of one certificate. */
  List<BindingRow> of(Principal actor, List<Truths> truths) {
    return rows(actor, truths);
  }

  private List<BindingRow> rows(Principal actor, List<Truths> all) {
    Moments moments = new Moments(clock.instant());
    return all.stream()
        .map(truths -> row(actor, truths, moments))
        .sorted(
            Comparator.comparing(BindingRow::drift)
                .reversed()
                .thenComparing(BindingRow::certificate)
                .thenComparing(BindingRow::server))
        .toList();
  }

  private BindingRow row(Principal actor, Truths truths, Moments moments) {
    Binding binding = truths.binding();
    return new BindingRow(
        binding.id().value(),
        truths.certificate().id().value(),
        truths.certificate().name().value(),
        truths.consumer().name().value(),
        binding.address() + ":" + binding.port(),
        published(truths.published()),
        installed(actor, binding, moments),
        served(actor, binding, moments),
        Moments.readable(truths.sentence()),
        !truths.served());
  }

  private static Truth published(Optional<Version> version) {
    return version
        .map(known ->
            new Truth(
                "v" + known.number(),
                known.fingerprint().abbreviated(),
                "expires " + Moments.minute(known.notAfter())))
        .orElse(Truth.UNKNOWN);
  }

  private Truth installed(Principal actor, Binding binding, Moments moments) {
    return binding
        .installed()
        .fingerprint()
        .map(fingerprint ->
            new Truth(
                binding.installed().version().flatMap(id -> number(actor, id)).orElse(""),
                abbreviated(fingerprint),
                binding.installed().at().map(at -> "reported " + moments.ago(at)).orElse("")))
        .orElse(Truth.UNKNOWN);
  }

  private Truth served(Principal actor, Binding binding, Moments moments) {
    String when = binding.served().at().map(at -> "seen " + moments.ago(at)).orElse("");
    return binding
        .served()
        .fingerprint()
        .map(fingerprint ->
            new Truth(
                numberOf(actor, binding.certificate(), fingerprint),
                abbreviated(fingerprint),
                when))
        .orElse(new Truth("", "", when.isEmpty() ? "" : "nothing " + when));
  }

  private Optional<String> number(Principal actor, VersionId id) {
    return certificates.version(actor, id).map(version -> "v" + version.number());
  }

  private String numberOf(Principal actor, CertificateId certificate, String fingerprint) {
    return certificates.versions(actor, certificate).stream()
        .filter(version -> version.fingerprint().value().equals(fingerprint))
        .map(version -> "v" + version.number())
        .findFirst()
        .orElse("other");
  }

  private BindingRow unbound(Principal actor, Certificate certificate) {
    Optional<Version> current =
        certificate.currentVersion().flatMap(id -> certificates.version(actor, id));
    return new BindingRow(
        "",
        certificate.id().value(),
        certificate.name().value(),
        "",
        "",
        published(current),
        Truth.UNKNOWN,
        Truth.UNKNOWN,
        Moments.readable(certificate.plan().sentence()),
        false);
  }

  private static String abbreviated(String fingerprint) {
    return fingerprint.substring(0, Math.min(fingerprint.length(), ABBREVIATED));
  }
}
