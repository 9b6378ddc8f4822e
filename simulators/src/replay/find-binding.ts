import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFeedBindings } from '@metropane/feeds';
import type { FeedBinding } from '@metropane/feeds';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { OptionError } from '../options/option-error.ts';

/** Bindings that come with the product, one file per source of data. */
const EXAMPLES = join(dirname(fileURLToPath(import.meta.resolve('@metropane/feeds'))), '..', 'examples');

/**
 * The binding that `--binding` names: a feed file (`feeds.yaml`, or `feeds.yaml#id` when several of its feeds could be meant) or
 * the id of a binding that comes with the product. `path` is the file to be read: of several feeds the one whose path fits wins.
 */
export function findBinding(named: string, path: string, zone: string): FeedBinding {
  const [file = '', id] = named.split('#');
  if (/\.ya?ml$/i.test(file)) return pickBinding(readBindings(file, zone), { id, path, named });
  const known = globSync('*.yaml', { cwd: EXAMPLES })
    .toSorted()
    .flatMap((name) => readBindings(join(EXAMPLES, name), zone));
  const found = known.find((binding) => binding.id === named);
  if (found !== undefined) return found;
  const ids = known.map((binding) => binding.id).join(', ');
  throw new OptionError(`--binding: no binding is named "${named}"; there are ${ids}, or give a feed file.`);
}

function readBindings(file: string, zone: string): readonly FeedBinding[] {
  if (!existsSync(file)) throw new OptionError(`--binding: there is no file ${file}.`);
  try {
    const bindings = parseFeedBindings(parseYaml(readFileSync(file, 'utf8')), { zone });
    if (!bindings.ok) throw new OptionError(`--binding: ${file}: ${bindings.message}`);
    return bindings.value;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new OptionError(`--binding: ${file}: ${error.message.split('\n')[0]}`);
  }
}

function pickBinding(
  bindings: readonly FeedBinding[],
  { id, path, named }: { readonly id: string | undefined; readonly path: string; readonly named: string },
): FeedBinding {
  const byId = bindings.filter((binding) => id === undefined || binding.id === id);
  if (byId.length === 1) return byId[0]!;
  const normal = path.replaceAll('\\', '/');
  const fits = byId.filter(
    ({ source }) => source.kind === 'file' && matchesGlob(normal, `**/${source.path}`),
  );
  if (fits.length === 1) return fits[0]!;
  const ids = bindings.map((binding) => binding.id).join(', ');
  throw new OptionError(
    `--binding: say which feed of ${named} to use, as ${named.split('#')[0]}#id: ${ids}.`,
  );
}
