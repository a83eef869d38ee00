package errcat

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// maxItems is the maximum number of items of a list that are compared with an envelope.
const maxItems = 64

// body is a response's body as text, and as JSON if it is.
type body struct {
	text   string
	value  any
	isJSON bool
}

// parse returns the contents of a body, or nil if it isn't of the envelope.
func parse(envelope *Envelope, body body, header http.Header) *parsed {
	s := &shape{envelope, newParsed()}
	var ok bool
	switch envelope.format() {
	case "json":
		ok = body.isJSON && s.match(&envelope.Body, body.value, false)
	case "text":
		ok = s.rawText(&envelope.Body, body.text)
	}
	if !ok || !s.hasEvidence() {
		return nil
	}
	for _, it := range envelope.Headers {
		// A header that is missing or different is ignored: a proxy may have removed it.
		if text := header.Get(it.Name); text != "" {
			s.pieces(it.Pieces, text, absent)
		}
	}
	return s.parsed
}

// parseItem parses an item of a list of errors. The result is nil if the envelope has no list.
func parseItem(envelope *Envelope, item any) *parsed {
	s := &shape{envelope, newParsed()}
	node := envelope.Body.each()
	if node == nil || !s.match(node, item, false) || !s.hasEvidence() {
		return nil
	}
	return s.parsed
}

// shape matches a body against an envelope. Its methods return false if the body isn't of it.
type shape struct {
	envelope *Envelope
	*parsed
}

func (s *shape) match(node *Node, value any, optional bool) bool {
	if value == nil && optional {
		return true
	}
	switch node.kind {
	case objectNode:
		if object, ok := value.(map[string]any); ok {
			return s.object(node, object)
		}
	case listNode:
		if list, ok := value.([]any); ok {
			return s.list(node, list)
		}
	case eachNode:
		if list, ok := value.([]any); ok && len(list) > 0 {
			return s.each(node, list)
		}
	case literalNode:
		if isSame(node.literal, value) {
			s.literals++
			s.countSpecific()
			return true
		}
	case textNode:
		if text, ok := value.(string); ok && (s.pieces(node.pieces, text, absent) || s.movedURL(node, text)) {
			return true
		}
	case slotNode:
		return s.slot(node, value)
	}
	return s.tolerates(node)
}

// tolerates handles a value of another type.
func (s *shape) tolerates(node *Node) bool {
	if node.strict {
		return false
	}
	s.countGap(node)
	return true
}

// toleratesMissing handles a missing part.
func (s *shape) toleratesMissing(node *Node) bool {
	if node.required {
		return false
	}
	s.countGap(node)
	return true
}

func (s *shape) countGap(node *Node) {
	if node.kind == literalNode {
		s.wrongLiterals++
	} else {
		s.gaps++
	}
	s.differs = true
}

func (s *shape) object(node *Node, object map[string]any) bool {
	known := map[string]bool{}
	hasExtensions := false
	for i := range node.members {
		member := &node.members[i]
		if member.isExtensions() {
			hasExtensions = true
			continue
		}
		name := node.keyIn(object, member)
		known[name] = true
		value, ok := object[name]
		if ok && !s.match(&member.Value, value, member.Optional) {
			return false
		}
		if !ok && !member.Optional && !s.toleratesMissing(&member.Value) {
			return false
		}
	}
	for name, value := range object {
		switch {
		case known[name]:
		case hasExtensions:
			s.members[name] = wireValue{value: value}
		default:
			s.differs = true
		}
	}
	return true
}

func (s *shape) list(node *Node, list []any) bool {
	items := map[int]any{}
	for i, item := range list {
		if i < maxItems {
			items[i] = item
		}
	}
	for i := range node.items {
		at, best := s.bestItem(&node.items[i], i, items)
		if best != nil {
			delete(items, at)
			s.absorb(best)
		} else if !s.toleratesMissing(&node.items[i]) {
			return false
		}
	}
	s.differs = s.differs || len(items) > 0
	return true
}

// bestItem returns the item that fits a node best. Only objects can be at another position.
func (s *shape) bestItem(node *Node, position int, items map[int]any) (int, *parsed) {
	positions := []int{position}
	for at := 0; node.kind == objectNode && at < maxItems; at++ {
		if at != position {
			positions = append(positions, at)
		}
	}
	bestAt, best := 0, (*parsed)(nil)
	for _, at := range positions {
		item, ok := items[at]
		inner := &shape{s.envelope, newParsed()}
		if !ok || !inner.match(node, item, false) || (node.kind == objectNode && !inner.hasEvidence()) {
			continue
		}
		isBetter := best == nil || inner.wrongLiterals < best.wrongLiterals ||
			(inner.wrongLiterals == best.wrongLiterals && inner.gaps < best.gaps)
		if isBetter {
			bestAt, best = at, inner.parsed
		}
		if inner.isPerfect() {
			break
		}
	}
	return bestAt, best
}

// each matches the first item of a list of errors, and keeps the others.
func (s *shape) each(node *Node, list []any) bool {
	for i, item := range list[1:] {
		if i < maxItems {
			s.others = append(s.others, item)
		}
	}
	return s.match(&node.items[0], list[0], false)
}

func (s *shape) slot(node *Node, value any) bool {
	name := node.slot.Name
	switch node.slot.Kind {
	case "params", "extensions":
		object, ok := value.(map[string]any)
		if !ok {
			return s.tolerates(node)
		}
		s.countSpecific()
		for name, value := range object {
			s.members[name] = wireValue{value: value}
		}
	case "context":
		s.addContext(name, wireValue{value: value})
	case "param":
		s.matched++
		s.params[name] = wireValue{value: value}
	case "fact":
		s.matched++
		s.facts[name] = wireValue{value: value}
	case "constant":
		// It is the same in every response of an error, and may be reworded.
		s.matched++
		if text, ok := value.(string); ok && name == "table" {
			s.table = &text
		}
	case "status":
		if value == nil {
			return true
		}
		number, isNumber := value.(json.Number)
		text, isText := value.(string)
		if !(isNumber && isStatus(number.String())) && !(isText && node.asText && isStatus(text)) {
			return s.tolerates(node)
		}
		s.countSpecific()
	default:
		return s.textSlot(node, value)
	}
	return true
}

// textSlot matches the code, the title, the message, or a link.
func (s *shape) textSlot(node *Node, value any) bool {
	kind := node.slot.Kind
	if value == nil && (kind == "docs_url" || kind == "type") {
		return true
	}
	text, ok := value.(string)
	if number, isNumber := value.(json.Number); isNumber && (kind == "code_number" || (kind == "code" && node.asText)) {
		text, ok = number.String(), true
	}
	if !ok {
		return s.tolerates(node)
	}
	s.countSpecific()
	switch kind {
	case "code", "code_number":
		s.code = &text
	case "title":
		s.title = &text
	case "message":
		s.message = &text
	default:
		if s.docsURL = &text; text == aboutBlank {
			s.docsURL = nil
		}
	}
	return true
}

// addContext keeps a value if it has the field's type. A wrong type doesn't make the error unknown.
func (s *shape) addContext(name string, wire wireValue) {
	for _, param := range s.envelope.Context {
		if param.Name != name {
			continue
		}
		if value, ok := wire.read(param.Type); ok {
			s.matched++
			s.context[name] = value
			return
		}
	}
	s.differs = s.differs || !wire.isAbsent()
}

// movedURL reads the code from a URL that differs only in its literals, such as a new host of the docs.
func (s *shape) movedURL(node *Node, url string) bool {
	if len(node.pieces) < 2 || node.pieces[1].Slot.Kind != "code" {
		return false
	}
	start := node.pieces[0].Literal
	names := pageNames(url)
	if !strings.HasPrefix(start, "https://") && !strings.HasPrefix(start, "http://") || len(names) == 0 {
		return false
	}
	s.code = &names[0]
	s.wrongLiterals++
	s.matched++
	s.differs = true
	return true
}

// rawText matches a body that isn't JSON.
func (s *shape) rawText(node *Node, text string) bool {
	if n := len(node.pieces); n > 0 && !strings.HasSuffix(node.pieces[n-1].Literal, "\n") {
		// Many servers end a text with a line break.
		text = strings.TrimSuffix(text, "\n")
	}
	return s.pieces(node.pieces, text, "") || s.tolerates(node)
}

// pieces extracts the slots of a text, in which none stands for an absent value.
func (s *shape) pieces(pieces []Piece, text, none string) bool {
	slotAt := func(at string) Slot {
		i, _ := strconv.Atoi(at)
		return pieces[i].Slot
	}
	texts := extract(textParts(pieces), text, func(at, text string) bool {
		return slotAt(at).Kind != "status" || text == none || isStatus(text)
	})
	if texts == nil {
		return false
	}
	for at, text := range texts {
		if !s.piece(slotAt(at), text, none) {
			return false
		}
	}
	s.countSpecific()
	return true
}

func (s *shape) piece(slot Slot, text, none string) bool {
	wire := wireValue{value: text, text: true, absent: none}
	present := &text
	if wire.isAbsent() {
		present = nil
	}
	switch slot.Kind {
	case "code", "code_number":
		s.code = &text
	case "title":
		s.title = &text
	case "message":
		if text != "" || !wire.isAbsent() {
			s.message = &text
		}
	case "constant":
		if slot.Name == "table" {
			s.table = present
		}
	case "fact":
		s.facts[slot.Name] = wire
	case "docs_url", "type":
		s.docsURL = present
		if slot.Kind == "type" && text == aboutBlank {
			s.docsURL = nil
		}
	case "context":
		if present != nil {
			s.addContext(slot.Name, wire)
		}
	case "param":
		s.params[slot.Name] = wire
	case "params", "extensions":
		value, err := parseJSON(text)
		object, ok := value.(map[string]any)
		if err != nil || !ok {
			return false
		}
		for name, value := range object {
			s.members[name] = wireValue{value: value}
		}
	}
	return true
}

func isStatus(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}
