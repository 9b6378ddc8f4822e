import { err, ok } from '@metropane/base';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { MAX_DEPTH, MAX_MESSAGE_BYTES } from '../feed-decoder.ts';
import type { Checked } from '../json-field.ts';
import { decodeUtf8 } from '../json-payload.ts';

/** One element, its children in document order. Names are without prefix; attributes are dropped, since CAP has none. */
export interface XmlElement {
  name: string;
  /** Its own characters, entities resolved, trimmed. */
  text: string;
  children: XmlElement[];
}

const MAX_ELEMENTS = 50_000;
const NAMED: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" },
};

/**
 * The root element of a document that nobody vouches for. A document type is refused whole (`unsafe`): entities can grow without
 * end or name files, and CAP needs none. Depth and number of elements are counted on the text before a parser builds anything.
 */
export function readXml(payload: Uint8Array): Checked<XmlElement> {
  if (payload.length > MAX_MESSAGE_BYTES)
    return err('oversize', `${payload.length} bytes, at most ${MAX_MESSAGE_BYTES}`);
  const decoded = decodeUtf8(payload);
  if (decoded === undefined) return err('malformed', 'not UTF-8');
  const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  const encoding = /^<\?xml[^>]*encoding\s*=\s*["']([^"']{1,40})/.exec(text)?.[1];
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding))
    return err('malformed', `expected UTF-8, the document says ${encoding}`);
  const unsafe = unsafeIn(text);
  if (unsafe !== null) return err('unsafe', unsafe);
  const fault = XMLValidator.validate(text);
  if (fault !== true)
    return err('malformed', `line ${fault.err.line}: ${String(fault.err.msg).slice(0, 120)}`);
  return parse(text);
}

/** Why a text may not reach the parser; null = it may. */
function unsafeIn(text: string): string | null {
  if (/<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text)) return 'a document type is not allowed';
  let depth = 0;
  let elements = 0;
  // Comments and CDATA may hold what looks like tags: they are passed over first.
  for (const [tag] of text.matchAll(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/?[^\s<>!?][^<>]*>/g,
  )) {
    if (tag.startsWith('<!') || tag.startsWith('<?')) continue;
    if (tag.startsWith('</')) depth -= 1;
    else {
      elements += 1;
      if (!tag.endsWith('/>')) depth += 1;
    }
    if (depth > MAX_DEPTH) return `elements nest deeper than ${MAX_DEPTH}`;
    if (elements > MAX_ELEMENTS) return `more than ${MAX_ELEMENTS} elements`;
  }
  return null;
}

const parser = new XMLParser({
  preserveOrder: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  cdataPropName: '#cdata',
});

type Node = Readonly<Record<string, unknown>>;

function parse(text: string): Checked<XmlElement> {
  let nodes: unknown;
  try {
    nodes = parser.parse(text);
  } catch (error) {
    return err('malformed', error instanceof Error ? error.message.slice(0, 160) : 'not XML');
  }
  if (!Array.isArray(nodes)) return err('malformed', 'no element');
  const roots = elementsOf(nodes as Node[]).filter(({ name }) => !name.startsWith('?'));
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    return err('malformed', `expected one root element, got ${roots.length}`);
  return ok(root);
}

function elementsOf(nodes: readonly Node[]): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#')) continue;
    const inside = node[name];
    const children = Array.isArray(inside) ? (inside as Node[]) : [];
    elements.push({ name, text: textOf(children), children: elementsOf(children) });
  }
  return elements;
}

function textOf(nodes: readonly Node[]): string {
  let text = '';
  for (const node of nodes) {
    if (typeof node['#text'] === 'string') text += resolved(node['#text']);
    const literal = node['#cdata'];
    if (Array.isArray(literal))
      for (const part of literal as Node[]) text += typeof part['#text'] === 'string' ? part['#text'] : '';
  }
  return text.trim().toWellFormed();
}

/** The five entities of XML itself and character references; anything else stays as it stands. */
function resolved(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole;
    const isHex = name[1] === 'x' || name[1] === 'X';
    const code = isHex ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const isCharacter = code >= 0x20 || code === 0x9 || code === 0xa || code === 0xd;
    return isCharacter && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
