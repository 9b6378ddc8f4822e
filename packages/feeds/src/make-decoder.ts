import { assertNever } from '@metropane/base';

import { makeCapDecoder } from './cap/cap.ts';
import { makeCsvDecoder } from './csv.ts';
import type { FeedBinding } from './feed-binding.ts';
import type { FeedDecoder, FeedMessage } from './feed-decoder.ts';
import { makeHfpDecoder } from './hsl-hfp.ts';
import { makeMetropaneDecoder } from './metropane.ts';

/**
 * The decoder that a binding asks for. Decoders keep caches: make one per feed and binding revision, not per message.
 * `isLive`: whether the room that it decodes for shows the city; an exercise takes what is marked as exercise or test.
 */
export function makeDecoder(
  binding: FeedBinding,
  { isLive }: { isLive: boolean } = { isLive: true },
): FeedDecoder {
  const { map } = binding;
  switch (map.format) {
    case 'metropane':
      return makeBoundMetropane(binding, map.prefix);
    case 'csv':
      return makeCsvDecoder(map.csv);
    case 'hsl-hfp':
      return makeHfpDecoder({
        domain: binding.domain ?? 'transit',
        ...(map.events === undefined ? {} : { events: map.events }),
      });
    case 'cap-1.2':
      return makeCapDecoder({ map: map.cap, isLive });
    default:
      return assertNever(map);
  }
}

function makeBoundMetropane(binding: FeedBinding, prefix: string | undefined): FeedDecoder {
  const options = prefix === undefined ? {} : { prefix };
  const isHttp =
    binding.source.kind === 'http' || (binding.source.kind === 'builtin' && binding.id === 'http');
  if (!isHttp) return makeMetropaneDecoder({ form: 'mqtt', ...options });
  const decoder = makeMetropaneDecoder({ form: 'http' });
  if (binding.source.kind === 'builtin') return decoder;
  // A polled URL answers with observations; its address is no resource of ours.
  const asBody = (message: FeedMessage): FeedMessage => ({ ...message, topic: 'observations' });
  return {
    decode: (message) => decoder.decode(asBody(message)),
    ofTopic: () => decoder.ofTopic('observations'),
    openStream: (name) => decoder.openStream(name),
  };
}
