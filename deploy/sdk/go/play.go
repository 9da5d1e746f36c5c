package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"software.sslmate.com/src/go-pkcs12"
)

const patience = 90 * time.Second

var background = context.Background()

// step is one thing that a program does; it panics where what it sees is not as it should be.
type step struct {
	name string
	play func()
}

// run plays a step and says how it ended.
func (s step) run() (err error) {
	defer func() {
		if found := recover(); found != nil {
			err = fmt.Errorf("%v", found)
		}
	}()
	s.play()
	return nil
}

func play(steps []step) {
	failed := 0
	for _, s := range steps {
		if err := s.run(); err != nil {
			failed++
			fmt.Printf("FAILED  %s: %v\n", s.name, err)
		} else {
			fmt.Printf("ok      %s\n", s.name)
		}
	}
	fmt.Printf("%d passed, %d failed\n", len(steps)-failed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

// must gives a call's answer, or ends the step with its error.
func must[T any](answer T, err error) T {
	if err != nil {
		panic(err)
	}
	return answer
}

func done(err error) {
	if err != nil {
		panic(err)
	}
}

func check(held bool, otherwise string, values ...any) {
	if !held {
		panic(fmt.Sprintf(otherwise, values...))
	}
}

func same[T comparable](got, wanted T, what string) {
	check(got == wanted, "%s is %v, not %v", what, got, wanted)
}

// refused expects a call's error to have that status.
func refused(status int, err error) *azcore.ResponseError {
	var refusal *azcore.ResponseError
	check(errors.As(err, &refusal), "it ended with %v instead of status %d", err, status)
	same(refusal.StatusCode, status, "the status")
	return refusal
}

// waitFor asks twice a second.
func waitFor(what string, condition func() bool) {
	until := time.Now().Add(patience)
	for !condition() {
		check(time.Now().Before(until), "%s did not happen within %v", what, patience)
		<-time.After(500 * time.Millisecond)
	}
}

// all collects what the pages of a list hold.
func all[P, T any](pager *runtime.Pager[P], values func(P) []T) []T {
	var found []T
	for pager.More() {
		found = append(found, values(must(pager.NextPage(background)))...)
	}
	return found
}

// opened gives key and chain of a certificate's secret, the leaf first.
func opened(contentType, value string) (crypto.Signer, []*x509.Certificate) {
	if contentType == "application/x-pkcs12" {
		key, first, more, err := pkcs12.DecodeChain(must(base64.StdEncoding.DecodeString(value)), "")
		done(err)
		return key.(crypto.Signer), append([]*x509.Certificate{first}, more...)
	}
	var key crypto.Signer
	var chain []*x509.Certificate
	for rest := []byte(value); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return key, chain
		}
		if block.Type == "CERTIFICATE" {
			chain = append(chain, must(x509.ParseCertificate(block.Bytes)))
		} else {
			key = must(x509.ParsePKCS8PrivateKey(block.Bytes)).(crypto.Signer)
		}
	}
}

func public(key any) string { return string(must(x509.MarshalPKIXPublicKey(key))) }

// holds expects a secret to hold that certificate with its key.
func holds(contentType, value string, certificate *x509.Certificate) []*x509.Certificate {
	key, chain := opened(contentType, value)
	check(key != nil && len(chain) > 0, "the secret holds no key or no certificate")
	check(chain[0].Equal(certificate), "the secret holds another certificate")
	same(public(key.Public()), public(certificate.PublicKey), "the secret's key")
	return chain
}

// throwAwayCA signs what Perennial shall take in; a chain ends with it.
type throwAwayCA struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
}

func newCA() throwAwayCA {
	root := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	own := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	parent := &x509.Certificate{Subject: pkix.Name{CommonName: "throw-away root"}}
	template := template("throw-away CA")
	template.IsCA, template.KeyUsage, template.DNSNames = true, x509.KeyUsageCertSign, nil
	return throwAwayCA{own, signed(template, parent, &own.PublicKey, root)}
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber:          must(rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))),
		Subject:               pkix.Name{CommonName: name},
		DNSNames:              []string{name},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(30 * 24 * time.Hour),
		BasicConstraintsValid: true,
	}
}

func signed(template, parent *x509.Certificate, key any, by crypto.Signer) *x509.Certificate {
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, parent, key, by))))
}

func (ca throwAwayCA) sign(name string, key any, usage x509.KeyUsage) *x509.Certificate {
	template := template(name)
	template.KeyUsage = usage
	return signed(template, ca.certificate, key, ca.key)
}

func encoded(kind string, content []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content})
}

func issuedBy(chain []*x509.Certificate, roots []byte, name string) {
	trusted, between := x509.NewCertPool(), x509.NewCertPool()
	check(trusted.AppendCertsFromPEM(roots), "there are no roots")
	for _, one := range chain[1:] {
		between.AddCert(one)
	}
	must(chain[0].Verify(x509.VerifyOptions{Roots: trusted, Intermediates: between, DNSName: name}))
}

func contains[T comparable](all []T, one T) bool {
	for _, each := range all {
		if each == one {
			return true
		}
	}
	return false
}

func equal(a, b []byte) bool { return bytes.Equal(a, b) }
