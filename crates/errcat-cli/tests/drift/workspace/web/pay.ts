export function advice(code: string): string {
  return code === "card_declined" ? "Use another card" : "Try later";
}
