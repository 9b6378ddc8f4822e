/** Text with JSON laid out; bytes that are no text as lines of hex. */
export function shownPayload({ text, b64 }: { text?: string; b64?: string }): string {
  if (text !== undefined) return laidOutJson(text);
  return hexLines(Uint8Array.from(atob(b64 ?? ''), (letter) => letter.charCodeAt(0)));
}

/**
 * JSON on many lines, every character of its values as it came: parsed and written again, 30.10 would read 30.1 and a long number
 * would lose its end. Text that is no JSON is left alone.
 */
export function laidOutJson(text: string): string {
  if (!isJson(text)) return text;
  let out = '';
  let depth = 0;
  const newLine = (): void => {
    out += `\n${'  '.repeat(depth)}`;
  };
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '}' || token === ']') {
      depth -= 1;
      if (!/[{[]$/.test(out)) newLine();
    } else if (/[{[,]$/.test(out)) newLine();
    out += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
  }
  return out;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function hexLines(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const letters = part.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${letters}`);
  }
  return lines.join('\n');
}
