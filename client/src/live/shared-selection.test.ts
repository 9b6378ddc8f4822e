import { expect, test } from 'vitest';
import { SharedSelection } from './shared-selection.ts';
import type { SelectionChannel } from './shared-selection.ts';

/** Windows of one browser: what one posts all others hear. */
function browser() {
  const channels = new Set<SelectionChannel>();
  let messages = 0;
  const open = (chosen: string | null) => {
    const seen: (string | null)[] = [];
    const channel: SelectionChannel = {
      onmessage: null,
      postMessage(data) {
        messages += 1;
        for (const other of channels)
          if (other !== channel) other.onmessage?.(new MessageEvent('message', { data }));
      },
      close: () => void channels.delete(channel),
    };
    channels.add(channel);
    const selection = new SharedSelection(channel, { chosen, onChosen: (id) => seen.push(id) });
    return { selection, seen };
  };
  return { open, count: () => messages };
}

test('a choice in one window is the choice of all, and comes back to none', () => {
  const { open, count } = browser();
  const [one, two, three] = [open(null), open(null), open(null)];
  const before = count();
  one.selection.choose('SC-1');
  expect([one.seen, two.seen, three.seen]).toEqual([[], ['SC-1'], ['SC-1']]);
  expect(count() - before).toBe(1);
  // The window that followed renders with it: that is no new choice.
  two.selection.choose('SC-1');
  expect(count() - before).toBe(1);
  three.selection.choose(null);
  expect([one.seen, two.seen]).toEqual([[null], ['SC-1', null]]);
});

test('a window that opens takes over what is chosen; one that was opened on something brings it', () => {
  const { open } = browser();
  const one = open('SC-1');
  const two = open(null);
  expect(two.seen).toEqual(['SC-1']);
  const three = open('SC-9');
  expect([one.seen, two.seen, three.seen]).toEqual([['SC-9'], ['SC-1', 'SC-9'], []]);
  two.selection.close();
  one.selection.choose('SC-2');
  expect([two.seen, three.seen]).toEqual([['SC-1', 'SC-9'], ['SC-2']]);
});
