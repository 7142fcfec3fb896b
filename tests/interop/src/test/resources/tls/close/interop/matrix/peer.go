// SPDX-License-Identifier: Apache-2.0

// A TLS peer that does what it is told, one command a line: Go's crypto/tls.
//
// usage: peer server|client TLSv1.2|TLSv1.3 authority chain key port
package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func connected(server bool, port string) net.Conn {
	if !server {
		made, err := net.Dial("tcp", "127.0.0.1:"+port)
		check(err)
		return made
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	check(err)
	made, err := listener.Accept()
	check(err)
	return made
}

func wrapped(server bool, version, authority, chain, key string, transport net.Conn) *tls.Conn {
	number := map[string]uint16{"TLSv1.2": tls.VersionTLS12, "TLSv1.3": tls.VersionTLS13}[version]
	config := &tls.Config{MinVersion: number, MaxVersion: number, ServerName: "server.test"}
	if server {
		pair, err := tls.LoadX509KeyPair(chain, key)
		check(err)
		config.Certificates = []tls.Certificate{pair}
		return tls.Server(transport, config)
	}
	pem, err := os.ReadFile(authority)
	check(err)
	config.RootCAs = x509.NewCertPool()
	config.RootCAs.AppendCertsFromPEM(pem)
	return tls.Client(transport, config)
}

// drain reads to the end, and says which it was.
func drain(connection *tls.Conn) {
	count, err := io.Copy(io.Discard, connection)
	switch {
	case err == nil:
		fmt.Println("drained", count, "close_notify")
	case errors.Is(err, io.ErrUnexpectedEOF):
		fmt.Println("drained", count, "truncated")
	default:
		fmt.Println("drained", count, err)
	}
}

// swap sends on the bare transport and receives as much.
func swap(transport net.Conn, count int) {
	ours := bytes.Repeat([]byte("p"), count)
	// CloseWrite has left a deadline in the past behind.
	check(transport.SetDeadline(time.Time{}))
	_, err := transport.Write(ours)
	check(err)
	theirs := make([]byte, count)
	received, _ := io.ReadFull(transport, theirs)
	if bytes.Equal(ours, theirs) {
		fmt.Println("swapped", received, "same")
	} else {
		fmt.Println("swapped", received, "different")
	}
}

func main() {
	server := os.Args[1] == "server"
	transport := connected(server, os.Args[6])
	connection := wrapped(server, os.Args[2], os.Args[3], os.Args[4], os.Args[5], transport)
	check(connection.Handshake())
	fmt.Println("version", runtime.Version())
	fmt.Println("wrapped")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		count := 0
		if len(words) > 1 {
			count, _ = strconv.Atoi(words[1])
		}
		switch words[0] {
		case "echo":
			buffer := make([]byte, 1<<14)
			read, err := connection.Read(buffer)
			check(err)
			_, err = connection.Write(buffer[:read])
			check(err)
		case "drain":
			drain(connection)
		case "send":
			_, err := connection.Write(bytes.Repeat([]byte("x"), count))
			check(err)
			fmt.Println("sent")
		case "close":
			check(connection.CloseWrite())
			fmt.Println("closed")
		case "swap":
			swap(transport, count)
		}
	}
}
