// Package errcat decodes the errors of APIs. The packages of the APIs contain their codes and use it.
//
// Bodies that are XML are unreadable.
package errcat

import (
	"fmt"
	"net/http"
	"time"
)

// Code identifies an error. It is an error itself, for errors.Is.
type Code string

// Error returns the code.
func (c Code) Error() string { return string(c) }

// Found is the result of identifying the error in a response.
type Found int

const (
	// Unreadable is a response that isn't the API's: a page of a proxy, or a body that is empty or was cut off.
	Unreadable Found = iota
	// Unknown is an error that this version of the package doesn't know.
	Unknown
	// Partial is a known error whose response lacks a param that the catalog requires.
	Partial
	// Known is a known error with its params.
	Known
)

// Error is a response that isn't a success.
type Error struct {
	Found Found
	// Code is empty if the error isn't known. If a response doesn't distinguish several errors, it is the code
	// that they inherit from.
	Code Code
	// Kinds are the codes that the error inherits from, the nearest first.
	Kinds []Code
	// Candidates are the errors that the response may be of.
	Candidates []Code
	// WireCode is the code in the body, which the catalog may not have.
	WireCode string
	Status   int
	// Message is the server's, or else the catalog's.
	Message string
	// Params are the values by name, with the types string, int64 or uint64, float64, bool, time.Duration,
	// time.Time, []any, map[string]any, or those of JSON. The packages of the APIs have a struct for each error.
	Params map[string]any
	// Context has the values that the server added.
	Context map[string]any
	DocsURL string
	Retry   Retry
	// RetryAfter is how long the server asks to wait, at most a day. It is nil if the server doesn't ask.
	RetryAfter *time.Duration
	Header     http.Header
	// Body is the first 64 KiB of the body.
	Body []byte
	// Others are the further errors of a response with a list of errors.
	Others []*Error
}

// Error returns the message.
func (e *Error) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("HTTP %d", e.Status)
	}
	return e.Message
}

// Is reports whether the error has a code, or inherits from it: errors.Is(err, kakunin.NotFound).
func (e *Error) Is(target error) bool {
	code, ok := target.(Code)
	if !ok || e.Code == "" {
		return false
	}
	for _, kind := range e.Kinds {
		if code == kind {
			return true
		}
	}
	return code == e.Code
}

// ValueOf returns a param, or nil if the response doesn't contain it.
func ValueOf[T any](e *Error, name string) *T {
	if value, ok := e.Params[name].(T); ok {
		return &value
	}
	return nil
}
