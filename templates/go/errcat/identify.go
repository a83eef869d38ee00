package errcat

import (
	"regexp"
	"strings"
)

// maxChain is the maximum length of a chain of errors that inherit from each other.
const maxChain = 32

// envelopeEntries has the errors with an envelope, by what a client sees of them.
type envelopeEntries struct {
	envelope      *Envelope
	decoder       *Decoder
	all           []*Entry
	withoutStatus []*Entry
	byStatus      map[int][]*Entry
	byCode        map[string][]*Entry
	byPage        map[string][]*Entry
}

func newEnvelopeEntries(envelope *Envelope, decoder *Decoder) *envelopeEntries {
	e := &envelopeEntries{
		envelope: envelope,
		decoder:  decoder,
		byStatus: map[int][]*Entry{},
		byCode:   map[string][]*Entry{},
		byPage:   map[string][]*Entry{},
	}
	for _, entry := range decoder.entries {
		if entry.Envelope != envelope.Name {
			continue
		}
		e.all = append(e.all, entry)
		if len(entry.Status) == 0 {
			e.withoutStatus = append(e.withoutStatus, entry)
		}
		for _, status := range entry.Status {
			e.byStatus[status] = append(e.byStatus[status], entry)
		}
		for _, code := range append([]string{entry.Code}, entry.Aliases...) {
			e.byCode[code] = append(e.byCode[code], entry)
		}
		if names := pageNames(entry.DocsURL); len(names) > 0 {
			e.byPage[names[0]] = append(e.byPage[names[0]], entry)
		}
	}
	return e
}

func (e *envelopeEntries) has(identity string) bool {
	for _, it := range e.envelope.IdentifyBy {
		if it == identity {
			return true
		}
	}
	return false
}

// mayKnow reports whether an entry may be sent with a status.
func (e *envelopeEntries) mayKnow(status int) bool {
	return !e.has("status") || len(e.withoutStatus) > 0 || len(e.byStatus[status]) > 0
}

// identify returns the entry of a body. If several match, it is the one that they inherit from.
func (e *envelopeEntries) identify(status int, p *parsed) *Entry {
	known := e.matching(status, p)
	if len(known) == 1 {
		return known[0]
	}
	return e.decide(status, p, known)
}

// candidates returns the entries that a body may be of.
func (e *envelopeEntries) candidates(status int, p *parsed) []*Entry {
	known := e.matching(status, p)
	if len(known) > 0 || e.isAnother(p) {
		return known
	}
	return e.byStatus[status]
}

// matching returns the entries that have what IdentifyBy asks for.
func (e *envelopeEntries) matching(status int, p *parsed) []*Entry {
	return filter(e.lookup(status, p), func(entry *Entry) bool {
		for _, by := range e.envelope.IdentifyBy {
			if by == "status" && !entry.mayHaveStatus(status) || by != "status" && !isIdentified(entry, by, p) {
				return false
			}
		}
		return true
	})
}

// lookup returns the entries that have one of the values, the one that leaves the fewest.
func (e *envelopeEntries) lookup(status int, p *parsed) []*Entry {
	switch {
	case e.has("code") && p.code != nil:
		return e.byCode[*p.code]
	case e.has("type") && p.docsURL != nil:
		for _, name := range pageNames(*p.docsURL) {
			if entries, ok := e.byPage[name]; ok {
				return entries
			}
		}
		return nil
	case e.has("status"):
		return e.withStatus(status)
	}
	return e.all
}

func (e *envelopeEntries) withStatus(status int) []*Entry {
	return append(append([]*Entry{}, e.byStatus[status]...), e.withoutStatus...)
}

// isAnother reports whether a body names an error that the API doesn't have. A different code is a different
// error; titles and messages are for people, so they get reworded.
func (e *envelopeEntries) isAnother(p *parsed) bool {
	for _, by := range e.envelope.IdentifyBy {
		if fact, ok := p.facts[by]; ok && !fact.isAbsent() {
			return true
		}
	}
	return (e.has("code") && p.code != nil) || (e.has("type") && p.docsURL != nil)
}

func (e *envelopeEntries) decide(status int, p *parsed, known []*Entry) *Entry {
	if len(known) == 0 {
		// The status alone identifies an error that was reworded, but not one with another shape.
		if !e.has("status") || e.isAnother(p) || !p.isPerfect() {
			return nil
		}
		for _, entry := range e.withStatus(status) {
			if !entry.mayHaveStatus(status) {
				continue
			}
			if kind := e.decoder.byID[entry.Kind]; kind != nil {
				entry = kind
			}
			known = append(known, entry)
		}
		return e.decoder.sharedKind(known)
	}
	// An entry without a status matches any status; a specific one is better, and so is a range.
	known = prefer(known, func(it *Entry) bool { return it.hasNumber(status) })
	known = prefer(known, func(it *Entry) bool { return it.hasStatus(status) })
	known = prefer(known, func(it *Entry) bool { return !it.Retired })
	if e.has("code") {
		known = prefer(known, func(it *Entry) bool { return p.code != nil && it.Code == *p.code })
	}
	if e.has("type") && p.docsURL != nil {
		known = prefer(known, func(it *Entry) bool { return it.DocsURL == *p.docsURL })
		known = preferMost(known, func(it *Entry) int { return commonSegments(it.DocsURL, *p.docsURL) })
	}
	if e.has("message") {
		known = preferMost(known, (*Entry).literalLength)
	}
	return e.decoder.sharedKind(known)
}

// chain returns an entry, its kind, the kind's kind, and so on.
func (d *Decoder) chain(entry *Entry) []*Entry {
	var chain []*Entry
	for entry != nil && len(chain) < maxChain {
		chain = append(chain, entry)
		entry = d.byID[entry.Kind]
	}
	return chain
}

// sharedKind returns the nearest kind that all entries share. A single entry is returned itself.
func (d *Decoder) sharedKind(known []*Entry) *Entry {
	if len(known) == 0 {
		return nil
	}
	if len(known) == 1 {
		return known[0]
	}
	counts := map[string]int{}
	for _, entry := range known {
		for _, kind := range d.chain(entry) {
			counts[kind.ID]++
		}
	}
	for _, kind := range d.chain(known[0]) {
		if counts[kind.ID] != len(known) {
			continue
		}
		for _, entry := range known {
			// An entry among the candidates belongs to the table that sent the error.
			if entry.ID == kind.ID {
				return entry
			}
		}
		return kind
	}
	return nil
}

// isIdentified reports whether a body has the value that identifies an entry.
func isIdentified(entry *Entry, identity string, p *parsed) bool {
	switch identity {
	case "code":
		if p.code == nil {
			return false
		}
		for _, alias := range entry.Aliases {
			if *p.code == alias {
				return true
			}
		}
		return *p.code == entry.Code
	case "title":
		return p.title != nil && *p.title == entry.Title
	case "message":
		if p.message == nil {
			return entry.mayLackMessage()
		}
		return entry.textsIn(*p.message) != nil
	case "type":
		if p.docsURL == nil || entry.DocsURL == "" {
			return p.docsURL == nil && entry.DocsURL == ""
		}
		return isSamePage(*p.docsURL, entry.DocsURL)
	case "table":
		return p.table != nil && *p.table == entry.Table
	}
	fact, has := entry.Facts[identity]
	wire, ok := p.facts[identity]
	if !ok || !has {
		return !has && (!ok || wire.isAbsent())
	}
	return isFact(fact, wire)
}

// isFact reports whether a value in a response is a fact.
func isFact(fact any, wire wireValue) bool {
	kind := "number"
	switch fact.(type) {
	case string:
		kind = "string"
	case bool:
		kind = "boolean"
	}
	if wire.text {
		return wire.value == toText(fact, kind)
	}
	value, ok := wire.read(kind)
	return ok && value == fact
}

func filter(entries []*Entry, isKept func(*Entry) bool) []*Entry {
	var kept []*Entry
	for _, entry := range entries {
		if isKept(entry) {
			kept = append(kept, entry)
		}
	}
	return kept
}

// prefer returns the entries that meet a condition, or all if none does.
func prefer(known []*Entry, isBetter func(*Entry) bool) []*Entry {
	if better := filter(known, isBetter); len(better) > 0 {
		return better
	}
	return known
}

func preferMost(known []*Entry, count func(*Entry) int) []*Entry {
	most := -1
	for _, entry := range known {
		if n := count(entry); n > most {
			most = n
		}
	}
	return prefer(known, func(it *Entry) bool { return count(it) == most })
}

// aboutBlank is the problem type of an error that says no more than its status (RFC 9457, section 4.2.1).
const aboutBlank = "about:blank"

var version = regexp.MustCompile(`^v[0-9][0-9.]*$`)

// pageNames returns the parts of a URL that may name an error, the likelier first. Docs move to another host,
// and their paths get a version. What still identifies the error is the fragment, or the last segment.
func pageNames(url string) []string {
	rest, fragment, _ := strings.Cut(url, "#")
	path, _, _ := strings.Cut(rest, "?")
	var names []string
	if fragment != "" {
		names = append(names, fragment)
	}
	segments := strings.Split(path, "/")
	for i := len(segments) - 1; i >= 0; i-- {
		if segments[i] != "" && !version.MatchString(segments[i]) {
			return append(names, strings.TrimSuffix(segments[i], ".html"))
		}
	}
	return names
}

// isSamePage reports whether a URL is of a page, or of the same page at another place.
func isSamePage(url, page string) bool {
	names := pageNames(page)
	for _, name := range pageNames(url) {
		if len(names) > 0 && name == names[0] {
			return true
		}
	}
	return url == page
}

// commonSegments returns the number of segments that two URLs have in common, counted from their ends.
func commonSegments(one, other string) int {
	split := func(url string) []string {
		return strings.Split(strings.ReplaceAll(strings.TrimRight(url, "/"), "#", "/"), "/")
	}
	a, b := split(one), split(other)
	count := 0
	for count < len(a) && count < len(b) && a[len(a)-1-count] == b[len(b)-1-count] {
		count++
	}
	return count
}
