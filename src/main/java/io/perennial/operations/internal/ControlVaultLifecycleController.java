package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.retention.VaultDeletions;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import io.perennial.vault.VaultWish;
import io.perennial.vault.Vaults;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the command line does with vaults. Answers are lines of text. */
@RestController
@RequestMapping(path = "/control/vaults", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlVaultLifecycleController {

  private final Vaults vaults;
  private final DeletedVaults deleted;
  private final VaultDeletions deletions;
  private final VaultHosts hosts;

  ControlVaultLifecycleController(
      Vaults vaults, DeletedVaults deleted, VaultDeletions deletions, VaultHosts hosts) {
    this.vaults = vaults;
    this.deleted = deleted;
    this.deletions = deletions;
    this.hosts = hosts;
  }

  @PostMapping
  String create(@RequestParam Map<String, String> fields) {
    return vaults.create(COMMAND_LINE, wish(fields)).name().value() + "\n";
  }

  private static VaultWish wish(Map<String, String> fields) {
    return new VaultWish(
        fields.getOrDefault("name", ""),
        fields.getOrDefault("retention-days", ""),
        switch (fields.getOrDefault("purge-protection", "")) {
          case "" -> "";
          case "on" -> "true";
          case "off" -> "false";
          default -> throw Refusal.invalid("Purge protection is on or off.");
        },
        fields.getOrDefault("authority", ""),
        fields.getOrDefault("pfx", ""));
  }

  /** As list tells it. */
  @PostMapping("/set")
  String set(@RequestParam Map<String, String> fields) {
    return line(vaults.configure(COMMAND_LINE, name(fields), wish(fields), Expected.any()));
  }

  private static ObjectName name(Map<String, String> fields) {
    return new ObjectName(fields.getOrDefault("name", ""));
  }

  /** Name, host, days, purge protection, authority and PFX form, parted by tabs. */
  @GetMapping
  String list() {
    return lines(slice -> vaults.page(COMMAND_LINE, slice), this::line);
  }

  /** Name, when it was deleted and when it goes, parted by tabs. */
  @GetMapping("/deleted")
  String deleted() {
    return lines(
        slice -> deleted.page(COMMAND_LINE, slice), ControlVaultLifecycleController::deletedLine);
  }

  private static <T> String lines(Function<Slice, Page<T>> read, Function<T, String> line) {
    StringBuilder lines = new StringBuilder();
    Optional<String> after = Optional.empty();
    do {
      Page<T> page = read.apply(new Slice(after, Slice.MOST));
      page.items().forEach(item -> lines.append(line.apply(item)));
      after = page.next();
    } while (after.isPresent());
    return lines.toString();
  }

  private String line(Vault vault) {
    return String.join(
            "\t",
            vault.name().value(),
            hosts.name(vault),
            Integer.toString(vault.retentionDays()),
            vault.purgeProtection() ? "on" : "off",
            vault.settings().authority().name().toLowerCase(Locale.ROOT),
            vault.settings().pfx().name().toLowerCase(Locale.ROOT))
        + "\n";
  }

  private static String deletedLine(DeletedVault gone) {
    return "%s\t%s\t%s\n".formatted(gone.vault().name().value(), gone.deletedAt(), gone.purgeAt());
  }

  /** As deleted tells it. */
  @PostMapping("/delete")
  String delete(@RequestParam Map<String, String> fields) {
    Vault vault = vaults.get(COMMAND_LINE, name(fields));
    return deletedLine(deletions.delete(COMMAND_LINE, vault, Expected.any()));
  }

  @PostMapping("/recover")
  String recover(@RequestParam Map<String, String> fields) {
    return line(deletions.recover(COMMAND_LINE, gone(fields)));
  }

  @PostMapping("/purge")
  String purge(@RequestParam Map<String, String> fields) {
    DeletedVault gone = gone(fields);
    deletions.purge(COMMAND_LINE, gone);
    return gone.vault().name().value() + "\n";
  }

  private DeletedVault gone(Map<String, String> fields) {
    ObjectName name = name(fields);
    return deleted
        .find(COMMAND_LINE, name)
        .orElseThrow(() ->
            Refusal.notFound(
                "There is no deleted vault %s. Only what was deleted can be recovered or purged."
                    .formatted(name.value())));
  }
}
