//go:build tools

// Package tools names the command that is built here, so that go.mod and go.sum keep what it needs.
package tools

import _ "github.com/FerretDB/FerretDB/cmd/ferretdb"
