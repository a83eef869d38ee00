package errcat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	// absent is an absent value in a text.
	absent = "-"
	// maxNumberLength is the maximum length of a number, a duration or a time as text.
	maxNumberLength = 400
	// separator is the text between the items of a list.
	separator = ", "
)

var (
	units  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	number = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
)

// isWide reports whether a text of this type can have any length.
func isWide(kind string) bool {
	return kind == "string" || kind == "json" || strings.HasPrefix(kind, "list_of_") || strings.HasPrefix(kind, "map_of_")
}

func isDuration(kind string) bool {
	return kind == "duration_seconds" || kind == "duration_milliseconds"
}

// parseJSON parses a text that is nothing but JSON. Numbers keep their digits.
func parseJSON(text string) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return value, nil
}

// fromJSON returns a value of JSON. The result is false if it has another type, or is out of range.
func fromJSON(value any, kind string) (any, bool) {
	if kind == "json" {
		return value, true
	}
	switch value := value.(type) {
	case bool:
		return value, kind == "boolean"
	case string:
		if kind == "timestamp_rfc3339" {
			return parseRFC3339(value)
		}
		return value, kind == "string"
	case json.Number:
		return fromNumber(value.String(), kind)
	case []any:
		if !strings.HasPrefix(kind, "list_of_") {
			return nil, false
		}
		items := make([]any, 0, len(value))
		for _, item := range value {
			read, ok := fromJSON(item, strings.TrimPrefix(kind, "list_of_"))
			if !ok {
				return nil, false
			}
			items = append(items, read)
		}
		return items, true
	case map[string]any:
		if !strings.HasPrefix(kind, "map_of_") {
			return nil, false
		}
		members := make(map[string]any, len(value))
		for name, item := range value {
			read, ok := fromJSON(item, strings.TrimPrefix(kind, "map_of_"))
			if !ok {
				return nil, false
			}
			members[name] = read
		}
		return members, true
	}
	return nil, false
}

func fromNumber(digits, kind string) (any, bool) {
	switch kind {
	case "integer":
		if whole, err := strconv.ParseInt(digits, 10, 64); err == nil {
			return whole, true
		}
		whole, err := strconv.ParseUint(digits, 10, 64)
		return whole, err == nil
	case "number":
		float, err := strconv.ParseFloat(digits, 64)
		return float, err == nil && !math.IsInf(float, 0)
	case "duration_seconds":
		return duration(digits, time.Second)
	case "duration_milliseconds":
		return duration(digits, time.Millisecond)
	case "timestamp_seconds":
		return unixTime(digits, time.Second)
	case "timestamp_milliseconds":
		return unixTime(digits, time.Millisecond)
	}
	return nil, false
}

func duration(digits string, unit time.Duration) (any, bool) {
	if whole, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return time.Duration(whole) * unit, whole >= 0 && whole <= int64(math.MaxInt64/unit)
	}
	float, err := strconv.ParseFloat(digits, 64)
	nanos := math.Round(float * float64(unit))
	return time.Duration(nanos), err == nil && nanos >= 0 && nanos < math.MaxInt64
}

func unixTime(digits string, unit time.Duration) (any, bool) {
	if whole, err := strconv.ParseInt(digits, 10, 64); err == nil {
		if unit == time.Millisecond {
			return time.UnixMilli(whole).UTC(), true
		}
		return time.Unix(whole, 0).UTC(), true
	}
	float, err := strconv.ParseFloat(digits, 64)
	nanos := float * float64(unit)
	return time.Unix(0, int64(nanos)).UTC(), err == nil && math.Abs(nanos) < math.MaxInt64
}

func parseRFC3339(text string) (any, bool) {
	if len(text) < len("2006-01-02T15:04:05Z") {
		return nil, false
	}
	// Other clients accept lowercase letters and a space too.
	text = text[:10] + strings.Replace(strings.ToUpper(text[10:]), " ", "T", 1)
	leap := time.Duration(0)
	if text[16:19] == ":60" {
		// A leap second is the first second of the next minute.
		text, leap = text[:16]+":59"+text[19:], time.Second
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	return at.Add(leap).UTC(), err == nil
}

// fromText returns a value from its text in a message. The result is false if the text isn't one.
func fromText(text, kind string) (any, bool) {
	switch {
	case kind == "string":
		return text, true
	case kind == "json":
		if value, err := parseJSON(text); err == nil {
			return value, true
		}
		return text, true
	case strings.HasPrefix(kind, "list_of_"):
		item := strings.TrimPrefix(kind, "list_of_")
		if isWide(item) {
			// An item may contain the separator.
			return nil, false
		}
		items := []any{}
		for _, part := range strings.Split(text, separator) {
			value, ok := fromText(part, item)
			if text != "" && !ok {
				return nil, false
			}
			if text != "" {
				items = append(items, value)
			}
		}
		return items, true
	case isWide(kind) || len(text) > maxNumberLength:
		return nil, false
	case kind == "boolean":
		return text == "true", text == "true" || text == "false"
	case kind == "timestamp_rfc3339":
		return parseRFC3339(text)
	case kind == "number" && !number.MatchString(text), isDuration(kind) && !units.MatchString(text):
		return nil, false
	case strings.HasPrefix(kind, "timestamp_") && strings.Trim(text, "+-0123456789") != "":
		return nil, false
	}
	return fromNumber(text, kind)
}

// fromHeader returns a value from a header. A duration can be an HTTP date: the time until then.
func fromHeader(text, kind string, now time.Time) (any, bool) {
	text = strings.Trim(text, " \t")
	value, ok := fromText(text, kind)
	if ok || !isDuration(kind) {
		return value, ok
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return nil, false
	}
	wait := date.Sub(now)
	if wait < 0 {
		wait = 0
	}
	return wait, true
}

// toText returns a value as a text, as in a message.
func toText(value any, kind string) string {
	switch value := value.(type) {
	case string:
		return value
	case time.Duration:
		unit := time.Second
		if kind == "duration_milliseconds" {
			unit = time.Millisecond
		}
		return strconv.FormatFloat(float64(value)/float64(unit), 'f', -1, 64)
	case time.Time:
		switch kind {
		case "timestamp_seconds":
			return strconv.FormatInt(value.Unix(), 10)
		case "timestamp_milliseconds":
			return strconv.FormatInt(value.UnixMilli(), 10)
		}
		return value.UTC().Format("2006-01-02T15:04:05.000Z")
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case []any:
		if kind != "json" {
			texts := make([]string, len(value))
			for i, item := range value {
				texts[i] = toText(item, strings.TrimPrefix(kind, "list_of_"))
			}
			return strings.Join(texts, separator)
		}
	}
	text, err := json.Marshal(value)
	if err != nil {
		return absent
	}
	return string(text)
}

// wireValue is a value in a response whose type isn't known yet.
type wireValue struct {
	value any
	// text is true for a part of a text, in which absent stands for an absent value.
	text   bool
	absent string
}

func (w wireValue) isAbsent() bool {
	if w.text {
		return w.value == w.absent
	}
	return w.value == nil
}

// read returns the value with a type.
func (w wireValue) read(kind string) (any, bool) {
	text, isText := w.value.(string)
	if w.text {
		if w.isAbsent() && (w.absent != "" || !isWide(kind)) {
			return nil, false
		}
		return fromText(text, kind)
	}
	value, ok := fromJSON(w.value, kind)
	if !ok && isText {
		// A server may write any value as a string: "45".
		return fromText(text, kind)
	}
	return value, ok
}

// isSame reports whether two scalars of JSON are equal. 1 and 1.0 are.
func isSame(one, other any) bool {
	a, isNumber := one.(json.Number)
	b, isOther := other.(json.Number)
	if !isNumber || !isOther {
		switch one.(type) {
		case nil, bool, string:
			return one == other
		}
		return false
	}
	x, errX := a.Float64()
	y, errY := b.Float64()
	return errX == nil && errY == nil && x == y
}
