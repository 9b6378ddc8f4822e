import type { Channel } from '@metropane/live-state';
import { expect, test } from 'vitest';
import type { CityGround } from './city-ground.ts';
import { InterestClaims, layerChannels } from './interest.ts';

test('the union of all claims is asked for, and told only when it changed', () => {
  const interest = new InterestClaims();
  const told: (readonly Channel[])[] = [];
  interest.channels.subscribe((channels) => told.push(channels));
  interest.claim('map', ['layer:transit@15/1/1', 'layer:transit@none']);
  interest.claim('panel', ['layer:transit@15/1/1']);
  interest.release('panel');
  expect(told).toEqual([['layer:transit@15/1/1', 'layer:transit@none']]);
  interest.claim('map', ['layer:transit']);
  interest.claim('panel', ['layer:transit@15/1/1']);
  expect(told.slice(1)).toEqual([['layer:transit']]);
  interest.release('map');
  expect(interest.channels.getState()).toEqual(['layer:transit@15/1/1']);
});

test('claims that are more than the centre allows become the whole layer, the largest first', () => {
  const interest = new InterestClaims();
  const cells = (layer: string, count: number): Channel[] =>
    Array.from({ length: count }, (_, x): Channel => `layer:${layer}@15/${x}/1`);
  interest.claim('map', [...cells('transit', 300), ...cells('traffic', 200)]);
  const channels = interest.channels.getState();
  expect(channels.length).toBe(201);
  expect(channels).toContain('layer:transit');
  expect(channels).toContain('layer:traffic@15/199/1');
});

test('a layer of few fixed stations comes as a whole, any other by its cells and what has no place', () => {
  const stations = Array.from({ length: 3 }, (_, i) => ({ domain: 'air', entity: `a${i}` }));
  // The city names its bus stations, but most of the layer drives about.
  stations.push({ domain: 'transit', entity: 'ben-thanh' });
  const ground = { stations } as unknown as CityGround;
  expect(layerChannels(ground, 'air', ['15/1/1'])).toEqual(['layer:air']);
  expect(layerChannels(ground, 'transit', ['15/1/1', '15/1/1'])).toEqual([
    'layer:transit@15/1/1',
    'layer:transit@none',
  ]);
});
