package vectors

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"acme.example/errors/errcat"
	"acme.example/errors/zazmic"
)

func decode(status int, header http.Header, body string) error {
	return zazmic.Decode(status, header, []byte(body))
}

func TestParamsAreTyped(t *testing.T) {
	body := `{"error":"Insufficient balance","message":"Your balance ($5.00) is insufficient for this task ($10.00). Please add credits.","statusCode":403}`
	err := decode(403, http.Header{}, body)
	if !errors.Is(err, zazmic.BalanceTooLow) {
		t.Fatalf("another error: %v", err)
	}
	params, ok := zazmic.BalanceTooLowParamsOf(err)
	if want := (zazmic.BalanceTooLowParams{Balance: "$5.00", Cost: "$10.00"}); !ok || params != want {
		t.Errorf("%v %v", params, ok)
	}
	if _, ok := zazmic.TooManyRequestsParamsOf(err); ok {
		t.Error("the params of another error")
	}
	if _, ok := zazmic.BalanceTooLowParamsOf(errors.New("other")); ok {
		t.Error("the params of an error of another package")
	}
}

func TestReadersNeedRequiredParams(t *testing.T) {
	err := &errcat.Error{Code: "slow", Params: map[string]any{"wait": time.Second, "count": int64(3)}}
	reader := errcat.ReaderOf(err, "slow")
	var wait time.Duration
	var count, missing *int64
	errcat.Read(reader, "wait", &wait)
	errcat.ReadOptional(reader, "count", &count)
	errcat.ReadOptional(reader, "missing", &missing)
	if !reader.OK() || wait != time.Second || count == nil || *count != 3 || missing != nil {
		t.Errorf("%v %v %v %v", reader.OK(), wait, count, missing)
	}
	var name string
	errcat.Read(reader, "name", &name)
	if reader.OK() {
		t.Error("a required param is missing")
	}
}
