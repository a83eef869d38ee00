// Package errors is made from the catalog.
package errors
