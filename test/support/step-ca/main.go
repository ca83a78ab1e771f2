// step-ca, made of Debian's golang-github-smallstep-certificates-dev, which holds its parts but not its command.
package main

import (
	"log"
	"os"

	"github.com/smallstep/certificates/authority/config"
	"github.com/smallstep/certificates/ca"
)

func main() {
	settings, err := config.LoadConfiguration(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	authority, err := ca.New(settings)
	if err != nil {
		log.Fatal(err)
	}
	go ca.StopReloaderHandler(authority)
	if err := authority.Run(); err != nil {
		log.Fatal(err)
	}
}
