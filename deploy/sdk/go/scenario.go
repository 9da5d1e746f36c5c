// What a program written for Azure Key Vault does in a day, against Perennial.
//
// Who it is and which vault it calls come from the environment alone, as deploy/perennial vault env
// prints it. READER_ID and READER_SECRET are of an application with a lesser role, CA_ROOTS are the
// roots of the ACME issuer named acme.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"os"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	certs "github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azcertificates"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azkeys"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"
	"software.sslmate.com/src/go-pkcs12"
)

var (
	address      = os.Getenv("AZURE_KEYVAULT_URL")
	identity     = must(azidentity.NewDefaultAzureCredential(nil))
	certificates = must(certs.NewClient(address, identity, nil))
	secrets      = must(azsecrets.NewClient(address, identity, nil))
	keys         = must(azkeys.NewClient(address, identity, nil))
	ca           = newCA()

	// The first version of the ACME certificate, and the self-signed one.
	acme, own certs.Certificate
)

// reader is the application with a lesser role.
func reader(secret string) azcore.TokenCredential {
	return must(azidentity.NewClientSecretCredential("adfs", os.Getenv("READER_ID"), secret, nil))
}

func policy(issuer, subject string) *certs.CertificatePolicy {
	return &certs.CertificatePolicy{
		IssuerParameters:          &certs.IssuerParameters{Name: &issuer},
		X509CertificateProperties: &certs.X509CertificateProperties{Subject: to.Ptr("CN=" + subject)},
	}
}

func renewal(trigger certs.LifetimeActionTrigger) []*certs.LifetimeAction {
	return []*certs.LifetimeAction{{
		Action:  &certs.LifetimeActionType{ActionType: to.Ptr(certs.CertificatePolicyActionAutoRenew)},
		Trigger: &trigger,
	}}
}

// begin orders a certificate; this SDK has no pollers of its own.
func begin(name string, wanted *certs.CertificatePolicy, tags map[string]*string) certs.CertificateOperation {
	parameters := certs.CreateCertificateParameters{CertificatePolicy: wanted, Tags: tags}
	return must(certificates.CreateCertificate(background, name, parameters, nil)).CertificateOperation
}

func create(name string, wanted *certs.CertificatePolicy, tags map[string]*string) certs.Certificate {
	same(*begin(name, wanted, tags).Status, "inProgress", "the status at first")
	waitFor(name, func() bool {
		operation := must(certificates.GetCertificateOperation(background, name, nil))
		if *operation.Status == "inProgress" {
			return false
		}
		same(*operation.Status, "completed", "the status at last")
		return true
	})
	return get(name, "")
}

func get(name, version string) certs.Certificate {
	return must(certificates.GetCertificate(background, name, version, nil)).Certificate
}

func leaf(certificate certs.Certificate) *x509.Certificate {
	return must(x509.ParseCertificate(certificate.CER))
}

// chainOf opens a certificate's secret, which holds it with its key.
func chainOf(certificate certs.Certificate) []*x509.Certificate {
	secret := must(secrets.GetSecret(background, certificate.ID.Name(), certificate.ID.Version(), nil))
	check(secret.Managed != nil && *secret.Managed, "the secret is not managed")
	return holds(*secret.ContentType, *secret.Value, leaf(certificate))
}

func versions(name string) []string {
	return all(certificates.NewListCertificatePropertiesVersionsPager(name, nil),
		func(page certs.ListCertificatePropertiesVersionsResponse) (found []string) {
			for _, one := range page.Value {
				found = append(found, one.ID.Version())
			}
			return
		})
}

func listed() []string {
	return all(certificates.NewListCertificatePropertiesPager(nil),
		func(page certs.ListCertificatePropertiesResponse) (found []string) {
			for _, one := range page.Value {
				found = append(found, one.ID.Name())
			}
			return
		})
}

func deleted() []string {
	return all(certificates.NewListDeletedCertificatePropertiesPager(nil),
		func(page certs.ListDeletedCertificatePropertiesResponse) (found []string) {
			for _, one := range page.Value {
				found = append(found, one.ID.Name())
			}
			return
		})
}

func value(name, version string) string {
	return *must(secrets.GetSecret(background, name, version, nil)).Value
}

func failed[T any](_ T, err error) error { return err }

func removeCertificate(name string) {
	must(certificates.DeleteCertificate(background, name, nil))
	waitFor("the deletion", func() bool {
		_, err := certificates.GetDeletedCertificate(background, name, nil)
		return err == nil
	})
}

func removeSecret(name string) {
	must(secrets.DeleteSecret(background, name, nil))
	waitFor("the deletion", func() bool {
		_, err := secrets.GetDeletedSecret(background, name, nil)
		return err == nil
	})
}

func main() {
	steps := append(issued(), brought()...)
	steps = append(steps, ownSecrets()...)
	steps = append(steps, refusals()...)
	steps = append(steps, managedKeys()...)
	play(append(steps, renewed()...))
}

func issued() []step {
	return []step{
		{"certificate of the ACME issuer: create", func() {
			wanted := policy("acme", "go.example.com")
			wanted.X509CertificateProperties.SubjectAlternativeNames = &certs.SubjectAlternativeNames{
				DNSNames: to.SliceOfPtrs("go.example.com", "www.go.example.com")}
			wanted.KeyProperties = &certs.KeyProperties{KeyType: to.Ptr(certs.KeyTypeEC), Curve: to.Ptr(certs.CurveNameP256)}
			wanted.SecretProperties = &certs.SecretProperties{ContentType: to.Ptr("application/x-pem-file")}
			wanted.LifetimeActions = renewal(certs.LifetimeActionTrigger{LifetimePercentage: to.Ptr[int32](1)})
			acme = create("go-acme", wanted, map[string]*string{"team": to.Ptr("shop")})
			same(*acme.Policy.IssuerParameters.Name, "acme", "the issuer")
		}},
		{"certificate of the ACME issuer: chain", func() {
			issuedBy(chainOf(acme), must(os.ReadFile(os.Getenv("CA_ROOTS"))), "www.go.example.com")
		}},
		{"certificate of Self: create", func() {
			own = create("go-self", policy("Self", "go.example.com"), nil)
			check(equal(leaf(own).RawIssuer, leaf(own).RawSubject), "the issuer is another")
		}},
		{"certificate: get, get version, versions, list", func() {
			got := get("go-self", "")
			same(*got.ID, *own.ID, "the id")
			check(equal(get("go-self", got.ID.Version()).CER, got.CER), "the version is another certificate")
			same(fmt.Sprint(versions("go-self")), fmt.Sprint([]string{got.ID.Version()}), "the versions")
			check(contains(listed(), "go-self"), "it is not listed")
		}},
		{"certificate's secret as PFX", func() {
			same(*must(secrets.GetSecret(background, "go-self", "", nil)).ContentType, "application/x-pkcs12", "the content type")
			chainOf(own)
		}},
		{"certificate's key", func() {
			key := must(keys.GetKey(background, "go-self", "", nil))
			check(key.Managed != nil && *key.Managed, "the key is not managed")
			modulus := leaf(own).PublicKey.(*rsa.PublicKey).N
			check(new(big.Int).SetBytes(key.Key.N).Cmp(modulus) == 0, "the modulus is another")
		}},
		{"certificate's secret as PEM", func() {
			wanted := policy("Self", "pem.go.example.com")
			wanted.SecretProperties = &certs.SecretProperties{ContentType: to.Ptr("application/x-pem-file")}
			wanted.X509CertificateProperties.ValidityInMonths = to.Ptr[int32](1)
			chainOf(create("go-pem", wanted, nil))
		}},
		{"certificate: tags, disable, enable", func() {
			off := certs.UpdateCertificateParameters{CertificateAttributes: &certs.CertificateAttributes{Enabled: to.Ptr(false)},
				Tags: map[string]*string{"a": to.Ptr("b")}}
			changed := must(certificates.UpdateCertificate(background, "go-pem", "", off, nil))
			check(*changed.Tags["a"] == "b" && !*changed.Attributes.Enabled, "it is not as it was set")
			refused(403, failed(secrets.GetSecret(background, "go-pem", "", nil)))
			on := certs.UpdateCertificateParameters{CertificateAttributes: &certs.CertificateAttributes{Enabled: to.Ptr(true)}}
			must(certificates.UpdateCertificate(background, "go-pem", "", on, nil))
			same(*get("go-pem", "").Tags["a"], "b", "the tag")
		}},
		{"policy: get, update", func() {
			got := must(certificates.GetCertificatePolicy(background, "go-pem", nil)).CertificatePolicy
			same(*got.X509CertificateProperties.Subject, "CN=pem.go.example.com", "the subject")
			change := certs.CertificatePolicy{LifetimeActions: renewal(certs.LifetimeActionTrigger{DaysBeforeExpiry: to.Ptr[int32](9)})}
			must(certificates.UpdateCertificatePolicy(background, "go-pem", change, nil))
			again := must(certificates.GetCertificatePolicy(background, "go-pem", nil)).CertificatePolicy
			same(*again.LifetimeActions[0].Trigger.DaysBeforeExpiry, 9, "the days before expiry")
			same(*again.SecretProperties.ContentType, "application/x-pem-file", "the content type")
		}},
	}
}

func brought() []step {
	return []step{
		{"certificate of Unknown: CSR, cancel, delete the operation", func() {
			operation := begin("go-gone", policy("Unknown", "gone.go.example.com"), nil)
			done(must(x509.ParseCertificateRequest(operation.CSR)).CheckSignature())
			cancel := certs.UpdateCertificateOperationParameter{CancellationRequested: to.Ptr(true)}
			check(*must(certificates.UpdateCertificateOperation(background, "go-gone", cancel, nil)).CancellationRequested, "it was not cancelled")
			must(certificates.DeleteCertificateOperation(background, "go-gone", nil))
			refused(404, failed(certificates.GetCertificateOperation(background, "go-gone", nil)))
		}},
		{"certificate of Unknown: merge", func() {
			request := must(x509.ParseCertificateRequest(begin("go-merged", policy("Unknown", "merged.go.example.com"), nil).CSR))
			certificate := ca.sign("merged.go.example.com", request.PublicKey, x509.KeyUsageDigitalSignature)
			chain := certs.MergeCertificateParameters{X509Certificates: [][]byte{certificate.Raw, ca.certificate.Raw}}
			merged := must(certificates.MergeCertificate(background, "go-merged", chain, nil)).Certificate
			check(leaf(merged).Equal(certificate), "it is another certificate")
			inside := chainOf(merged)
			check(len(inside) == 2 && inside[1].Equal(ca.certificate), "the chain is another")
		}},
		{"import: PEM", func() {
			key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
			certificate := ca.sign("brought.go.example.com", &key.PublicKey, x509.KeyUsageDigitalSignature)
			text := append(encoded("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key))), encoded("CERTIFICATE", certificate.Raw)...)
			text = append(text, encoded("CERTIFICATE", ca.certificate.Raw)...)
			parameters := certs.ImportCertificateParameters{Base64EncodedCertificate: to.Ptr(string(text)), CertificatePolicy: &certs.CertificatePolicy{
				IssuerParameters: &certs.IssuerParameters{Name: to.Ptr("Unknown")},
				SecretProperties: &certs.SecretProperties{ContentType: to.Ptr("application/x-pem-file")}}}
			made := must(certificates.ImportCertificate(background, "go-brought", parameters, nil)).Certificate
			check(leaf(made).Equal(certificate), "it is another certificate")
			chainOf(made)
		}},
		{"import: PFX with password and chain", func() {
			key := must(rsa.GenerateKey(rand.Reader, 2048))
			usage := x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageDataEncipherment
			certificate := ca.sign("pfx.go.example.com", &key.PublicKey, usage)
			file := must(pkcs12.Modern.Encode(key, certificate, []*x509.Certificate{ca.certificate}, "pass word"))
			parameters := certs.ImportCertificateParameters{
				Base64EncodedCertificate: to.Ptr(base64.StdEncoding.EncodeToString(file)), Password: to.Ptr("pass word")}
			made := must(certificates.ImportCertificate(background, "go-pfx", parameters, nil)).Certificate
			same(*made.Policy.IssuerParameters.Name, "Unknown", "the issuer")
			check(len(chainOf(made)) == 2, "the chain is another")
		}},
		{"certificate: delete, list and get deleted, recover", func() {
			before := get("go-brought", "")
			removeCertificate("go-brought")
			refused(404, failed(certificates.GetCertificate(background, "go-brought", "", nil)))
			check(contains(deleted(), "go-brought"), "it is not listed as deleted")
			gone := must(certificates.GetDeletedCertificate(background, "go-brought", nil))
			check(gone.RecoveryID != nil && gone.ScheduledPurgeDate != nil, "no recovery id or no date of purging")
			parameters := certs.CreateCertificateParameters{CertificatePolicy: policy("Self", "x.example.com")}
			refused(409, failed(certificates.CreateCertificate(background, "go-brought", parameters, nil)))
			must(certificates.RecoverDeletedCertificate(background, "go-brought", nil))
			waitFor("the recovery", func() bool { return failed(certificates.GetCertificate(background, "go-brought", "", nil)) == nil })
			same(*get("go-brought", "").ID, *before.ID, "the id after recovery")
		}},
		{"certificate: purge", func() {
			removeCertificate("go-brought")
			must(certificates.PurgeDeletedCertificate(background, "go-brought", nil))
			refused(404, failed(certificates.GetDeletedCertificate(background, "go-brought", nil)))
		}},
	}
}

func ownSecrets() []step {
	set := func(text string, tags map[string]*string) azsecrets.Secret {
		return must(secrets.SetSecret(background, "go-password", azsecrets.SetSecretParameters{Value: &text, Tags: tags}, nil)).Secret
	}
	count := func() int {
		return len(all(secrets.NewListSecretPropertiesVersionsPager("go-password", nil),
			func(page azsecrets.ListSecretPropertiesVersionsResponse) []*azsecrets.SecretProperties {
				return page.Value
			}))
	}
	return []step{
		{"secret: set, get, versions, list", func() {
			first := set("hunter2", map[string]*string{"k": to.Ptr("v")})
			set("hunter3", nil)
			same(value("go-password", ""), "hunter3", "the value")
			same(value("go-password", first.ID.Version()), "hunter2", "the first value")
			same(count(), 2, "the number of versions")
			names := all(secrets.NewListSecretPropertiesPager(nil), func(page azsecrets.ListSecretPropertiesResponse) (found []string) {
				for _, one := range page.Value {
					found = append(found, one.ID.Name())
				}
				return
			})
			check(contains(names, "go-password"), "it is not listed")
		}},
		{"secret: update, disable, enable", func() {
			off := azsecrets.UpdateSecretPropertiesParameters{ContentType: to.Ptr("text/x"), Tags: map[string]*string{"a": to.Ptr("b")},
				SecretAttributes: &azsecrets.SecretAttributes{Enabled: to.Ptr(false)}}
			changed := must(secrets.UpdateSecretProperties(background, "go-password", "", off, nil))
			check(*changed.ContentType == "text/x" && *changed.Tags["a"] == "b" && !*changed.Attributes.Enabled, "it is not as it was set")
			refused(403, failed(secrets.GetSecret(background, "go-password", "", nil)))
			on := azsecrets.UpdateSecretPropertiesParameters{SecretAttributes: &azsecrets.SecretAttributes{Enabled: to.Ptr(true)}}
			must(secrets.UpdateSecretProperties(background, "go-password", "", on, nil))
			same(value("go-password", ""), "hunter3", "the value")
		}},
		{"secret: delete, list and get deleted, recover", func() {
			removeSecret("go-password")
			refused(404, failed(secrets.GetSecret(background, "go-password", "", nil)))
			names := all(secrets.NewListDeletedSecretPropertiesPager(nil), func(page azsecrets.ListDeletedSecretPropertiesResponse) (found []string) {
				for _, one := range page.Value {
					found = append(found, one.ID.Name())
				}
				return
			})
			check(contains(names, "go-password"), "it is not listed as deleted")
			must(secrets.RecoverDeletedSecret(background, "go-password", nil))
			waitFor("the recovery", func() bool { return failed(secrets.GetSecret(background, "go-password", "", nil)) == nil })
			same(value("go-password", ""), "hunter3", "the value after recovery")
		}},
		{"secret: backup, purge, restore", func() {
			backup := azsecrets.RestoreSecretParameters{SecretBackup: must(secrets.BackupSecret(background, "go-password", nil)).Value}
			refused(409, failed(secrets.RestoreSecret(background, backup, nil)))
			removeSecret("go-password")
			must(secrets.PurgeDeletedSecret(background, "go-password", nil))
			refused(404, failed(secrets.GetDeletedSecret(background, "go-password", nil)))
			must(secrets.RestoreSecret(background, backup, nil))
			same(value("go-password", ""), "hunter3", "the value after restoring")
			same(count(), 2, "the number of versions")
		}},
	}
}

func refusals() []step {
	return []step{
		{"refused: a role without the right, 403", func() {
			lesser := must(azsecrets.NewClient(address, reader(os.Getenv("READER_SECRET")), nil))
			refusal := refused(403, failed(lesser.GetSecret(background, "go-self", "", nil)))
			check(strings.Contains(refusal.Error(), "Microsoft.KeyVault/vaults/secrets/getSecret/action"), "the action is not named in: %v", refusal)
			may := must(certs.NewClient(address, reader(os.Getenv("READER_SECRET")), nil))
			same(*must(may.GetCertificate(background, "go-self", "", nil)).ID, *own.ID, "what it may read")
		}},
		{"refused: unknown names, 404", func() {
			refused(404, failed(certificates.GetCertificate(background, "go-nobody", "", nil)))
			refused(404, failed(certificates.GetCertificate(background, "go-self", strings.Repeat("0", 32), nil)))
			refused(404, failed(secrets.GetSecret(background, "go-nobody", "", nil)))
			refused(404, failed(keys.GetKey(background, "go-nobody", "", nil)))
		}},
		{"refused: a wrong client secret", func() {
			wrong := must(certs.NewClient(address, reader("wrong"), nil))
			err := failed(wrong.GetCertificate(background, "go-self", "", nil))
			check(err != nil && strings.Contains(err.Error(), "invalid_client"), "it ended with: %v", err)
		}},
	}
}

func managedKeys() []step {
	digest := sha256.Sum256([]byte("what is signed"))
	// crypt wraps or encrypts a value, undoes it and expects the same.
	algorithm := to.Ptr(azkeys.EncryptionAlgorithmRSAOAEP256)
	text := []byte("0123456789abcdef")
	return []step{
		{"key: sign and verify, ES256", func() {
			sent := azkeys.SignParameters{Algorithm: to.Ptr(azkeys.SignatureAlgorithmES256), Value: digest[:]}
			made := must(keys.Sign(background, "go-acme", acme.ID.Version(), sent, nil)).Result
			r, s := new(big.Int).SetBytes(made[:32]), new(big.Int).SetBytes(made[32:])
			check(ecdsa.Verify(leaf(acme).PublicKey.(*ecdsa.PublicKey), digest[:], r, s), "the signature is not the certificate's")
			verify := azkeys.VerifyParameters{Algorithm: sent.Algorithm, Digest: digest[:], Signature: made}
			check(*must(keys.Verify(background, "go-acme", acme.ID.Version(), verify, nil)).Value, "it is not verified")
			made[5] ^= 1
			check(!*must(keys.Verify(background, "go-acme", acme.ID.Version(), verify, nil)).Value, "a forged one is verified")
		}},
		{"key: sign and verify, RS256", func() {
			sent := azkeys.SignParameters{Algorithm: to.Ptr(azkeys.SignatureAlgorithmRS256), Value: digest[:]}
			made := must(keys.Sign(background, "go-self", "", sent, nil)).Result
			done(rsa.VerifyPKCS1v15(leaf(own).PublicKey.(*rsa.PublicKey), crypto.SHA256, digest[:], made))
			verify := azkeys.VerifyParameters{Algorithm: sent.Algorithm, Digest: digest[:], Signature: made}
			check(*must(keys.Verify(background, "go-self", "", verify, nil)).Value, "it is not verified")
		}},
		{"key: wrap and unwrap", func() {
			wrapped := must(keys.WrapKey(background, "go-self", "", azkeys.KeyOperationParameters{Algorithm: algorithm, Value: text}, nil)).Result
			got := must(keys.UnwrapKey(background, "go-self", "", azkeys.KeyOperationParameters{Algorithm: algorithm, Value: wrapped}, nil)).Result
			check(equal(got, text), "it is another key")
		}},
		{"key: encrypt and decrypt", func() {
			hidden := must(keys.Encrypt(background, "go-pfx", "", azkeys.KeyOperationParameters{Algorithm: algorithm, Value: text}, nil)).Result
			got := must(keys.Decrypt(background, "go-pfx", "", azkeys.KeyOperationParameters{Algorithm: algorithm, Value: hidden}, nil)).Result
			check(equal(got, text), "it is another text")
			refused(403, failed(keys.Encrypt(background, "go-self", "", azkeys.KeyOperationParameters{Algorithm: algorithm, Value: text}, nil)))
		}},
	}
}

func renewed() []step {
	return []step{
		{"certificate of the ACME issuer: renewed", func() {
			waitFor("the renewal", func() bool { return get("go-acme", "").ID.Version() != acme.ID.Version() })
			later := certs.CertificatePolicy{LifetimeActions: renewal(certs.LifetimeActionTrigger{LifetimePercentage: to.Ptr[int32](80)})}
			must(certificates.UpdateCertificatePolicy(background, "go-acme", later, nil))
			second := get("go-acme", "")
			check(leaf(second).SerialNumber.Cmp(leaf(acme).SerialNumber) != 0, "it is the same certificate")
			check(public(leaf(second).PublicKey) != public(leaf(acme).PublicKey), "it has the same key")
			same(*second.Tags["team"], "shop", "the tag")
			issuedBy(chainOf(second), must(os.ReadFile(os.Getenv("CA_ROOTS"))), "www.go.example.com")
		}},
		{"certificate of the ACME issuer: the old version is still there", func() {
			old := get("go-acme", acme.ID.Version())
			check(leaf(old).Equal(leaf(acme)), "the old version is another")
			found := versions("go-acme")
			check(len(found) >= 2 && contains(found, old.ID.Version()), "the versions are %v", found)
			chainOf(old)
		}},
	}
}
