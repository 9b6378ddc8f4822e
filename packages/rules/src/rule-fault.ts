/** Why a rule cannot be used. `field` names the place in the rule (`when`, `severities[0].when`), `position` the place in its text. */
export interface RuleFault {
  code: 'schema' | 'syntax' | 'unknown-name' | 'type' | 'too-costly';
  message: string;
  field: string;
  /** Both count from 1, inside the expression. */
  position?: { line: number; column: number };
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: RuleFault };
