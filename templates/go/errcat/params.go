package errcat

import "errors"

// Reader reads the params of an error into a struct. The packages of the APIs use it.
type Reader struct {
	params map[string]any
	ok     bool
}

// ReaderOf returns a reader of an error with a code. It reads nothing of other errors.
func ReaderOf(err error, code Code) *Reader {
	var known *Error
	if !errors.As(err, &known) || known.Code != code {
		return &Reader{}
	}
	return &Reader{params: known.Params, ok: true}
}

// OK reports whether the error has the code, and all params that it requires.
func (r *Reader) OK() bool { return r.ok }

// Read sets a field to a param that the error requires.
func Read[T any](r *Reader, name string, field *T) {
	value, ok := r.params[name].(T)
	*field = value
	r.ok = r.ok && ok
}

// ReadOptional sets a field to a param, or leaves it nil if the response lacks it.
func ReadOptional[T any](r *Reader, name string, field **T) {
	if value, ok := r.params[name].(T); ok {
		*field = &value
	}
}
