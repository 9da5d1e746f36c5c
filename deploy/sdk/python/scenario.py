"""What a program written for Azure Key Vault does in a day, against Perennial.

Who it is and which vault it calls come from the environment alone, as deploy/perennial vault env
prints it; the rest of the environment says whom it does not trust: READER_ID and READER_SECRET are
of an application with a lesser role, CA_ROOTS are the roots of the ACME issuer named acme.
"""

import base64
import datetime
import hashlib
import os
import sys
import time

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential, DefaultAzureCredential
from azure.keyvault.certificates import (
    CertificateClient,
    CertificateContentType,
    CertificatePolicy,
    LifetimeAction,
    WellKnownIssuerNames,
)
from azure.keyvault.keys import KeyClient
from azure.keyvault.keys.crypto import CryptographyClient, EncryptionAlgorithm, KeyWrapAlgorithm, SignatureAlgorithm
from azure.keyvault.secrets import SecretClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

ADDRESS = os.environ["AZURE_KEYVAULT_URL"]
PATIENCE = 90

credential = DefaultAzureCredential()
certificates = CertificateClient(ADDRESS, credential)
secrets = SecretClient(ADDRESS, credential)
keys = KeyClient(ADDRESS, credential)
reader = ClientSecretCredential("adfs", os.environ["READER_ID"], os.environ["READER_SECRET"])

steps = []
seen = {}


def step(name):
    """Notes a step; they run in the order in which they stand here."""

    def note(body):
        steps.append((name, body))
        return body

    return note


def check(held, otherwise):
    if not held:
        raise AssertionError(otherwise)


def same(got, wanted, what):
    check(got == wanted, f"{what} is {got!r}, not {wanted!r}")


def refused(status, call):
    """The error that a call ends with, which has that status."""
    try:
        call()
    except HttpResponseError as error:
        same(error.status_code, status, "the status")
        return error
    raise AssertionError(f"it was not refused with {status}")


def wait_for(what, condition):
    """Asks once a second, as the SDKs' own pollers do."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(1)
    raise AssertionError(f"{what} did not happen within {PATIENCE} s")


def public(key):
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def leaf(certificate):
    return x509.load_der_x509_certificate(bytes(certificate.cer))


def opened(secret):
    """Key and chain of a certificate's secret, the leaf first."""
    if secret.properties.content_type == "application/x-pem-file":
        text = secret.value.encode()
        return serialization.load_pem_private_key(text, None), x509.load_pem_x509_certificates(text)
    key, first, more = pkcs12.load_key_and_certificates(base64.b64decode(secret.value), None)
    return key, [first, *more]


class ThrowAwayCa:
    """An intermediate CA that signs what Perennial shall take in; a chain ends with it."""

    def __init__(self):
        root = ec.generate_private_key(ec.SECP256R1())
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._signed(root, "CN=throw-away root", "CN=throw-away CA", self.key.public_key(), True)

    @staticmethod
    def _signed(key, issuer, subject, public_key, ca, data=False):
        now = datetime.datetime.now(datetime.timezone.utc)
        name = x509.Name.from_rfc4514_string(subject)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(x509.Name.from_rfc4514_string(issuer))
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if not ca:
            dns = name.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(dns)]), critical=False)
            usage = x509.KeyUsage(
                digital_signature=True, content_commitment=False, key_encipherment=data, data_encipherment=data,
                key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
            )  # fmt: skip
            builder = builder.add_extension(usage, critical=True)
        return builder.sign(key, hashes.SHA256())

    def sign(self, subject, public_key, data=False):
        """A certificate; data: its key may encrypt."""
        return self._signed(self.key, "CN=throw-away CA", subject, public_key, False, data)


ca = ThrowAwayCa()


### An ACME certificate first: it becomes due while the others are made.
@step("certificate of the ACME issuer: create")
def _():
    policy = CertificatePolicy(
        issuer_name="acme",
        subject="CN=python.example.com",
        san_dns_names=["python.example.com", "www.python.example.com"],
        key_type="EC",
        key_curve_name="P-256",
        content_type=CertificateContentType.pem,
        lifetime_actions=[LifetimeAction(action="AutoRenew", lifetime_percentage=1)],
    )
    made = certificates.begin_create_certificate("python-acme", policy, tags={"team": "shop"}).result()
    same(made.policy.issuer_name, "acme", "the issuer")
    seen["acme"] = made


@step("certificate of the ACME issuer: chain")
def _():
    key, chain = opened(secrets.get_secret("python-acme", seen["acme"].properties.version))
    same(chain[0], leaf(seen["acme"]), "the secret's certificate")
    same(public(key.public_key()), public(chain[0].public_key()), "the secret's key")
    with open(os.environ["CA_ROOTS"], "rb") as file:
        roots = x509.load_pem_x509_certificates(file.read())
    for lower, upper in zip(chain, chain[1:]):
        lower.verify_directly_issued_by(upper)
    issued_by = [root for root in roots if root.subject == chain[-1].issuer]
    check(issued_by, "no root of the CA has signed the chain")
    chain[-1].verify_directly_issued_by(issued_by[0])


### Self-signed, by the SDK's own default policy
@step("certificate of Self: create with the default policy")
def _():
    made = certificates.begin_create_certificate("python-self", CertificatePolicy.get_default()).result()
    same(leaf(made).issuer, leaf(made).subject, "the issuer of a self-signed certificate")
    seen["self"] = made


@step("certificate: get, get version, versions, list")
def _():
    got = certificates.get_certificate("python-self")
    same(got.id, seen["self"].id, "the id")
    version = got.properties.version
    same(certificates.get_certificate_version("python-self", version).cer, got.cer, "the version's certificate")
    same([v.version for v in certificates.list_properties_of_certificate_versions("python-self")], [version], "the versions")
    check("python-self" in [c.name for c in certificates.list_properties_of_certificates()], "it is not listed")
    same(got.properties.x509_thumbprint, leaf(got).fingerprint(hashes.SHA1()), "the thumbprint")


@step("certificate's secret as PFX")
def _():
    secret = secrets.get_secret("python-self")
    same(secret.properties.content_type, "application/x-pkcs12", "the content type")
    check(secret.properties.managed, "the secret is not managed")
    key, chain = opened(secret)
    same(chain[0], leaf(seen["self"]), "the secret's certificate")
    same(public(key.public_key()), public(chain[0].public_key()), "the secret's key")


@step("certificate's key")
def _():
    key = keys.get_key("python-self")
    check(key.properties.managed, "the key is not managed")
    numbers = leaf(seen["self"]).public_key().public_numbers()
    same(int.from_bytes(key.key.n, "big"), numbers.n, "the modulus")
    check("python-self" in [k.name for k in keys.list_properties_of_keys()], "it is not listed")


@step("certificate's secret as PEM")
def _():
    policy = CertificatePolicy(
        issuer_name=WellKnownIssuerNames.self,
        subject="CN=pem.python.example.com",
        content_type=CertificateContentType.pem,
        validity_in_months=1,
    )
    made = certificates.begin_create_certificate("python-pem", policy).result()
    key, chain = opened(secrets.get_secret("python-pem"))
    same(chain[0], leaf(made), "the secret's certificate")
    same(public(key.public_key()), public(chain[0].public_key()), "the secret's key")


@step("certificate: tags, disable, enable")
def _():
    updated = certificates.update_certificate_properties("python-pem", tags={"a": "b"}, enabled=False)
    same((updated.properties.tags, updated.properties.enabled), ({"a": "b"}, False), "tags and state")
    refused(403, lambda: secrets.get_secret("python-pem"))
    certificates.update_certificate_properties("python-pem", enabled=True)
    same(certificates.get_certificate("python-pem").properties.tags, {"a": "b"}, "the tags")


@step("policy: get, update")
def _():
    policy = certificates.get_certificate_policy("python-pem")
    same(policy.subject, "CN=pem.python.example.com", "the subject")
    changed = CertificatePolicy(
        issuer_name="Self",
        subject="CN=pem.python.example.com",
        lifetime_actions=[LifetimeAction(action="AutoRenew", days_before_expiry=9)],
    )
    certificates.update_certificate_policy("python-pem", changed)
    again = certificates.get_certificate_policy("python-pem")
    same(again.lifetime_actions[0].days_before_expiry, 9, "the days before expiry")
    same(again.content_type, CertificateContentType.pem, "the content type")


### Signed elsewhere
@step("certificate of Unknown: CSR, cancel, delete the operation")
def _():
    policy = CertificatePolicy(issuer_name=WellKnownIssuerNames.unknown, subject="CN=gone.python.example.com")
    certificates.begin_create_certificate("python-gone", policy)
    operation = certificates.get_certificate_operation("python-gone")
    same(operation.status, "inProgress", "the status")
    request = x509.load_der_x509_csr(bytes(operation.csr))
    check(request.is_signature_valid, "the CSR is not signed by its own key")
    check(certificates.cancel_certificate_operation("python-gone").cancellation_requested, "it was not cancelled")
    certificates.delete_certificate_operation("python-gone")
    try:
        certificates.get_certificate_operation("python-gone")
        raise AssertionError("the operation is still there")
    except ResourceNotFoundError:
        pass


@step("certificate of Unknown: merge")
def _():
    policy = CertificatePolicy(issuer_name=WellKnownIssuerNames.unknown, subject="CN=merged.python.example.com")
    certificates.begin_create_certificate("python-merged", policy)
    request = x509.load_der_x509_csr(bytes(certificates.get_certificate_operation("python-merged").csr))
    signed = ca.sign("CN=merged.python.example.com", request.public_key())
    chain = [certificate.public_bytes(serialization.Encoding.DER) for certificate in (signed, ca.certificate)]
    merged = certificates.merge_certificate("python-merged", chain)
    same(leaf(merged), signed, "the merged certificate")
    key, chain = opened(secrets.get_secret("python-merged"))
    same(chain, [signed, ca.certificate], "the chain")
    same(public(key.public_key()), public(signed.public_key()), "the secret's key")


@step("import: PEM")
def _():
    key = ec.generate_private_key(ec.SECP256R1())
    signed = ca.sign("CN=brought.python.example.com", key.public_key())
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (signed, ca.certificate))
    policy = CertificatePolicy(issuer_name="Unknown", content_type=CertificateContentType.pem)
    same(leaf(certificates.import_certificate("python-brought", text, policy=policy)), signed, "what was imported")
    same(public(opened(secrets.get_secret("python-brought"))[0].public_key()), public(key.public_key()), "the key")


@step("import: PFX with password and chain")
def _():
    key = rsa.generate_private_key(65537, 2048)
    signed = ca.sign("CN=pfx.python.example.com", key.public_key(), data=True)
    file = pkcs12.serialize_key_and_certificates(
        b"x", key, signed, [ca.certificate], serialization.BestAvailableEncryption(b"pass word")
    )
    made = certificates.import_certificate("python-pfx", file, password="pass word")
    same(made.policy.issuer_name, "Unknown", "the issuer")
    same(opened(secrets.get_secret("python-pfx"))[1], [signed, ca.certificate], "the chain")


@step("certificate: delete, list and get deleted, recover")
def _():
    before = certificates.get_certificate("python-brought")
    deleted = certificates.begin_delete_certificate("python-brought").result()
    check(deleted.recovery_id and deleted.scheduled_purge_date, "no recovery id or no date of purging")
    refused(404, lambda: certificates.get_certificate("python-brought"))
    check("python-brought" in [c.name for c in certificates.list_deleted_certificates()], "it is not listed as deleted")
    same(certificates.get_deleted_certificate("python-brought").cer, before.cer, "the deleted certificate")
    refused(409, lambda: certificates.begin_create_certificate("python-brought", CertificatePolicy.get_default()))
    certificates.begin_recover_deleted_certificate("python-brought").result()
    same(certificates.get_certificate("python-brought").id, before.id, "the id after recovery")


@step("certificate: purge")
def _():
    certificates.begin_delete_certificate("python-brought").result()
    certificates.purge_deleted_certificate("python-brought")
    refused(404, lambda: certificates.get_deleted_certificate("python-brought"))


### Secrets of one's own
@step("secret: set, get, versions, list")
def _():
    first = secrets.set_secret("python-password", "hunter2", content_type="text/plain", tags={"k": "v"})
    second = secrets.set_secret("python-password", "hunter3")
    same(secrets.get_secret("python-password").value, "hunter3", "the value")
    same(secrets.get_secret("python-password", first.properties.version).value, "hunter2", "the first value")
    versions = {v.version for v in secrets.list_properties_of_secret_versions("python-password")}
    same(versions, {first.properties.version, second.properties.version}, "the versions")
    check("python-password" in [s.name for s in secrets.list_properties_of_secrets()], "it is not listed")


@step("secret: update, disable, enable")
def _():
    changed = secrets.update_secret_properties("python-password", content_type="text/x", tags={"a": "b"}, enabled=False)
    same((changed.content_type, changed.tags, changed.enabled), ("text/x", {"a": "b"}, False), "the properties")
    refused(403, lambda: secrets.get_secret("python-password"))
    secrets.update_secret_properties("python-password", enabled=True)
    same(secrets.get_secret("python-password").value, "hunter3", "the value")


@step("secret: delete, list and get deleted, recover")
def _():
    secrets.begin_delete_secret("python-password").result()
    refused(404, lambda: secrets.get_secret("python-password"))
    check("python-password" in [s.name for s in secrets.list_deleted_secrets()], "it is not listed as deleted")
    same(secrets.get_deleted_secret("python-password").name, "python-password", "the name")
    secrets.begin_recover_deleted_secret("python-password").wait()
    same(secrets.get_secret("python-password").value, "hunter3", "the value after recovery")


@step("secret: backup, purge, restore")
def _():
    backup = secrets.backup_secret("python-password")
    refused(409, lambda: secrets.restore_secret_backup(backup))
    secrets.begin_delete_secret("python-password").result()
    secrets.purge_deleted_secret("python-password")
    refused(404, lambda: secrets.get_deleted_secret("python-password"))
    secrets.restore_secret_backup(backup)
    same(secrets.get_secret("python-password").value, "hunter3", "the value after restoring")
    same(len(list(secrets.list_properties_of_secret_versions("python-password"))), 2, "the number of versions")


### What is refused
@step("refused: a role without the right, 403")
def _():
    error = refused(403, lambda: SecretClient(ADDRESS, reader).get_secret("python-self"))
    check("Microsoft.KeyVault/vaults/secrets/getSecret/action" in str(error), f"the action is not named in: {error}")
    same(CertificateClient(ADDRESS, reader).get_certificate("python-self").id, seen["self"].id, "what it may read")


@step("refused: unknown names, 404")
def _():
    refused(404, lambda: certificates.get_certificate("python-nobody"))
    refused(404, lambda: certificates.get_certificate_version("python-self", "0" * 32))
    refused(404, lambda: secrets.get_secret("python-nobody"))
    refused(404, lambda: keys.get_key("python-nobody"))


@step("refused: a wrong client secret")
def _():
    wrong = ClientSecretCredential("adfs", os.environ["READER_ID"], "wrong")
    try:
        CertificateClient(ADDRESS, wrong).get_certificate("python-self")
    except ClientAuthenticationError:
        return
    raise AssertionError("it was let in")


### Keys that never leave. What a public key does, this SDK does by itself, and checks ours with it.
def sign_and_verify(name, version, algorithm):
    client = CryptographyClient(keys.get_key(name, version), credential)
    digest = hashlib.sha256(b"what is signed").digest()
    made = client.sign(algorithm, digest).signature
    check(client.verify(algorithm, digest, made).is_valid, "the signature is not the certificate's")
    check(not client.verify(algorithm, hashlib.sha256(b"another").digest(), made).is_valid, "another digest is verified")


@step("key: sign and verify, ES256")
def _():
    sign_and_verify("python-acme", seen["acme"].properties.version, SignatureAlgorithm.es256)


@step("key: sign and verify, RS256")
def _():
    sign_and_verify("python-self", None, SignatureAlgorithm.rs256)


@step("key: wrap and unwrap")
def _():
    client = CryptographyClient(keys.get_key("python-self"), credential)
    wrapped = client.wrap_key(KeyWrapAlgorithm.rsa_oaep_256, b"0123456789abcdef").encrypted_key
    same(client.unwrap_key(KeyWrapAlgorithm.rsa_oaep_256, wrapped).key, b"0123456789abcdef", "the key")


@step("key: encrypt and decrypt")
def _():
    client = CryptographyClient(keys.get_key("python-pfx"), credential)
    hidden = client.encrypt(EncryptionAlgorithm.rsa_oaep_256, b"a text").ciphertext
    same(client.decrypt(EncryptionAlgorithm.rsa_oaep_256, hidden).plaintext, b"a text", "the text")


### Renewed meanwhile
@step("certificate of the ACME issuer: renewed")
def _():
    first = seen["acme"]
    wait_for("the renewal", lambda: certificates.get_certificate("python-acme").properties.version != first.properties.version)
    certificates.update_certificate_policy(
        "python-acme",
        CertificatePolicy(
            issuer_name="acme",
            subject="CN=python.example.com",
            lifetime_actions=[LifetimeAction(action="AutoRenew", lifetime_percentage=80)],
        ),
    )
    second = certificates.get_certificate("python-acme")
    check(leaf(second).serial_number != leaf(first).serial_number, "it is the same certificate")
    check(public(leaf(second).public_key()) != public(leaf(first).public_key()), "it has the same key")
    same(leaf(second).issuer.rfc4514_string()[:22], "CN=Pebble Intermediate", "the issuer")
    same(second.properties.tags, {"team": "shop"}, "the tags")
    key, chain = opened(secrets.get_secret("python-acme", second.properties.version))
    same(public(key.public_key()), public(leaf(second).public_key()), "the new key")
    same(chain[0], leaf(second), "the new certificate in the secret")


@step("certificate of the ACME issuer: the old version is still there")
def _():
    old = certificates.get_certificate_version("python-acme", seen["acme"].properties.version)
    same(leaf(old), leaf(seen["acme"]), "the old version")
    versions = [v.version for v in certificates.list_properties_of_certificate_versions("python-acme")]
    check(old.properties.version in versions and len(versions) >= 2, f"the versions are {versions}")
    same(opened(secrets.get_secret("python-acme", old.properties.version))[1][0], leaf(old), "the old secret")


passed = failed = 0
for name, body in steps:
    try:
        body()
        passed += 1
        print("ok     ", name, flush=True)
    except Exception as error:  # whatever a step ends with is its result
        failed += 1
        print("FAILED ", f"{name}: {type(error).__name__}: {error}", flush=True)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
