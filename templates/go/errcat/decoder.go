package errcat

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// maxBody is the maximum size of a body that is decoded, in bytes.
	maxBody = 4 << 20
	// maxKept is the maximum size of the part of a body that is kept, in bytes.
	maxKept = 64 << 10
)

// Decoder decodes the responses of an API.
type Decoder struct {
	shapes      []*envelopeEntries
	general     []*envelopeEntries
	entries     []*Entry
	byID        map[string]*Entry
	headerTypes map[string]string
}

// NewDecoder returns the decoder of an API. The general envelope is that of errors that aren't known.
func NewDecoder(envelopes []Envelope, entries []Entry, general string) *Decoder {
	d := &Decoder{byID: map[string]*Entry{}, headerTypes: map[string]string{}}
	for i := range entries {
		entry := &entries[i]
		entry.prepare()
		d.entries = append(d.entries, entry)
		if d.byID[entry.ID] == nil {
			d.byID[entry.ID] = entry
		}
		for header, name := range entry.lowercaseHeaders {
			if param, ok := entry.params[name]; ok && d.headerTypes[header] == "" {
				d.headerTypes[header] = param.Type
			}
		}
	}
	for i := range envelopes {
		envelopes[i].Body.prepare(envelopes[i].IdentifyBy)
		shape := newEnvelopeEntries(&envelopes[i], d)
		if len(shape.all) > 0 {
			d.shapes = append(d.shapes, shape)
		} else if envelopes[i].Name == general || envelopes[i].RecognizesUnknown {
			// It may belong to no entry. Then it only matches unknown errors.
			d.general = append(d.general, shape)
		}
	}
	return d
}

// WireCode returns a code as it is in bodies.
func (d *Decoder) WireCode(code Code) string {
	if entry := d.byID[string(code)]; entry != nil {
		return entry.Code
	}
	return ""
}

// Decode decodes a response that isn't a success. It never fails. The operation leaves only the candidates that
// it can return; if it is empty, any can be.
func (d *Decoder) Decode(status int, header http.Header, body []byte, operation string, now time.Time) *Error {
	best := d.best(status, header, body)
	err := d.build(status, header, body, best, now)
	seen := map[string]bool{}
	for _, entry := range d.candidates(status, best) {
		if entry.mayBeOf(operation) && !entry.Retired && !seen[entry.ID] {
			seen[entry.ID] = true
			err.Candidates = append(err.Candidates, Code(entry.ID))
		}
	}
	if best == nil {
		return err
	}
	for _, item := range best.parsed.others {
		inner := d.other(status, header, best, item)
		err.Others = append(err.Others, d.build(status, header, body, inner, now))
	}
	return err
}

// other returns the best match of a further item of a list of errors. Each can have the envelope of another error.
func (d *Decoder) other(status int, header http.Header, first *reading, item any) *reading {
	mediaType := essence(header.Get("Content-Type"))
	var best *reading
	try := func(entries *envelopeEntries) {
		if !entries.envelope.mayHave(mediaType) || best.isCertain() {
			return
		}
		if p := parseItem(entries.envelope, item); p != nil {
			best = newReading(entries, p, status).orBetter(best)
		}
	}
	try(first.entries)
	for _, entries := range d.shapes {
		try(entries)
	}
	for _, entries := range d.general {
		try(entries)
	}
	return best
}

func (d *Decoder) build(status int, header http.Header, body []byte, read *reading, now time.Time) *Error {
	if len(body) > maxKept {
		body = body[:maxKept]
	}
	err := &Error{Status: status, Header: header, Body: body, Retry: unknownRetry(status, header)}
	var entry *Entry
	if read != nil {
		err.Found = Unknown
		err.Context = read.parsed.context
		if read.parsed.code != nil {
			err.WireCode = *read.parsed.code
		}
		if read.parsed.message != nil {
			err.Message = *read.parsed.message
		}
		entry = read.entry
	}
	if entry != nil {
		err.Found = Known
		err.Code, err.DocsURL, err.Retry = Code(entry.ID), entry.DocsURL, entry.Retry
		for _, kind := range d.chain(entry)[1:] {
			err.Kinds = append(err.Kinds, Code(kind.ID))
		}
		err.Params = readParams(entry, read.parsed, header, now)
		for _, param := range entry.Params {
			if _, ok := err.Params[param.Name]; !ok && !param.Optional {
				err.Found = Partial
			}
		}
		if read.parsed.message == nil && err.Found == Known {
			err.Message = catalogMessage(entry, err.Params)
		}
	}
	err.RetryAfter = d.retryAfter(entry, err.Params, err.Retry, header, now)
	return err
}

// candidates returns the entries that a response may be of.
func (d *Decoder) candidates(status int, read *reading) []*Entry {
	if read != nil && len(read.entries.all) > 0 {
		return read.entries.candidates(status, read.parsed)
	}
	if read != nil && read.entries.envelope.RecognizesUnknown {
		return nil
	}
	var all []*Entry
	for _, shape := range d.shapes {
		all = append(all, shape.byStatus[status]...)
	}
	return all
}

// best returns the best match among the envelopes that a body fits.
func (d *Decoder) best(status int, header http.Header, raw []byte) *reading {
	if len(raw) > maxBody || !utf8.Valid(raw) {
		return nil
	}
	text := strings.TrimPrefix(string(raw), "\ufeff")
	value, err := parseJSON(text)
	content := body{text: text, value: value, isJSON: err == nil}
	mediaType := essence(header.Get("Content-Type"))
	var best *reading
	try := func(shape *envelopeEntries) {
		if !shape.envelope.mayHave(mediaType) {
			return
		}
		if p := parse(shape.envelope, content, header); p != nil {
			best = newReading(shape, p, status).orBetter(best)
		}
	}
	// Most errors are known by an envelope that has errors with the status.
	for _, shape := range d.shapes {
		if shape.mayKnow(status) {
			try(shape)
		}
	}
	if best.isCertain() {
		return best
	}
	for _, shape := range d.shapes {
		if !shape.mayKnow(status) {
			try(shape)
		}
	}
	for _, shape := range d.general {
		try(shape)
	}
	return best
}

// reading is a body that has the shape of an envelope.
type reading struct {
	entries *envelopeEntries
	parsed  *parsed
	entry   *Entry
}

func newReading(entries *envelopeEntries, p *parsed, status int) *reading {
	return &reading{entries, p, entries.identify(status, p)}
}

func (r *reading) hasAllLiterals() bool { return r.parsed.literals > 0 && r.parsed.wrongLiterals == 0 }

// isBetterThan compares two readings. Constants choose between envelopes first.
func (r *reading) isBetterThan(best *reading) bool {
	if best.hasAllLiterals() && r.parsed.wrongLiterals > 0 {
		return false
	}
	if r.hasAllLiterals() && best.parsed.wrongLiterals > 0 {
		return true
	}
	one, other := r.rank(), best.rank()
	for i := range one {
		if one[i] != other[i] {
			return one[i] > other[i]
		}
	}
	return false
}

// orBetter returns the better one of two readings. The other one may be nil.
func (r *reading) orBetter(best *reading) *reading {
	if best == nil || r.isBetterThan(best) {
		return r
	}
	return best
}

// isCertain reports whether the error is known, and its body is as the envelope specifies.
func (r *reading) isCertain() bool {
	return r != nil && r.entry != nil && r.parsed.isPerfect()
}

// rank is how well the body is understood; greater ranks are better.
func (r *reading) rank() [5]int {
	known := 0
	if r.entry != nil {
		known = 1
	}
	p := r.parsed
	return [5]int{known, -p.wrongLiterals, -p.gaps, p.specific, p.matched}
}

// readParams returns the values that can be read: from the body, the message or a header.
func readParams(entry *Entry, p *parsed, header http.Header, now time.Time) map[string]any {
	values := map[string]any{}
	var texts map[string]string
	if p.message != nil && len(entry.Params) > 0 {
		texts = entry.textsIn(*p.message)
	}
	for i := range entry.Params {
		param := &entry.Params[i]
		value, ok := inBody(param, p)
		if text, has := texts[param.Name]; !ok && has {
			// A required text may also be "-" itself.
			if text != absent || (!param.Optional && isWide(param.Type)) {
				value, ok = fromText(text, param.Type)
			}
		}
		for name, filled := range entry.Headers {
			if text := header.Get(name); !ok && filled == param.Name && text != "" {
				value, ok = fromHeader(text, param.Type, now)
			}
		}
		if ok {
			values[param.Name] = value
		}
	}
	return values
}

func inBody(param *Param, p *parsed) (any, bool) {
	own, hasOwn := p.params[param.Name]
	member, hasMember := p.members[param.Wire]
	for _, it := range []struct {
		wire wireValue
		has  bool
	}{{own, hasOwn}, {member, hasMember}} {
		// A text that isn't JSON has no other form for a missing value than an empty one.
		isEmpty := it.wire.text && it.wire.absent == "" && param.Optional && it.wire.isAbsent()
		if !it.has || isEmpty {
			continue
		}
		if value, ok := it.wire.read(param.Type); ok {
			return value, true
		}
	}
	return nil, false
}

// catalogMessage returns the message of the catalog with its values.
func catalogMessage(entry *Entry, values map[string]any) string {
	var text strings.Builder
	for _, word := range entry.Message {
		value, ok := values[word.Param]
		switch {
		case word.Param == "":
			text.WriteString(word.Literal)
		case ok:
			text.WriteString(toText(value, entry.params[word.Param].Type))
		case len(entry.Message) > 1:
			text.WriteString(absent)
		}
	}
	return text.String()
}
