/** What the packages of all APIs share. */

export * from "./body.js";
export * from "./data.js";
export * from "./decode.js";
export { byFact, byMessage, byPage, byTable, byTitle } from "./identify.js";
export * from "./keys.js";
export * from "./lists.js";
export * from "./match.js";
export * from "./retry.js";
export * from "./templates.js";
export * from "./types.js";
export * from "./values.js";
