/**
 * Where JSON text stops being JSON. `JSON.parse` says so for some mistakes only (not for a comma too many, the commonest one), so the
 * text is scanned again after it refused. Iterative: text nested a million deep must not end the process.
 */
const TOKEN =
  /[ \n\r\t]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/** What may stand at a place. `key+`: after a comma, where `}` may not; `value+` the same for `]`. */
type Expected = 'value' | 'value+' | 'key' | 'key+' | 'colon' | 'comma' | 'end';

/** The offset of the first character that cannot stand where it stands; the length of the text when it ends early. */
export function jsonFaultAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value+';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) return skipSpace(text, at);
    const next = step(token[1] ?? (token[2] === undefined ? 'literal' : 'text'), expected, open);
    if (next === undefined) return skipSpace(text, at);
    expected = next;
    at = TOKEN.lastIndex;
  }
}

function step(token: string, expected: Expected, open: ('{' | '[')[]): Expected | undefined {
  if (token === '}' || token === ']') {
    const isEmptyOrDone = expected === 'comma' || expected === (token === '}' ? 'key' : 'value');
    return isEmptyOrDone && open.pop() === (token === '}' ? '{' : '[') ? after(open) : undefined;
  }
  if (token === ',' && expected === 'comma') return open.at(-1) === '{' ? 'key+' : 'value+';
  if (token === ':' && expected === 'colon') return 'value+';
  if (token === 'text' && expected.startsWith('key')) return 'colon';
  if (!expected.startsWith('value')) return undefined;
  if (token === '{' || token === '[') {
    open.push(token);
    return token === '{' ? 'key' : 'value';
  }
  return token === 'text' || token === 'literal' ? after(open) : undefined;
}

function after(open: readonly string[]): Expected {
  return open.length === 0 ? 'end' : 'comma';
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at += 1;
  return at;
}
