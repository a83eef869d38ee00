package errcat

import (
	"math/rand"
	"net/http"
	"strings"
	"time"
)

const (
	// DefaultAttempts is the number of attempts if the catalog doesn't define it, including the first.
	DefaultAttempts = 4
	// DefaultDelay is the wait if neither the catalog nor the server specifies one.
	DefaultDelay = time.Second
	// MaxDelay is the longest wait that backoff grows to, unless the first wait is longer.
	MaxDelay = time.Minute
	// MaxRetryAfter is the longest wait that a server can ask for. A longer one is a mistake or an attack.
	MaxRetryAfter = 24 * time.Hour
	// DefaultTotalWait is the longest time that a request waits in total by default.
	DefaultTotalWait = 5 * time.Minute
)

// Retry is how to retry, as the catalog defines it.
type Retry struct {
	// Specified is false if the catalog doesn't define it.
	Specified bool
	// Again is false if the same request fails again.
	Again bool
	// AfterHeader is the header with the wait.
	AfterHeader string
	// After is the first wait. It is nil if the catalog doesn't define one.
	After *time.Duration
	// Exponential is true if each wait is twice the previous one.
	Exponential bool
	// Constant is true if the catalog says that all waits are the same.
	Constant bool
	// Jitter is true to randomize the waits.
	Jitter bool
	// MaxAttempts is the maximum number of attempts, including the first. It is nil if the catalog doesn't define it.
	MaxAttempts *int
	// IdempotentOnly is true to retry only requests that are safe to send twice.
	IdempotentOnly bool
}

// Ptr returns a pointer to a value.
func Ptr[T any](value T) *T { return &value }

// Attempts decides after each failure of one request whether to try again, and when. The wait that the server
// asks for is neither multiplied nor shortened: if it exceeds what is left of the total, the attempts end.
type Attempts struct {
	// Idempotent is true if the request is safe to send twice, as a GET is.
	Idempotent bool
	// MaxTotalWait is the longest time to wait in total. The default is DefaultTotalWait.
	MaxTotalWait time.Duration

	failed int
	waited time.Duration
}

// Wait returns how long to wait before the next attempt. The result is false if there should be none. Call it once
// for each failed attempt.
func (a *Attempts) Wait(err *Error) (time.Duration, bool) {
	a.failed++
	retry := err.Retry
	if !retry.Again || (retry.IdempotentOnly && !a.Idempotent) {
		return 0, false
	}
	attempts := DefaultAttempts
	if retry.MaxAttempts != nil {
		attempts = *retry.MaxAttempts
	}
	total := a.MaxTotalWait
	if total == 0 {
		total = DefaultTotalWait
	}
	wait := a.next(retry, err.RetryAfter)
	if retry.Jitter {
		wait += time.Duration(rand.Float64() * float64(wait) / 2)
	}
	if a.failed >= attempts || wait > total-a.waited {
		return 0, false
	}
	a.waited += wait
	return wait, true
}

func (a *Attempts) next(retry Retry, asked *time.Duration) time.Duration {
	if asked != nil {
		if retry.After != nil && *retry.After > *asked {
			return *retry.After
		}
		return *asked
	}
	first := DefaultDelay
	if retry.After != nil {
		first = *retry.After
	}
	// A zero wait only applies to the first retry.
	if first == 0 && a.failed > 1 {
		first = DefaultDelay
	}
	wait := first
	for i := 1; retry.Exponential && i < a.failed && wait < MaxDelay; i++ {
		wait *= 2
	}
	if wait > MaxDelay && first <= MaxDelay {
		return MaxDelay
	}
	return wait
}

// unknownRetry returns how to retry a request that failed with an unknown error.
func unknownRetry(status int, header http.Header) Retry {
	switch {
	case status == http.StatusTooManyRequests:
		// Such a request was rejected before it had any effect.
		return Retry{Specified: true, Again: true, AfterHeader: "Retry-After", Exponential: true}
	case status == http.StatusServiceUnavailable && header.Get("Retry-After") != "":
		// It may come from a proxy after the server processed the request.
		return Retry{Specified: true, Again: true, AfterHeader: "Retry-After", IdempotentOnly: true}
	}
	return Retry{}
}

// retryAfter returns how long the server asks to wait.
func (d *Decoder) retryAfter(entry *Entry, values map[string]any, retry Retry, header http.Header, now time.Time) *time.Duration {
	name := "Retry-After"
	if retry.AfterHeader != "" {
		name = retry.AfterHeader
	}
	key := strings.ToLower(name)
	kind := d.headerTypes[key]
	if entry != nil {
		if param, ok := entry.params[entry.lowercaseHeaders[key]]; ok {
			kind = param.Type
		}
	}
	if kind != "duration_milliseconds" {
		kind = "duration_seconds"
	}
	text := header.Get(name)
	value, ok := fromHeader(text, kind, now)
	switch {
	case ok:
	case text != "" && strings.Trim(text, "0123456789") == "":
		// More than a time.Duration can represent.
		value = MaxRetryAfter
	case entry != nil:
		// The body may contain the value too.
		value = values[entry.lowercaseHeaders[key]]
	}
	wait, ok := value.(time.Duration)
	if !ok {
		return nil
	}
	if wait > MaxRetryAfter {
		wait = MaxRetryAfter
	}
	return &wait
}
