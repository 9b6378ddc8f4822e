import { expect, test } from 'vitest';
import { NO_CHOICE, parseChoice } from './layer-choice.ts';

test('a choice comes back as it was kept', () => {
  const choice = { hidden: ['rain'], opacity: { traffic: 0.5 }, area: 'band-air', hasTails: true } as const;
  expect(parseChoice(JSON.stringify(choice))).toEqual(choice);
});

test.each([
  ['nothing', null],
  ['no JSON', '{"hidden"'],
  ['another kind', '[1]'],
  ['null', 'null'],
  ['foreign fields', '{"hidden":"all","opacity":7,"area":"band-gold","hasTails":"yes"}'],
])('%s is no choice', (_, text) => {
  expect(parseChoice(text)).toEqual(NO_CHOICE);
});

test('a share that would hide a layer without saying so is left out', () => {
  expect(parseChoice('{"opacity":{"a":0,"b":0.1,"c":3,"d":"1"}}').opacity).toEqual({ b: 0.1 });
});
