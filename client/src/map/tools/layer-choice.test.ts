import { expect, test } from 'vitest';
import { MAP_CHOICE, NO_CHOICE } from './layer-choice.ts';

const read = (text: string) => MAP_CHOICE.read(JSON.parse(text));

test('a choice comes back as it was kept', () => {
  const choice = {
    hidden: ['rain'],
    opacity: { traffic: 0.5 },
    area: 'band-air',
    hasTails: true,
    fixed: ['cameras'],
  } as const;
  expect(read(JSON.stringify(choice))).toEqual(choice);
});

test.each([
  ['another kind', '[1]'],
  ['null', 'null'],
  [
    'foreign fields',
    '{"hidden":"all","opacity":7,"area":"band-gold","hasTails":"yes","fixed":["bus-routez"]}',
  ],
])('%s is no choice', (_, text) => {
  expect(read(text)).toEqual(NO_CHOICE);
});

test('a share that would hide a layer without saying so is left out', () => {
  expect(read('{"opacity":{"a":0,"b":0.1,"c":3,"d":"1"}}').opacity).toEqual({ b: 0.1 });
});
