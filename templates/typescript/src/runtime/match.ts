/** Handling of decoded errors. */

import { type DecodedError, type UnknownError, type UnreadableError } from "./types.js";

/** A handler for each code. */
export type Handlers<Errors, R> = {
  readonly [C in keyof Errors as [Errors[C]] extends [never] ? never : C]: (error: Errors[C]) => R;
};

/** Calls the handler of an error's code, or `otherwise`. */
export function matchCode<R>(
  error: DecodedError,
  handlers: Readonly<Record<string, (error: never) => R>>,
  otherwise: (error: UnknownError | UnreadableError) => R,
): R {
  const { code } = error;
  if (code === undefined) return otherwise(error);
  const handler = Object.hasOwn(handlers, code) ? handlers[code] : undefined;
  return handler ? handler(error as never) : otherwise(error as never);
}

/** Returns an error, followed by the further errors of its response. */
export const listErrors = (error: DecodedError): readonly DecodedError[] => [error, ...error.others];

/** A decoded error to throw, with a stack. */
export class ApiFailure<E extends DecodedError = DecodedError> extends Error {
  override readonly name = "ApiFailure";

  constructor(readonly error: E) {
    super(error.message ?? `HTTP ${String(error.status)}`);
  }
}
