//! Merging into files in OpenAPI 3.0, in which a reference has no description of its own.

use super::super::merge::Merged;
use super::{ORDERS, SHARED, described, merged, merged_text, shop};

/// Returns the text before the components.
fn paths(text: &str) -> &str {
    text.split("components:\n").next().unwrap_or_default()
}

const FILE: &str = "\
openapi: 3.0.3
paths:
  /orders:
    post:
      responses:
        '409':
          description: Another order was faster. # our own words
          links: {}
          x-a: 1
  /orders/{id}:
    get:
      responses:
        '404': { $ref: '#/components/responses/Ours' }
components:
  responses:
    Ours: { description: No such thing }
";

#[test]
fn written_responses_keep_their_description() {
    let merged = merged_text(FILE, &shop());
    let response = "        '409':
          description: Another order was faster. # our own words
          x-a: 1
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/ShopSoldOut'
              examples:
                ShopSoldOut:
                  $ref: '#/components/examples/ShopSoldOut'
          x-errcat:
            api: shop
            codes:
            - sold_out
        '404':
          $ref: '#/components/responses/ShopOrders404'
";
    assert!(merged.contains(response), "{merged}");
}

#[test]
fn references_have_no_description() {
    let Merged { text, notes } = merged(FILE, &shop()).expect("no mistake");
    assert!(text.contains("        '404': { $ref: \"#/components/responses/ShopOrders404\" }\n"), "{text}");
    let note = "the response 404 of GET /orders/{id} was a reference to #/components/responses/Ours, which is replaced";
    assert_eq!(notes.iter().map(|note| &*note.text).collect::<Vec<_>>(), [note]);
}

#[test]
fn written_responses_are_updated_and_removed() {
    let merged_before = merged_text(FILE, &shop());
    let renamed = ORDERS.replace("sold_out", "all_sold");
    let updated = merged_text(&merged_before, &described(&[("errors", SHARED), ("orders", &renamed)]));
    let expected = merged_before.replace("sold_out", "all_sold").replace("SoldOut", "AllSold");
    assert_eq!(paths(&updated), paths(&expected));
    let bodiless = ORDERS.replace("message: Sold out", "message: Sold out, envelope: none");
    let updated = merged_text(&merged_before, &described(&[("errors", SHARED), ("orders", &bodiless)]));
    let rest = "          x-a: 1\n          x-errcat:\n            api: shop\n";
    assert!(updated.contains(rest), "{updated}");
    let without = ORDERS.replace("  sold_out: { status: 409, message: Sold out }\n", "");
    let updated = merged_text(&merged_before, &described(&[("errors", SHARED), ("orders", &without)]));
    let response = "        '409':
          description: Another order was faster. # our own words
          x-a: 1
        '404':
";
    assert!(updated.contains(response), "{updated}");
}

#[test]
fn a_file_that_becomes_3_1_has_references() {
    let merged = merged_text(&merged_text(FILE, &shop()).replace("3.0.3", "3.1.0"), &shop());
    let response = "        '409':
          description: Another order was faster. # our own words
          x-a: 1
          $ref: '#/components/responses/ShopOrders409'
        '404':
";
    assert!(merged.contains(response), "{merged}");
    assert!(!merged.contains("nullable") && merged.contains("const: sold_out"), "{merged}");
}
