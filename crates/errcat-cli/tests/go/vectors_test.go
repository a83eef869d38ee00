// The generated module decodes the vectors of the catalogs. decoders_test.go, which the test in Rust writes, has the
// decoders of all APIs by name.
package vectors

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"os"
	"reflect"
	"sort"
	"testing"
	"time"

	"acme.example/errors/errcat"
)

type vector struct {
	Name    string
	Status  int
	Headers [][2]string
	Body    string
	Expect  map[string]any
}

func TestVectors(t *testing.T) {
	text, err := os.ReadFile(os.Getenv("ERRCAT_VECTORS"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Apis map[string][]vector }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	count := 0
	for api, vectors := range file.Apis {
		for _, v := range vectors {
			count++
			if isXML(v) {
				continue
			}
			header := http.Header{}
			for _, pair := range v.Headers {
				header.Add(pair[0], pair[1])
			}
			err := decoders[api]().Decode(v.Status, header, []byte(v.Body), "", time.Unix(0, 0))
			found := neutral(decoders[api](), err)
			names := []string{"wire_code", "context", "retry_after_ms"}
			if v.Expect["code"] != nil {
				// How to retry an error that the catalog doesn't have is up to the client.
				names = append(names, "retry", "waits_ms")
			}
			for name := range v.Expect {
				names = append(names, name)
			}
			for _, name := range names {
				if name != "differs" && !reflect.DeepEqual(found[name], v.Expect[name]) {
					t.Errorf("%s: %s: %s: %v instead of %v", api, v.Name, name, found[name], v.Expect[name])
				}
			}
			if err.Code != "" && !errors.Is(err, err.Code) {
				t.Errorf("%s: %s isn't its code", api, v.Name)
			}
		}
	}
	if count < 80 {
		t.Errorf("only %d vectors", count)
	}
}

// isXML reports whether a body is XML, which the module doesn't read.
func isXML(v vector) bool {
	return len(v.Body) > 0 && v.Body[0] == '<' && v.Expect["found"] != "unreadable"
}

// neutral returns the members of a vector's expectation, as they are in JSON.
func neutral(decoder *errcat.Decoder, err *errcat.Error) map[string]any {
	found := map[string]any{
		"code":    nil,
		"found":   map[errcat.Found]string{errcat.Known: "error", errcat.Partial: "partial", errcat.Unknown: "unknown"}[err.Found],
		"message": err.Message,
		"params":  values(err.Params),
	}
	if err.Found == errcat.Unreadable {
		found["found"] = "unreadable"
	}
	if err.Code != "" {
		found["code"] = string(err.Code)
	}
	if err.WireCode != "" && err.WireCode != decoder.WireCode(err.Code) {
		found["wire_code"] = err.WireCode
	}
	if len(err.Context) > 0 {
		found["context"] = values(err.Context)
	}
	candidates := []string{}
	for _, code := range err.Candidates {
		candidates = append(candidates, string(code))
	}
	sort.Strings(candidates)
	list := []any{}
	for _, code := range candidates {
		list = append(list, code)
	}
	found["candidates"] = list
	others := []any{}
	for _, other := range err.Others {
		all := neutral(decoder, other)
		members := map[string]any{"code": all["code"], "found": all["found"]}
		if other.Found == errcat.Known {
			members["params"] = all["params"]
		}
		others = append(others, members)
	}
	found["others"] = others
	if err.RetryAfter != nil {
		found["retry_after_ms"] = milliseconds(*err.RetryAfter)
	}
	if err.Retry.Specified {
		found["retry"] = retry(err.Retry)
	}
	idempotent, other := waits(err, true), waits(err, false)
	if len(idempotent)+len(other) > 0 {
		found["waits_ms"] = map[string]any{"idempotent": idempotent, "other": other}
	}
	return found
}

func retry(retry errcat.Retry) any {
	if !retry.Again {
		return "never"
	}
	members := map[string]any{}
	if retry.AfterHeader != "" {
		members["after"] = map[string]any{"header": retry.AfterHeader}
	}
	if retry.After != nil {
		members["after"] = map[string]any{"delay_ms": milliseconds(*retry.After)}
	}
	if retry.Exponential {
		members["backoff"] = "exponential"
	}
	if retry.Constant {
		members["backoff"] = "constant"
	}
	if retry.Jitter {
		members["jitter"] = true
	}
	if retry.MaxAttempts != nil {
		members["attempts"] = float64(*retry.MaxAttempts)
	}
	if retry.IdempotentOnly {
		members["idempotent_only"] = true
	}
	return members
}

// waits returns the waits after the same error again and again, without jitter.
func waits(err *errcat.Error, idempotent bool) []any {
	attempts := errcat.Attempts{Idempotent: idempotent}
	copy := *err
	copy.Retry.Jitter = false
	list := []any{}
	for {
		wait, ok := attempts.Wait(&copy)
		if !ok {
			return list
		}
		list = append(list, milliseconds(wait))
	}
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration) / float64(time.Millisecond)
}

func values(values map[string]any) map[string]any {
	found := map[string]any{}
	for name, value := range values {
		found[name] = one(value)
	}
	return found
}

func one(value any) any {
	switch value := value.(type) {
	case time.Duration:
		return map[string]any{"duration_ms": milliseconds(value)}
	case time.Time:
		return map[string]any{"time_ms": float64(value.UnixNano()) / 1e6}
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = one(item)
		}
		return list
	case map[string]any:
		return values(value)
	case int64:
		return float64(value)
	case uint64:
		return float64(value)
	case json.Number:
		float, err := value.Float64()
		if err != nil {
			return math.NaN()
		}
		return float
	}
	return value
}
