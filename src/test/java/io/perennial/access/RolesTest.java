package io.perennial.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Key Vault's built-in roles, as they are published. */
class RolesTest {

  @ParameterizedTest
  @CsvSource({
    "KEY_VAULT_ADMINISTRATOR, 9, 3, 1, 9, 17, 2",
    "KEY_VAULT_READER, 1, 1, 0, 1, 1, 1",
    "KEY_VAULT_CERTIFICATES_OFFICER, 9, 3, 1, 0, 0, 0",
    "KEY_VAULT_CERTIFICATE_USER, 1, 0, 0, 2, 1, 0",
    "KEY_VAULT_SECRETS_OFFICER, 0, 0, 0, 9, 0, 0",
    "KEY_VAULT_SECRETS_USER, 0, 0, 0, 2, 0, 0",
    "KEY_VAULT_CRYPTO_OFFICER, 0, 0, 0, 0, 17, 2",
    "KEY_VAULT_CRYPTO_USER, 0, 0, 0, 0, 9, 0",
    "KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER, 0, 0, 0, 0, 3, 0",
    "KEY_VAULT_CRYPTO_SERVICE_RELEASE_USER, 0, 0, 0, 0, 1, 0",
    "KEY_VAULT_PURGE_OPERATOR, 0, 0, 0, 0, 0, 0",
    "KEY_VAULT_DATA_ACCESS_ADMINISTRATOR, 0, 0, 0, 0, 0, 0"
  })
  void eachHoldsAsManyDataActionsAsThePublishedOne(
      Role role, int certificates, int cas, int contacts, int secrets, int keys, int rotation) {
    assertThat(held(role, "certificates/")).hasSize(certificates);
    assertThat(held(role, "certificatecas/")).hasSize(cas);
    assertThat(held(role, "certificatecontacts/")).hasSize(contacts);
    assertThat(held(role, "secrets/")).hasSize(secrets);
    assertThat(held(role, "keys/")).hasSize(keys);
    assertThat(held(role, "keyrotationpolicies/")).hasSize(rotation);
  }

  private static List<DataAction> held(Role role, String kind) {
    return Arrays.stream(DataAction.values())
        .filter(action -> action.toString().startsWith("Microsoft.KeyVault/vaults/" + kind))
        .filter(action -> role.allows(action.permission()))
        .toList();
  }

  @Test
  void noTwoDataActionsAreOnePermission() {
    assertThat(Stream.of(DataAction.values()).map(DataAction::permission)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoeverHoldsAFinePermissionHoldsTheCommonOne(Role role) {
    for (Permission permission : Permission.values()) {
      if (role.allows(permission)) {
        assertThat(permission.common().stream()).allMatch(role::allows);
      }
    }
  }

  @Test
  void whoTakesCareOfCertificatesTakesNoKeyAway() {
    assertThat(Role.KEY_VAULT_CERTIFICATES_OFFICER.allows(Permission.READ_PRIVATE_KEY)).isFalse();
    assertThat(Role.KEY_VAULT_READER.allows(Permission.READ_PRIVATE_KEY)).isFalse();
    assertThat(Role.ADMINISTRATOR.allows(Permission.READ_PRIVATE_KEY)).isFalse();
  }

  @Test
  void theirIdsAreOnes() {
    List<Role> known = Arrays.stream(Role.values()).filter(Role::keyVault).toList();

    assertThat(known).hasSize(12).allMatch(role -> role.id().isPresent());
    assertThat(known.stream().map(Role::id)).doesNotHaveDuplicates();
    assertThat(Role.KEY_VAULT_READER.title()).isEqualTo("Key Vault Reader");
    assertThat(Role.KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER.word())
        .isEqualTo("crypto-service-encryption-user");
    assertThat(Role.KEY_VAULT_READER.dataActions())
        .containsExactly(
            "Microsoft.KeyVault/vaults/*/read",
            "Microsoft.KeyVault/vaults/secrets/readMetadata/action");
  }

  @Test
  void oneDelegatesWhatThePublishedConditionNames() {
    assertThat(Role.KEY_VAULT_SECRETS_USER.delegable()).isTrue();
    assertThat(Role.KEY_VAULT_CERTIFICATE_USER.delegable()).isFalse();
    assertThat(Role.KEY_VAULT_DATA_ACCESS_ADMINISTRATOR.delegable()).isFalse();
    assertThat(Role.ADMINISTRATOR.delegable()).isFalse();
  }
}
