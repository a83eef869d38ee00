package errcat

// parsed has the contents of a body. A text is nil if the body doesn't have it.
type parsed struct {
	code, title, message, docsURL, table *string
	facts, members, params               map[string]wireValue
	context                              map[string]any
	others                               []any
	literals, wrongLiterals, gaps        int
	// specific is the number of matched parts that accept only certain values, and matched that of all.
	specific, matched int
	differs           bool
}

func newParsed() *parsed {
	return &parsed{
		facts:   map[string]wireValue{},
		members: map[string]wireValue{},
		params:  map[string]wireValue{},
		context: map[string]any{},
	}
}

func (p *parsed) isPerfect() bool { return p.wrongLiterals == 0 && p.gaps == 0 }

// hasEvidence reports whether a part is as specified, or whether there is nothing else in the body. Keys alone,
// such as {"error": null}, don't make a body an error of the API.
func (p *parsed) hasEvidence() bool { return p.matched > 0 || (!p.differs && len(p.members) == 0) }

func (p *parsed) countSpecific() {
	p.specific++
	p.matched++
}

// absorb adds the contents of an item.
func (p *parsed) absorb(item *parsed) {
	texts := []**string{&p.code, &p.title, &p.message, &p.docsURL, &p.table}
	for i, text := range []*string{item.code, item.title, item.message, item.docsURL, item.table} {
		if text != nil {
			*texts[i] = text
		}
	}
	maps := []map[string]wireValue{p.facts, p.members, p.params}
	for i, values := range []map[string]wireValue{item.facts, item.members, item.params} {
		for name, value := range values {
			maps[i][name] = value
		}
	}
	for name, value := range item.context {
		p.context[name] = value
	}
	p.others = append(p.others, item.others...)
	p.literals += item.literals
	p.wrongLiterals += item.wrongLiterals
	p.gaps += item.gaps
	p.specific += item.specific
	p.matched += item.matched
	p.differs = p.differs || item.differs
}
