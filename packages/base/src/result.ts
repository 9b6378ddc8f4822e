/** The answer to something that bad input may break. `code` comes from a closed union; `message` says what was expected and what came. */
export type Result<T, Code extends string> = Ok<T> | Err<Code>;

/** A success with its value. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** A refusal: `code` is counted and stable, `message` is for a person. */
export interface Err<Code extends string> {
  readonly ok: false;
  readonly code: Code;
  readonly message: string;
}

/** Wraps a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps a refusal; without a message the code is the message. */
export function err<Code extends string>(code: Code, message: string = code): Err<Code> {
  return { ok: false, code, message };
}
