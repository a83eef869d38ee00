package errcat

import (
	"strconv"
	"strings"
)

// Node is a part of a body.
type Node struct {
	kind    nodeKind
	literal any
	slot    Slot
	// asText is true if the value is written as a string.
	asText  bool
	pieces  []Piece
	items   []Node
	members []Member
	// required is true if a body without this part isn't of the envelope.
	required bool
	// strict is true if a body with a value of another type in this part isn't of the envelope.
	strict bool
}

type nodeKind int

const (
	literalNode nodeKind = iota
	slotNode
	textNode
	listNode
	eachNode
	objectNode
)

// Slot is a value in a body: its kind, and the name of a param, a context field, a fact or a constant.
type Slot struct{ Kind, Name string }

// Piece is a piece of a text: a literal, or a value.
type Piece struct {
	Literal string
	Slot    Slot
}

// Member is a member of an object. A key with a Start or an End varies between these texts.
type Member struct {
	Name       string
	Value      Node
	Optional   bool
	Start, End string
}

// keyIn returns the key of a member of the node in a body.
func (n *Node) keyIn(object map[string]any, member *Member) string {
	if member.Start == "" && member.End == "" {
		return member.Name
	}
	found := ""
	for key := range object {
		varies := len(key) > len(member.Start)+len(member.End) &&
			strings.HasPrefix(key, member.Start) && strings.HasSuffix(key, member.End)
		// Keys have no order here. The first in the alphabet is chosen, so that results don't vary.
		if varies && !n.hasMember(key) && (found == "" || key < found) {
			found = key
		}
	}
	return found
}

func (n *Node) hasMember(name string) bool {
	for i := range n.members {
		if n.members[i].Name == name {
			return true
		}
	}
	return false
}

// Literal returns a constant, from its JSON.
func Literal(text string) Node {
	value, _ := parseJSON(text)
	return literal(value)
}

func literal(value any) Node {
	switch value := value.(type) {
	case []any:
		items := make([]Node, len(value))
		for i, item := range value {
			items[i] = literal(item)
		}
		return List(items...)
	case map[string]any:
		members := make([]Member, 0, len(value))
		for name, item := range value {
			members = append(members, Member{Name: name, Value: literal(item)})
		}
		return Object(members...)
	}
	return Node{literal: value}
}

// Value returns a slot with its type.
func Value(slot Slot) Node { return Node{kind: slotNode, slot: slot} }

// AsText returns a slot whose value is written as a string.
func AsText(slot Slot) Node { return Node{kind: slotNode, slot: slot, asText: true} }

// Text returns a text that contains values.
func Text(pieces ...Piece) Node { return Node{kind: textNode, pieces: pieces} }

// List returns a list. An object in it is found at any position.
func List(items ...Node) Node { return Node{kind: listNode, items: items} }

// Each returns a list of errors.
func Each(item Node) Node { return Node{kind: eachNode, items: []Node{item}} }

// Object returns an object.
func Object(members ...Member) Node { return Node{kind: objectNode, members: members} }

func (m Member) isExtensions() bool {
	return m.Value.kind == slotNode && m.Value.slot.Kind == "extensions"
}

// prepare determines what a body has to contain: the values that identify errors. If that is only the status,
// only the shape of the body distinguishes the API's errors from those of a proxy, so that all members are
// required that aren't optional. Literals, links and facts never are.
func (n *Node) prepare(by []string) {
	onlyStatus := hasOnlyStatus(by)
	switch n.kind {
	case slotNode:
		n.required = isRequired(n.slot, by)
		n.strict = n.required && !onlyStatus
	case textNode:
		for _, piece := range n.pieces {
			n.required = n.required || (piece.Slot.Kind != "" && isRequired(piece.Slot, by))
		}
		n.strict = n.required && !onlyStatus
	case listNode, eachNode:
		for i := range n.items {
			n.items[i].prepare(by)
			n.required = n.required || n.items[i].required
		}
		n.strict = n.required
	case objectNode:
		for i := range n.members {
			value := &n.members[i].Value
			value.prepare(by)
			n.required = n.required || (value.required && !n.members[i].Optional)
		}
		n.strict = n.required
	}
}

func hasOnlyStatus(by []string) bool {
	for _, it := range by {
		if it != "status" {
			return false
		}
	}
	return true
}

// isRequired reports whether a body without a slot isn't of the envelope.
func isRequired(slot Slot, by []string) bool {
	if hasOnlyStatus(by) {
		switch slot.Kind {
		case "code", "code_number", "title", "message", "status", "params", "param":
			return true
		}
		return false
	}
	for _, it := range by {
		switch it {
		case "status":
		case "code":
			if slot.Kind == "code" || slot.Kind == "code_number" {
				return true
			}
		case "title", "message":
			if slot.Kind == it {
				return true
			}
		case "type":
			if slot.Kind == "type" || slot.Kind == "docs_url" {
				return true
			}
		case "table":
			if slot == (Slot{"constant", "table"}) {
				return true
			}
		default:
			if slot == (Slot{"fact", it}) {
				return true
			}
		}
	}
	return false
}

// textParts returns the parts of a text to extract. Slots are named by their position.
func textParts(pieces []Piece) []part {
	parts := make([]part, len(pieces))
	for i, piece := range pieces {
		if piece.Slot.Kind == "" {
			parts[i] = part{literal: piece.Literal}
		} else {
			parts[i] = part{slot: strconv.Itoa(i), narrow: piece.Slot.Kind == "status"}
		}
	}
	return parts
}

// Envelope is the shape of an error body.
type Envelope struct {
	Name        string
	ContentType string
	IdentifyBy  []string
	Body        Node
	Headers     []Header
	Context     []Param
	// RecognizesUnknown is true if no error has the envelope: it is for errors that this version doesn't know.
	RecognizesUnknown bool
}

// each returns the shape of an item if a node contains a list of errors, and otherwise nil.
func (n *Node) each() *Node {
	if n.kind == eachNode {
		return &n.items[0]
	}
	for i := range n.items {
		if item := n.items[i].each(); item != nil {
			return item
		}
	}
	for i := range n.members {
		if item := n.members[i].Value.each(); item != nil {
			return item
		}
	}
	return nil
}

// Header is a header of every response with an envelope.
type Header struct {
	Name   string
	Pieces []Piece
}

func (e *Envelope) format() string {
	if e.Body.kind != textNode {
		return "json"
	}
	return bodyFormat(e.ContentType)
}

// mayHave reports whether a response with a media type can have the envelope.
func (e *Envelope) mayHave(mediaType string) bool {
	if mediaType == "" {
		return true
	}
	format := bodyFormat(mediaType)
	return (format != "text" && format == e.format()) || strings.EqualFold(mediaType, essence(e.ContentType))
}

// essence returns a content type without its parameters. The result is empty if it isn't a media type.
func essence(contentType string) string {
	if end := strings.IndexAny(contentType, ";,"); end >= 0 {
		contentType = contentType[:end]
	}
	contentType = strings.TrimSpace(contentType)
	if main, sub, ok := strings.Cut(contentType, "/"); !ok || main == "" || sub == "" {
		return ""
	}
	return contentType
}

// bodyFormat returns the format of bodies with a content type: json, xml or text.
func bodyFormat(contentType string) string {
	mediaType := strings.ToLower(essence(contentType))
	switch {
	case mediaType == "", mediaType == "application/json", mediaType == "text/json", strings.HasSuffix(mediaType, "+json"):
		return "json"
	case mediaType == "application/xml", mediaType == "text/xml", strings.HasSuffix(mediaType, "+xml"):
		return "xml"
	}
	return "text"
}

// Param is a value of an error, or of the context of an envelope.
type Param struct {
	Name, Type string
	// Wire is the name in the object of all params.
	Wire     string
	Optional bool
}

// Word is a piece of a message: a literal, or a param.
type Word struct{ Literal, Param string }

// Entry is an error in one of its tables.
type Entry struct {
	ID, Code, Title  string
	Table, Envelope  string
	Kind             string
	Status           []int
	First, Last      int
	Message          []Word
	Params           []Param
	Headers          map[string]string
	Facts            map[string]any
	Retry            Retry
	Operations       []string
	Aliases          []string
	DocsURL          string
	Retired          bool
	parts            []part
	params           map[string]*Param
	lowercaseHeaders map[string]string
}

func (e *Entry) prepare() {
	e.params = map[string]*Param{}
	for i := range e.Params {
		e.params[e.Params[i].Name] = &e.Params[i]
	}
	e.lowercaseHeaders = map[string]string{}
	for name, param := range e.Headers {
		e.lowercaseHeaders[strings.ToLower(name)] = param
	}
	for _, word := range e.Message {
		if word.Param == "" {
			e.parts = append(e.parts, part{literal: word.Literal})
			continue
		}
		// Params that aren't public are hidden, and their text can be any.
		param, ok := e.params[word.Param]
		e.parts = append(e.parts, part{slot: word.Param, narrow: ok && !isWide(param.Type)})
	}
}

func (e *Entry) hasNumber(status int) bool {
	for _, it := range e.Status {
		if it == status {
			return true
		}
	}
	return false
}

func (e *Entry) hasStatus(status int) bool {
	return e.hasNumber(status) || (e.First <= status && status <= e.Last)
}

// mayHaveStatus reports whether it has the status, or none at all.
func (e *Entry) mayHaveStatus(status int) bool {
	return e.hasStatus(status) || (len(e.Status) == 0 && e.Last == 0)
}

func (e *Entry) mayBeOf(operation string) bool {
	if operation == "" || len(e.Operations) == 0 {
		return true
	}
	for _, it := range e.Operations {
		if it == operation {
			return true
		}
	}
	return false
}

// textsIn returns the texts of the params in a message. The result is nil if the message isn't the error's.
func (e *Entry) textsIn(message string) map[string]string {
	return extract(e.parts, message, func(name, text string) bool {
		param, ok := e.params[name]
		if !ok || isWide(param.Type) || text == absent {
			return true
		}
		_, ok = fromText(text, param.Type)
		return ok
	})
}

// literalLength is the length of the literals in the message. The more, the less a match is a coincidence.
func (e *Entry) literalLength() int {
	length := 0
	for _, word := range e.Message {
		length += len(word.Literal)
	}
	return length
}

// mayLackMessage reports whether the message consists of a single optional param.
func (e *Entry) mayLackMessage() bool {
	if len(e.Message) != 1 || e.Message[0].Param == "" {
		return false
	}
	param, ok := e.params[e.Message[0].Param]
	return ok && param.Optional
}
