import { expect, test } from 'vitest';
import { domainStatistic, energeticMean, vectorMean, weightedMean } from './domain-statistics.ts';

test('sixty and eighty decibels are not seventy: energy is averaged, not its logarithm', () => {
  expect(energeticMean([60, 80])).toBeCloseTo(77.0329, 4);
  expect(energeticMean([65, 65, 65])).toBeCloseTo(65, 12);
  expect(energeticMean([])).toBeUndefined();
  expect(energeticMean([9_000, 9_000])).toBeCloseTo(9_000, 9);
});

test('wind from 350° and from 10° comes from the north, not from the south', () => {
  expect(
    vectorMean([
      [350, 3],
      [10, 3],
    ]),
  ).toBeCloseTo(0, 9);
  expect(
    vectorMean([
      [90, 1],
      [180, 3],
    ]),
  ).toBeCloseTo(161.565, 3);
  expect(vectorMean([[270, 2]])).toBeCloseTo(270, 9);
});

test('opposite winds of one strength and calm have no direction', () => {
  expect(
    vectorMean([
      [0, 2],
      [180, 2],
    ]),
  ).toBeUndefined();
  expect(
    vectorMean([
      [45, 0],
      [90, 0],
    ]),
  ).toBeUndefined();
  expect(vectorMean([])).toBeUndefined();
});

test('an empty road does not speed up a full one', () => {
  expect(
    weightedMean([
      [60, 100],
      [20, 900],
    ]),
  ).toBe(24);
  expect(weightedMean([[60, 0]])).toBeUndefined();
  expect(
    weightedMean([
      [60, -5],
      [30, 5],
    ]),
  ).toBe(30);
});

test('a domain names the metrics that its statistic is for, and the companion in the same observation', () => {
  expect(domainStatistic('noise', 'laeqDba')?.column).toBe('energeticMean');
  expect(domainStatistic('noise', 'batteryV')).toBeUndefined();
  expect(domainStatistic('power', 'levelDb')).toBeUndefined();
  const wind = domainStatistic('weather', 'windDirectionDeg');
  const speedOfWind = wind?.column === 'vectorMean' ? wind.pair : /none/;
  expect(
    ['windSpeedMps', 'windMps', 'windGustMps', 'gustMps'].filter((name) => speedOfWind.test(name)),
  ).toEqual(['windSpeedMps', 'windMps']);
  const speed = domainStatistic('traffic', 'speedKmh');
  expect(speed?.column === 'flowWeightedMean' && speed.pair.test('flowVph')).toBe(true);
  expect(domainStatistic('transit', 'speedKmh')).toBeUndefined();
});
