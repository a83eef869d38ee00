package errcat

import (
	"strings"
	"unicode/utf8"
)

// part is a part of a template: a literal, or a slot.
type part struct {
	literal string
	slot    string
	// narrow is true for a slot with a short text, such as a number or a date.
	narrow bool
}

func (p part) isSlot() bool { return p.slot != "" }

// extract returns the texts that fill the slots of a template. The result is nil if the text doesn't match it.
//
// A value may contain the text around it. The result is the first split in which every value fits its slot and
// the leftmost values are as short as possible. The number of steps is linear in the length of the text.
func extract(parts []part, text string, fits func(slot, text string) bool) map[string]string {
	// Strip the literal at the end first. Otherwise, a value that contains this literal would end there.
	if n := len(parts); n > 0 && !parts[n-1].isSlot() {
		last := parts[n-1].literal
		if !strings.HasSuffix(text, last) {
			return nil
		}
		text, parts = text[:len(text)-len(last)], parts[:n-1]
	}
	m := matcher{parts: parts, text: text, fits: fits, found: map[string]string{}, steps: len(text)*8 + 65_536}
	if m.match(0, 0) != found {
		return nil
	}
	return m.found
}

type outcome int

const (
	found outcome = iota
	// notHere: no match from this position.
	notHere
	// never: no match from this or any later position.
	never
)

type matcher struct {
	parts []part
	text  string
	fits  func(slot, text string) bool
	found map[string]string
	// A search that backtracks too often is given up.
	steps int
}

func (m *matcher) match(index, at int) outcome {
	if index == len(m.parts) {
		if at == len(m.text) {
			return found
		}
		return notHere
	}
	p := m.parts[index]
	if !p.isSlot() {
		return m.literal(p.literal, index, at)
	}
	if known, ok := m.found[p.slot]; ok {
		if !m.spend(len(known)) {
			return never
		}
		return m.literal(known, index, at)
	}
	switch {
	case index+1 == len(m.parts):
		return m.try(p, index, at, len(m.text))
	case !m.parts[index+1].isSlot():
		return m.until(p, m.parts[index+1].literal, index, at)
	}
	// Two adjacent slots: no literal marks the end of the first.
	return m.anywhere(p, index, at)
}

func (m *matcher) literal(literal string, index, at int) outcome {
	if !strings.HasPrefix(m.text[at:], literal) {
		return notHere
	}
	return m.match(index+1, at+len(literal))
}

func (m *matcher) try(p part, index, at, end int) outcome {
	value := m.text[at:end]
	if !utf8.ValidString(value) || !m.fits(p.slot, value) {
		return notHere
	}
	m.found[p.slot] = value
	result := m.match(index+1, end)
	if result != found {
		delete(m.found, p.slot)
	}
	return result
}

// until matches a slot that ends at a literal.
func (m *matcher) until(p part, literal string, index, at int) outcome {
	for begin := at; ; {
		reach := len(m.text)
		if p.narrow && at+maxNumberLength+len(literal) < reach {
			reach = at + maxNumberLength + len(literal)
		}
		if begin > reach {
			return notHere
		}
		offset := strings.Index(m.text[begin:reach], literal)
		if offset < 0 {
			// A literal that isn't in the text isn't in any later part of it.
			if !m.spend(reach-begin) || (!p.narrow && begin == at) {
				return never
			}
			return notHere
		}
		if result := m.try(p, index, at, begin+offset); result != notHere {
			return result
		}
		if !m.spend(offset + 1) {
			return never
		}
		begin += offset + 1
	}
}

// anywhere matches a slot that can end anywhere: a number as late as possible, other texts as early.
func (m *matcher) anywhere(p part, index, at int) outcome {
	last := len(m.text)
	if p.narrow && at+maxNumberLength < last {
		last = at + maxNumberLength
	}
	for i := 0; i <= last-at; i++ {
		end, cost := at+i, 1
		if p.narrow {
			end, cost = last-i, last-i-at+1
		}
		result := m.try(p, index, at, end)
		if result == found || (result == never && !p.narrow) {
			return result
		}
		if !m.spend(cost) {
			return never
		}
	}
	return notHere
}

// spend uses up steps. The result is false if there aren't enough left.
func (m *matcher) spend(steps int) bool {
	m.steps -= steps
	return m.steps >= 0
}
