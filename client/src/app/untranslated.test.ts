/** No word of a screen that only one language has: whoever reads English would meet it in Vietnamese, or the other way round. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSync } from 'vite';

const SRC = join(import.meta.dirname, '..');
const VIETNAMESE = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/i;
/** Two small letters in a row: units, keys, codes and signs are the same in both languages. */
const WORD = /\p{Ll}{2}/u;
/** What lingui takes words from. */
const MACROS = new Set([
  'Trans',
  'Plural',
  'Select',
  'SelectOrdinal',
  't',
  'msg',
  'defineMessage',
  'plural',
  'select',
]);
/** Attributes that a person reads or hears. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'title',
  'placeholder',
  'alt',
  'label',
  'none',
]);

/** Keys, codes and paths: they are what they are. */
const VERBATIM = new Set(['kbd', 'code', 'pre', 'samp']);
/** The same in both languages. */
const SAME = new Set(['Esc', 'km', 'km/h', 'sha256', 'exercise:drill', 'Tiếng Việt']);
/** Where both languages stand side by side: before the words of one could be brought, and where one is chosen. */
const BILINGUAL = ['app/root-boundary.tsx', 'app/locale-switch.tsx'];

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** `file:line words` of each that no catalogue can have. */
function unmarkedIn(file: string, text: string): string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  const found: string[] = [];
  const tell = (node: Node, words: string): void => {
    const line = text.slice(0, node['start'] as number).split('\n').length;
    if (!SAME.has(words.trim())) found.push(`${file}:${line} ${words.trim()}`);
  };
  walk(program as unknown as Node);
  return found;

  function walk(node: Node): void {
    if (isMacro(node) || isVerbatim(node) || isOneOfBoth(node)) return;
    if (node.type === 'JSXText' && WORD.test(node['value'] as string)) tell(node, node['value'] as string);
    if (node.type === 'JSXAttribute') {
      const value = node['value'] as Node | null;
      const name = (node['name'] as Node)['name'] as string;
      const words = value?.type === 'Literal' ? value['value'] : null;
      if (SPOKEN.has(name) && typeof words === 'string' && WORD.test(words)) tell(node, words);
    }
    const words =
      node.type === 'Literal'
        ? node['value']
        : node.type === 'TemplateElement'
          ? (node['value'] as { cooked: string }).cooked
          : null;
    if (typeof words === 'string' && VIETNAMESE.test(words) && WORD.test(words)) tell(node, words);
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value])
        if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node);
  }
}

function isMacro(node: Node): boolean {
  const named = (name: unknown): boolean => MACROS.has((name as Node | undefined)?.['name'] as string);
  if (node.type === 'JSXElement') return named((node['openingElement'] as Node)['name']);
  if (node.type === 'TaggedTemplateExpression') return named(node['tag']);
  return node.type === 'CallExpression' && named(node['callee']);
}

function isVerbatim(node: Node): boolean {
  const opening = node['openingElement'] as Node | undefined;
  return node.type === 'JSXElement' && VERBATIM.has((opening!['name'] as Node)['name'] as string);
}

/** `{ vi: …, en: … }`, and what is made to read what a person types in either language. */
function isOneOfBoth(node: Node): boolean {
  if (node.type === 'Literal' && 'regex' in node) return true;
  if (node.type !== 'ObjectExpression') return false;
  const keys = (node['properties'] as Node[]).map(({ key }) => (key as Node | undefined)?.['name']);
  return keys.length === 2 && keys.includes('vi') && keys.includes('en');
}

const files = globSync('**/*.{ts,tsx}', { cwd: SRC }).filter(
  (file) => !/\.test\.tsx?$|\.gallery\.tsx$|^gallery\//.test(file) && !BILINGUAL.includes(file),
);

test('every word of the screens stands in a catalogue', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((file) => unmarkedIn(file, readFileSync(join(SRC, file), 'utf8')))).toEqual([]);
}, 60_000);

test('words outside of a catalogue are found, in a text, an attribute, a string and a template', () => {
  const page = [
    'export const A = () => <p title="Open the map">No data yet <Trans>đã lưu</Trans></p>;',
    'export const words = ["Đã lưu", t`Đã lưu`, `${n} sự cố`];',
  ].join('\n');
  expect(unmarkedIn('page.tsx', page)).toEqual([
    'page.tsx:1 Open the map',
    'page.tsx:1 No data yet',
    'page.tsx:2 Đã lưu',
    'page.tsx:2 sự cố',
  ]);
  expect(unmarkedIn('page.tsx', 'const A = <p className="no-data">{n} km/h <kbd>Ctrl K</kbd></p>;')).toEqual(
    [],
  );
});
