import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '@metropane/base';
import { builtinBindings, type FeedBinding, parseFeedBindings } from '@metropane/feeds';
import { parseDocument } from 'yaml';

/** The demo city's own feed: what the built-in simulator sends is marked as simulated wherever it is shown. */
export const DEMO_FEED = 'demo';

/**
 * Every feed of this centre: those of the file first (they claim topics), then the demo city's, then the built-in ones. The
 * message of an error names file, line or setting.
 */
export function loadBindings(options: {
  feedsFile: string | null;
  zone: string;
  hasDemo: boolean;
}): Result<FeedBinding[], 'bad-feeds'> {
  const builtin = builtinBindings(options.zone);
  const demo: FeedBinding[] = options.hasDemo ? [{ ...builtin[0], id: DEMO_FEED }] : [];
  const own = options.feedsFile === null ? ok([]) : readBindings(options.feedsFile, options.zone);
  if (!own.ok) return own;
  const all = [...own.value, ...demo, ...builtin];
  const ids = all.map((binding) => binding.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  return twice === undefined ? ok(all) : err('bad-feeds', `two feeds have the id ${twice}`);
}

function readBindings(path: string, zone: string): Result<FeedBinding[], 'bad-feeds'> {
  const document = parseDocument(readFileSync(path, 'utf8'), { prettyErrors: true });
  const fault = document.errors[0];
  if (fault !== undefined) return err('bad-feeds', `${path}: ${fault.message.split('\n')[0]}`);
  const parsed = parseFeedBindings(document.toJS(), { zone });
  if (!parsed.ok) return err('bad-feeds', `${path}: ${parsed.message}`);
  const polled = parsed.value.find((binding) => binding.source.kind === 'http');
  if (polled !== undefined) {
    return err(
      'bad-feeds',
      `${path}: feed ${polled.id} polls a URL; this build reads mqtt and file sources only`,
    );
  }
  return ok(parsed.value);
}
